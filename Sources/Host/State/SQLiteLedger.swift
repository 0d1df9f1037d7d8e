package import JSON
internal import Synchronization
package import Tools

/// The record of effects that outlives the process, shared by all processes of a user.
///
/// What a process had begun when it ended, however it ended, is unknown from then on.
package final class SQLiteLedger: EffectLedger {
  private let store: StateStore
  private let mark = Mutex<ProcessMark?>(nil)
  private let systemTime: @Sendable () -> Timestamp

  /// How long entries are kept, in seconds: 30 days.
  private static let retention = 30 * 86_400

  /// What is too old is so by the system's time too: calls may go by a clock that was set ahead, and
  /// must not drop what others still need.
  package init(
    in directory: StateDirectory, systemTime: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    self.systemTime = systemTime
    store = StateStore(in: directory, patience: 5, isDurable: true)
  }

  package func begin(_ intent: EffectIntent, at now: Timestamp) async throws(LedgerFailure)
    -> Beginning
  {
    return try await store.change { [self] database in
      let process = try process()
      try settleDead(in: database, at: now)
      if let conflict = try Self.conflict(to: intent, in: database, at: now) {
        return .refused(conflict)
      }
      try database.run(
        """
        INSERT INTO effect
          (startedAt, tool, provider, account, effect, subject, recipients, fingerprint, key, state,
            process, partTool, parts)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          now.secondsSince1970, intent.tool, intent.provider, intent.account,
          intent.effect.rawValue, intent.subject,
          intent.recipients.isEmpty ? nil : lines(intent.recipients), intent.fingerprint,
          intent.key, LedgerEntry.State.started.rawValue, process, intent.parts?.tool,
          intent.parts?.count,
        ])
      return .begun(database.lastID)
    }
  }

  package func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) async throws(LedgerFailure) {
    try await store.change { database in
      try database.run(
        "UPDATE effect SET state = ?, code = ?, answer = ?, endedAt = ? WHERE id = ?",
        [
          end.state.rawValue, end.code?.rawValue,
          end.answer.map { JSONValue.object($0).description }, now.secondsSince1970, id,
        ])
    }
  }

  package func entries(
    _ query: LedgerQuery, at now: Timestamp
  ) async throws(LedgerFailure) -> [LedgerEntry] {
    return try await store.read { [self] database in
      if database.writeFault == nil { try settleDead(in: database, at: now) }
      return try database.entries(query)
    }
  }

  /// This process's name in the ledger, for which it is marked as alive. The first time is the
  /// moment to tidy up. Called by one change at a time.
  private func process() throws(LedgerFailure) -> String {
    if let mark = mark.withLock(\.self) { return mark.name }
    try ProcessMark.removeDead(in: store.directory)
    let made = try ProcessMark(in: store.directory)
    mark.withLock { $0 = made }
    return made.name
  }

  /// Settles what processes had begun that live no more, and drops what is too old.
  private func settleDead(in database: SQLiteDatabase, at now: Timestamp) throws {
    let started = try database.rows(
      "SELECT DISTINCT process FROM effect WHERE state = 'started'")
    for process: String in try started.map({ try $0["process"] })
    where !ProcessMark.isAlive(process, in: store.directory) {
      try database.run(
        """
        UPDATE effect SET state = 'unknown', endedAt = ? WHERE state = 'started' AND process = ?
        """, [now.secondsSince1970, process])
    }
    try database.run(
      "DELETE FROM effect WHERE startedAt < ? AND state <> 'started'",
      [min(now, systemTime()).secondsSince1970 - Self.retention])
  }

  private static func conflict(
    to intent: EffectIntent, in database: SQLiteDatabase, at now: Timestamp
  ) throws -> Conflict? {
    let keyed = try intent.key.flatMap { try latest(intent, "key = ?", $0, in: database) }
    let duplicate = try latest(intent, "fingerprint = ?", intent.fingerprint, in: database)
    let message = try intent.recentMessage.flatMap { try database.entries($0).first }
    let earlier = EarlierEntries(keyed: keyed, duplicate: duplicate, message: message)
    if let conflict = intent.conflict(with: earlier, at: now) { return conflict }
    for cap in intent.caps {
      let moments = try moments(under: cap, of: intent, in: database, at: now)
      if let until = cap.end(after: moments, at: now) { return .capped(cap, until: until) }
    }
    return nil
  }

  /// When the calls were made that a cap counts, oldest first.
  private static func moments(
    under cap: EffectCap, of intent: EffectIntent, in database: SQLiteDatabase, at now: Timestamp
  ) throws -> [Timestamp] {
    let tool = cap.parts?.tool ?? intent.tool
    let rows = try database.rows(
      """
      SELECT startedAt, CASE WHEN tool = ? THEN 1 ELSE parts END AS calls FROM effect
        WHERE (tool = ? OR partTool = ?) AND account = ? AND state <> 'rejected'
        AND startedAt > ? AND (? OR subject IS ?) ORDER BY id
      """,
      [
        tool, tool, tool, intent.account, now.secondsSince1970 - EffectCap.span,
        !cap.isPerSubject, intent.subject,
      ])
    return try rows.flatMap { row in
      let moment = Timestamp(secondsSince1970: try row["startedAt"])
      return Array(repeating: moment, count: try row["calls"])
    }
  }

  /// The latest entry of the same tool and account that was not rejected and fits a condition.
  private static func latest(
    _ intent: EffectIntent, _ condition: String, _ value: String, in database: SQLiteDatabase
  ) throws -> LedgerEntry? {
    try database.rows(
      """
      SELECT * FROM effect WHERE tool = ? AND account = ? AND \(condition)
        AND state <> 'rejected' ORDER BY id DESC LIMIT 1
      """, [intent.tool, intent.account, value]
    ).first.map(LedgerEntry.init)
  }
}

extension SQLiteDatabase {
  /// What of the table `effect` is wanted, newest first.
  fileprivate func entries(_ query: LedgerQuery) throws -> [LedgerEntry] {
    var conditions = ["1"]
    var values: [(any SQLiteStorable)?] = []
    func require(_ condition: String, _ value: [any SQLiteStorable]) {
      conditions.append(condition)
      values += value.map(Optional.some)
    }
    func require(anyOf choices: [String]?, _ condition: String) {
      guard let choices else { return }
      let each = choices.map { _ in condition }.joined(separator: " OR ")
      require(choices.isEmpty ? "0" : "(\(each))", choices)
    }
    require(anyOf: query.states?.map(\.rawValue), "state = ?")
    require(anyOf: query.tool.map { [$0] }, "tool = ?")
    require(anyOf: query.accounts, "account = ?")
    require(anyOf: query.recipients.map { $0.map { lines([$0]) } }, "instr(recipients, ?) > 0")
    if let since = query.since { require("startedAt >= ?", [since.secondsSince1970]) }
    return try rows(
      """
      SELECT * FROM effect WHERE \(conditions.joined(separator: " AND ")) ORDER BY id DESC LIMIT ?
      """, values + [query.limit]
    ).map(LedgerEntry.init)
  }
}

/// Texts as the column `recipients` has them: each with a line feed before and behind it.
private func lines(_ texts: [String]) -> String {
  "\n" + texts.joined(separator: "\n") + "\n"
}

extension LedgerEntry {
  /// An entry as it stands in the table `effect`.
  init(_ row: SQLiteRow) throws {
    let id: Int = try row["id"]
    guard let effect = Effect(rawValue: try row["effect"]),
      let state = State(rawValue: try row["state"])
    else {
      throw SQLiteFailure(description: "entry \(id) is of a newer version")
    }
    var intent = EffectIntent(
      tool: try row["tool"], provider: try row["provider"], account: try row["account"],
      effect: effect, fingerprint: try row["fingerprint"])
    intent.subject = try row["subject"]
    intent.recipients =
      (try row["recipients"] as String?)?.split(separator: "\n").map(String.init) ?? []
    intent.key = try row["key"]
    if let tool: String = try row["partTool"], let count: Int = try row["parts"] {
      intent.parts = EffectParts(tool: tool, count: count)
    }
    let startedAt = Timestamp(secondsSince1970: try row["startedAt"])
    self.init(id: id, intent: intent, startedAt: startedAt, state: state)
    endedAt = (try row["endedAt"] as Int?).map { Timestamp(secondsSince1970: $0) }
    code = (try row["code"] as String?).flatMap(ToolError.Code.init)
    answer = (try row["answer"] as String?).flatMap { try? JSONValue(parsing: $0) }?.object
  }
}
