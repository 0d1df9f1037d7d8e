package import JSON
internal import Tables
package import Tools

/// Results that outlive the process, shared by all processes of a user.
package struct SQLiteResults: ResultStore {
  private let store: StateStore
  private let limit: Int
  private let systemTime: @Sendable () -> Timestamp

  /// `limit` is in bytes. Results are dropped by the system's time: calls may go by a clock that was
  /// set ahead, and must not drop what others still need.
  package init(
    in directory: StateDirectory, limit: Int = 256 << 20,
    systemTime: @escaping @Sendable () -> Timestamp = { .now }
  ) {
    store = StateStore(in: directory, .results, patience: 5, isDurable: false)
    self.limit = limit
    self.systemTime = systemTime
  }

  package func begin(
    _ origin: ResultOrigin, at now: Timestamp
  ) async throws(ResultFailure) -> ResultHandle {
    let handle = ResultHandle()
    let time = systemTime()
    try await change { database in
      try database.dropOldResults(at: time)
      try database.run(
        """
        INSERT INTO result
          (turn, handle, tool, service, account, keptAt, writtenAt, isFinished, description, rows,
            bytes)
        VALUES (?, ?, ?, ?, ?, ?, ?, FALSE, '{}', 0, 0)
        """,
        [
          try database.nextTurn(), handle.text, origin.tool, origin.service, origin.account,
          now.secondsSince1970,
          time.secondsSince1970,
        ])
    }
    return handle
  }

  package func append(
    _ page: ResultPage, to handle: ResultHandle
  ) async throws(ResultFailure) {
    let failure: ResultFailure? = try await change { [limit] database in
      guard let row = try database.unfinished(handle) else { return .gone }
      let id: Int = try row["id"]
      let size = page.bytes.count
      guard try row["bytes"] + size <= limit else {
        try database.run("DELETE FROM result WHERE id = ?", [id])
        return .tooLarge(limit: limit)
      }
      try database.makeRoom(for: size, in: limit, besides: id)
      try database.run(
        "INSERT INTO resultPage (result, window, page, content) VALUES (?, ?, ?, ?)",
        [id, page.position.window, page.position.page, page.bytes])
      try database.run(
        "UPDATE result SET rows = rows + ?, bytes = bytes + ? WHERE id = ?", [page.rows, size, id])
      return nil
    }
    if let failure { throw failure }
  }

  package func finish(
    _ handle: ResultHandle, describing description: JSONObject, at now: Timestamp
  ) async throws(ResultFailure) -> KeptResult {
    let time = systemTime()
    let result: KeptResult? = try await change { database in
      guard let id = try database.unfinished(handle)?["id"] as Int? else { return nil }
      try database.run(
        """
        UPDATE result SET isFinished = TRUE, turn = ?, keptAt = ?, writtenAt = ?, description = ?
        WHERE id = ?
        """,
        [
          try database.nextTurn(), now.secondsSince1970, time.secondsSince1970,
          JSONValue.object(description).description, id,
        ])
      return try database.finished("handle = ?", [handle.text]).first
    }
    guard let result else { throw .gone }
    return result
  }

  package func discard(_ handle: ResultHandle) async {
    try? await change { database in
      try database.run("DELETE FROM result WHERE handle = ?", [handle.text])
    }
  }

  package func result(
    _ handle: ResultHandle, at now: Timestamp
  ) async throws(ResultFailure) -> KeptResult? {
    try await shown(at: now, "handle = ?", [handle.text]).first
  }

  package func results(
    of accounts: [String], at now: Timestamp
  ) async throws(ResultFailure) -> [KeptResult] {
    if accounts.isEmpty { return [] }
    let places = accounts.map { _ in "?" }.joined(separator: ", ")
    return try await shown(at: now, "account IN (\(places))", accounts)
  }

  package func pages(of handle: ResultHandle) async throws(ResultFailure) -> [Int] {
    try await read { database in
      try database.rows(
        """
        SELECT id FROM resultPage WHERE result = (SELECT id FROM result WHERE handle = ?)
        ORDER BY window, page, id
        """, [handle.text]
      ).map { try $0["id"] }
    }
  }

  package func page(_ id: Int, of handle: ResultHandle) async throws(ResultFailure) -> [UInt8]? {
    try await read { database in
      let row = try database.rows(
        """
        SELECT content FROM resultPage
        WHERE id = ? AND result = (SELECT id FROM result WHERE handle = ?)
        """, [id, handle.text]
      ).first
      return try row?["content"]
    }
  }

  private func shown(
    at now: Timestamp, _ condition: String, _ values: [String]
  ) async throws(ResultFailure) -> [KeptResult] {
    let time = systemTime()
    return try await read { database in
      if database.writeFault == nil { try database.dropOldResults(at: time) }
      return try database.finished(condition, values).filter { $0.isKept(at: now) }
    }
  }

  private func change<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteDatabase) throws -> Value
  ) async throws(ResultFailure) -> Value {
    do throws(LedgerFailure) {
      return try await store.change(body)
    } catch {
      throw .unusable(error.reason)
    }
  }

  private func read<Value: Sendable>(
    _ body: @escaping @Sendable (SQLiteDatabase) throws -> Value
  ) async throws(ResultFailure) -> Value {
    do throws(LedgerFailure) {
      return try await store.read(body)
    } catch {
      throw .unusable(error.reason)
    }
  }
}

extension SQLiteDatabase {
  /// What makes a result the newest: a second is too long to tell.
  fileprivate func nextTurn() throws -> Int {
    let last = try rows("SELECT MAX(turn) AS turn FROM result").first
    return 1 + (try last?["turn"] ?? 0)
  }

  /// Drops what is too old, what a time claims to have written that hasn't come yet, and what are
  /// too many.
  fileprivate func dropOldResults(at time: Timestamp) throws {
    let seconds = time.secondsSince1970
    try run(
      "DELETE FROM result WHERE writtenAt <= ? OR writtenAt >= ?",
      [seconds - ResultLimits.age, seconds + ResultLimits.age])
    try run(
      """
      DELETE FROM result WHERE id IN
        (SELECT id FROM result ORDER BY turn DESC LIMIT -1 OFFSET ?)
      """, [ResultLimits.count - 1])
  }

  /// Drops the oldest until there is room for so many bytes.
  fileprivate func makeRoom(for size: Int, in limit: Int, besides id: Int) throws {
    let sum = try rows("SELECT COALESCE(SUM(bytes), 0) AS bytes FROM result").first
    var total = size + (try sum?["bytes"] ?? 0)
    guard total > limit else { return }
    let others = try rows(
      "SELECT id, bytes FROM result WHERE id <> ? ORDER BY turn", [id])
    for other in others where total > limit {
      try run("DELETE FROM result WHERE id = ?", [try other["id"] as Int])
      total -= try other["bytes"]
    }
  }

  fileprivate func unfinished(_ handle: ResultHandle) throws -> SQLiteRow? {
    try rows("SELECT id, bytes FROM result WHERE handle = ? AND NOT isFinished", [handle.text])
      .first
  }

  /// Finished results, newest first.
  fileprivate func finished(_ condition: String, _ values: [String]) throws -> [KeptResult] {
    try rows(
      """
      SELECT * FROM result WHERE isFinished AND \(condition) ORDER BY turn DESC
      """, values
    ).map(KeptResult.init)
  }
}

extension KeptResult {
  /// A result as it stands in the table `result`.
  fileprivate init(_ row: SQLiteRow) throws {
    guard let handle = ResultHandle(parsing: try row["handle"]),
      let description = try? JSONValue(parsing: try row["description"] as String).object
    else {
      throw SQLiteFailure(description: "result \(try row["id"] as Int) is of a newer version")
    }
    self.init(
      handle,
      of: ResultOrigin(
        tool: try row["tool"], service: try row["service"], account: try row["account"]),
      keptAt: Timestamp(secondsSince1970: try row["keptAt"]))
    self.description = description
    rows = try row["rows"]
    bytes = try row["bytes"]
  }
}
