#if Ledger
internal import GRDB
internal import JSON
internal import Tools

extension LedgerEntry {
  /// An entry as it stands in the table `effect`.
  init(_ row: Row) throws {
    guard let effect = Effect(rawValue: row["effect"]),
      let state = State(rawValue: row["state"])
    else {
      throw DatabaseError(message: "entry \(row["id"] as Int) is of a newer version")
    }
    var intent = EffectIntent(
      tool: row["tool"], provider: row["provider"], account: row["account"], effect: effect,
      fingerprint: row["fingerprint"])
    intent.subject = row["subject"]
    intent.key = row["key"]
    self.init(
      id: row["id"], intent: intent, startedAt: Timestamp(secondsSince1970: row["startedAt"]),
      state: state)
    endedAt = (row["endedAt"] as Int?).map { Timestamp(secondsSince1970: $0) }
    code = (row["code"] as String?).flatMap(ToolError.Code.init)
    answer = (row["answer"] as String?).flatMap { try? JSONValue(parsing: $0) }?.object
  }
}
#endif
