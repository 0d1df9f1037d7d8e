internal import JSON
package import Tools

/// How answers were found to differ from what the manifest says of them: names, types and counts,
/// shared by all processes of a user. It is in a file of its own, which nothing else waits for.
package struct SQLiteDrift: Sendable {
  private let store: StateStore

  /// So many fields of one tool are remembered, and for so many days after they were last counted.
  static let fieldLimit = 400
  static let retention = 90

  /// `patience` is for how many seconds another process's change is waited for.
  package init(in directory: StateDirectory, patience: Double = 1) {
    store = StateStore(in: directory, .drift, patience: patience, isDurable: false)
  }

  /// Adds what this process has counted, on this thread. That a field was there is kept too: it is
  /// missed once it no longer is.
  func add(_ counted: [CountedFields], on day: CalendarDate) throws(LedgerFailure) {
    try store.changeHere { database in
      for tool in counted {
        try database.run(
          "UPDATE field SET answers = answers + ? WHERE tool = ? AND kind <> 'missing'",
          [tool.answers, tool.tool])
        var room = try Self.fieldLimit - database.fieldCount(of: tool.tool)
        for count in tool.counts {
          if try database.adds(count, of: tool.tool, on: day) { continue }
          guard room > 0 else { continue }
          try database.insert(count, of: tool.tool, on: day)
          room -= 1
        }
      }
      try database.run(
        "DELETE FROM field WHERE lastDay < ?", [day.daysSince1970 - Self.retention])
    }
  }

  /// All that was counted.
  package func all() async throws(LedgerFailure) -> [DriftFinding] {
    try await store.read { database in
      try database.rows("SELECT * FROM field").compactMap { try DriftFinding($0) }
    }
  }

  /// Forgets what was counted, of one tool or of all; of how many fields that was.
  package func forget(_ tool: String?) async throws(LedgerFailure) -> Int {
    try await store.change { database in
      let values: [(any SQLiteStorable)?] = [tool, tool]
      let condition = "? IS NULL OR tool = ?"
      let rows = try database.rows("SELECT count(*) AS n FROM field WHERE \(condition)", values)
      try database.run("DELETE FROM field WHERE \(condition)", values)
      return try rows.first.map { try $0["n"] } ?? 0
    }
  }
}

extension SQLiteDatabase {
  fileprivate func fieldCount(of tool: String) throws -> Int {
    let rows = try rows("SELECT count(*) AS n FROM field WHERE tool = ?", [tool])
    return try rows.first.map { try $0["n"] } ?? 0
  }

  /// Adds to what is known of a field; false where nothing is.
  fileprivate func adds(_ count: FieldCount, of tool: String, on day: CalendarDate) throws -> Bool {
    let key: [(any SQLiteStorable)?] = [tool, count.pointer.description, count.kind.rawValue]
    let condition = "tool = ? AND pointer = ? AND kind = ?"
    guard let known = try rows("SELECT seen, run FROM field WHERE \(condition)", key).first else {
      return false
    }
    let seen: Int = try known["seen"]
    let absent: Int = try known["run"]
    let isMissing = count.kind == .missing
    try run(
      """
      UPDATE field SET declared = ?, seen = ?, count = count + ?, answers = answers + ?, run = ?,
        isRequired = ?, lastDay = CASE WHEN ? THEN ? ELSE lastDay END WHERE \(condition)
      """,
      [
        Int(count.declared.rawValue), seen | Int(count.seen.rawValue), count.count,
        // Of the others it was added for all at once.
        isMissing ? count.answers : 0, count.wasThere ? count.run : absent + count.run,
        count.isRequired, count.count > 0, day.daysSince1970,
      ] + key)
    return true
  }

  fileprivate func insert(_ count: FieldCount, of tool: String, on day: CalendarDate) throws {
    try run(
      """
      INSERT INTO field (tool, pointer, kind, declared, seen, count, answers, run, isRequired,
        firstDay, lastDay) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        tool, count.pointer.description, count.kind.rawValue, Int(count.declared.rawValue),
        Int(count.seen.rawValue), count.count, count.answers, count.run, count.isRequired,
        day.daysSince1970, day.daysSince1970,
      ])
  }
}

extension DriftFinding {
  /// nil where a newer version wrote what this one knows nothing of.
  fileprivate init?(_ row: SQLiteRow) throws {
    guard let kind = FieldCount.Kind(rawValue: try row["kind"]),
      let pointer = JSONPointer(parsing: try row["pointer"])
    else { return nil }
    func types(_ column: String) throws -> JSONTypes {
      JSONTypes(rawValue: UInt8(clamping: try row[column] as Int))
    }
    var count = FieldCount(
      kind: kind, pointer: pointer, declared: try types("declared"), seen: try types("seen"),
      count: try row["count"], answers: try row["answers"])
    count.run = try row["run"]
    count.isRequired = try row["isRequired"]
    self.init(
      tool: try row["tool"], count: count,
      firstDay: CalendarDate(daysSince1970: try row["firstDay"]),
      lastDay: CalendarDate(daysSince1970: try row["lastDay"]))
  }
}
