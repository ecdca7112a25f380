import Foundation
import GRDB
import Records

/// Which holds on a tenant were already reported in the log.
struct HoldsTold: Equatable {
  /// The number of the last hold that was reported, or that existed before anything was.
  var last: Int64
  /// The numbers of holds that were reported as set and not yet as released, rising.
  var open: [Int64]
}

extension Database {
  /// Nil where no hold on the tenant was ever reported.
  func holdsTold(tenant: String) throws -> HoldsTold? {
    let row = try Row.fetchOne(
      cachedStatement(sql: "SELECT last, open FROM hold_told WHERE tenant = ?"), arguments: [tenant])
    return try row.map { row in
      let open: String = try row.decode(forColumn: "open")
      return HoldsTold(
        last: try row.decode(forColumn: "last"), open: open.split(separator: " ").compactMap { Int64($0) })
    }
  }

  func write(_ told: HoldsTold, tenant: String) throws {
    try run(
      "INSERT OR REPLACE INTO hold_told (tenant, last, open) VALUES (?, ?, ?)",
      [tenant, told.last, told.open.map(String.init).joined(separator: " ")])
  }

  /// The number of the last hold that was ever set; 0 where none was.
  func lastHold() throws -> Int64 { try Int64.fetchOne(self, sql: "SELECT max(number) FROM hold") ?? 0 }

  /// Holds by their numbers, in force or not, oldest first.
  func holds(numbered numbers: [Int64]) throws -> [Hold] {
    // The numbers come from our own tables, and there are few.
    try holds(where: "number IN (\(numbers.map(String.init).joined(separator: ", ")))", [])
  }

  /// The holds on `tenant` with a number above `last` that are no longer in force, oldest first.
  func passedHolds(tenant: String, after last: Int64) throws -> [Hold] {
    try holds(where: "number > ? AND released IS NOT NULL AND (tenant IS NULL OR tenant = ?)", [last, tenant])
  }
}
