import Glibc
import Testing

/// Another program's write lock on an SQLite file, as a backup takes it.
///
/// The library is called by name, because nothing but the journal may depend on it.
final class DatabaseLock: Sendable {
  private typealias Open = @convention(c) (UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>) -> Int32
  private typealias Execute =
    @convention(c) (OpaquePointer?, UnsafePointer<CChar>, OpaquePointer?, OpaquePointer?, OpaquePointer?) -> Int32
  private typealias Close = @convention(c) (OpaquePointer?) -> Int32

  private let connection: UInt
  private let library: UInt

  /// Waits for the file to be free, and locks it.
  init(_ path: String) throws {
    let library = try #require(dlopen("libsqlite3.so.0", RTLD_NOW))
    let open = unsafeBitCast(try #require(dlsym(library, "sqlite3_open")), to: Open.self)
    let execute = unsafeBitCast(try #require(dlsym(library, "sqlite3_exec")), to: Execute.self)
    var connection: OpaquePointer?
    try #require(open(path, &connection) == 0)
    try #require(execute(connection, "PRAGMA busy_timeout = 10000; BEGIN IMMEDIATE", nil, nil, nil) == 0)
    self.connection = UInt(bitPattern: connection)
    self.library = UInt(bitPattern: library)
  }

  /// Runs SQL past the journal.
  static func run(_ sql: String, on path: String) throws {
    let lock = try DatabaseLock(path)
    defer { lock.release() }
    let library = try #require(UnsafeMutableRawPointer(bitPattern: lock.library))
    let execute = unsafeBitCast(try #require(dlsym(library, "sqlite3_exec")), to: Execute.self)
    let connection = OpaquePointer(bitPattern: lock.connection)
    try #require(execute(connection, sql + "; COMMIT", nil, nil, nil) == 0)
  }

  /// Ends the transaction and closes the file; to be called once.
  func release() {
    guard let library = UnsafeMutableRawPointer(bitPattern: library), let close = dlsym(library, "sqlite3_close") else {
      return
    }
    _ = unsafeBitCast(close, to: Close.self)(OpaquePointer(bitPattern: connection))
  }
}
