import Host
import JSON
import Tools

/// `clickport ledger`: what was done, and what may have been.
struct ShowLedger: Command {
  static let description = CommandDescription(
    name: "ledger",
    abstract: "List the calls that changed something, newest first.",
    discussion: """
      Every call with an effect is put on record before it is sent. Its state is started (under \
      way), accepted (the service said yes), rejected (nothing changed) or unknown (it may have \
      been done: look at the service). On a terminal it is a table; piped, one JSON object a line.

      Example:
        clickport ledger --state unknown
      """)

  private let directory: StateDirectoryOption
  private let state: LedgerEntry.State?
  private let limit: Int

  init(_ arguments: inout Arguments) throws {
    directory = try arguments.group()
    state = try arguments.option(
      "state", "Only entries in this state: started, accepted, rejected or unknown.")
    limit = try arguments.option("limit", "How many entries at most.", default: 50)
  }

  func validate() throws {
    guard limit > 0 else { throw ValidationError("--limit must be 1 or more") }
  }

  func run() async throws {
    let isNamed = directory.path != nil
    guard let directory = StateDirectory(named: directory.path) else {
      throw ValidationError("there is no HOME or XDG_STATE_HOME; name the place with --state-dir")
    }
    // To look must not make anything.
    guard directory.holdsEffects else {
      Terminal.printError(
        "There is no record in \(directory.path): nothing was sent with that state directory"
          + (isNamed ? ", or its name is another." : "."))
      if isNamed { throw ExitCode.failure }
      return
    }
    let entries: [LedgerEntry]
    do {
      let query = LedgerQuery(limit: limit, states: state.map { [$0] })
      entries = try await SQLiteLedger(in: directory).entries(query, at: .now)
    } catch {
      Terminal.printError("The ledger can't be read: \(error.reason).")
      throw ExitCode.failure
    }
    guard Terminal.isInteractive else {
      for entry in entries { Terminal.printLine(JSONValue.object(entry.json).description) }
      return
    }
    if entries.isEmpty { return Terminal.printLine("Nothing is on record in \(directory.path).") }
    let rows = entries.map { JSONValue.object($0.json) }
    let columns = ["id", "started_at", "tool", "state", "subject", "code"]
    Terminal.printLines(Table(rows, limit: limit, columns: columns).lines)
  }
}

extension LedgerEntry.State: ArgumentValue {}

extension LedgerEntry {
  /// The entry as it is printed; fields without a value are left out.
  fileprivate var json: JSONObject {
    var json: JSONObject = [
      "id": .number(JSONNumber(id)), "started_at": .string(startedAt.description),
    ]
    json["ended_at"] = endedAt.map { .string($0.description) }
    json["provider"] = .string(intent.provider)
    json["tool"] = .string(intent.tool)
    json["effect"] = .string(intent.effect.rawValue)
    json["state"] = .string(state.rawValue)
    json["code"] = code.map { .string($0.rawValue) }
    json["subject"] = intent.subject.map(JSONValue.string)
    json["idempotency_key"] = intent.key.map(JSONValue.string)
    json["answer"] = answer.map(JSONValue.object)
    return json
  }
}
