internal import CSQLite

/// The machine's own SQLite. It is opened by name, so that a start is spared it and a machine
/// without it still does all the rest.
struct SQLiteLibrary {
  let functions: csqlite

  static let name = CSQLITE_LIBRARY

  /// Opens the library, unless this process has it open.
  init(named name: String) throws(SQLiteFailure) {
    var functions = csqlite()
    if let reason = csqlite_open(name, &functions) {
      throw SQLiteFailure(
        description: """
          SQLite can't be opened: install libsqlite3-0, or what it is called here; \
          \(String(cString: reason))
          """)
    }
    self.functions = functions
  }
}

/// What SQLite can't do, or what a row is wrong in. Never with a value.
struct SQLiteFailure: Error, CustomStringConvertible {
  let description: String
}
