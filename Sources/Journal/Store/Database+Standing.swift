import Foundation
import GRDB
import Records

extension Database {
  /// Writes how things stand.
  ///
  /// An engine that has not read the tasks yet keeps what an earlier run saw of them.
  func write(_ standing: TenantStanding, tenant: String) throws {
    var standing = standing
    if standing.polledAt == nil, let earlier = try? self.standing(tenant: tenant) {
      standing.polledAt = earlier.polledAt
      standing.tasks = earlier.tasks
    }
    let content = String(decoding: try JSONEncoder().encode(standing), as: UTF8.self)
    try run(
      "INSERT OR REPLACE INTO standing (tenant, noted, content) VALUES (?, ?, ?)", [tenant, standing.at.exact, content])
  }

  func standing(tenant: String) throws -> TenantStanding? {
    guard
      let content = try String.fetchOne(
        cachedStatement(sql: "SELECT content FROM standing WHERE tenant = ?"), arguments: [tenant])
    else { return nil }
    guard let standing = try? JSONDecoder().decode(TenantStanding.self, from: Data(content.utf8)) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "how things stand with \(tenant) cannot be read")
    }
    return standing
  }
}
