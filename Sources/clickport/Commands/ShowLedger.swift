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
      been done: look at the service). On a terminal it is a table; piped, and with --format json, \
      one JSON object a line.

      Example:
        clickport ledger --state unknown
      """)

  private let directory: StateDirectoryOption
  private let state: LedgerEntry.State?
  private let limit: Int
  private let output: OutputOptions

  init(_ arguments: inout Arguments) throws {
    directory = try arguments.group()
    state = try arguments.option(
      "state", "Only entries in this state: started, accepted, rejected or unknown.")
    limit = try arguments.option("limit", "How many entries at most.", default: 50)
    output = try arguments.group()
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
      Terminal.printRemark(
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
      Terminal.printRemark("The ledger can't be read: \(error.reason).")
      throw ExitCode.failure
    }
    let format = output.format(otherwise: Terminal.isInteractive ? .table : .json)
    if format == .json, output.columns == nil {
      for entry in entries { Terminal.printLine(JSONValue.object(entry.json).description) }
      return
    }
    if entries.isEmpty, format == .table {
      return Terminal.printLine("Nothing is on record in \(directory.path).")
    }
    try output.show(try table(of: entries), as: format, of: entries.count)
  }

  /// A column for each field; all of them where they were asked for.
  private func table(of entries: [LedgerEntry]) throws(ValidationError) -> Table {
    var table = Table(
      header: LedgerEntry.fields, important: ["id", "tool", "state", "started_at", "subject"])
    for entry in entries {
      let json = entry.json
      table.append(values: LedgerEntry.fields.map { json[$0] ?? .null })
    }
    let isWhole = output.isWide || output.columns != nil || ![nil, .table].contains(output.format)
    return isWhole
      ? table
      : try table.choosing(["id", "started_at", "tool", "state", "subject", "code"], asked: false)
  }
}

extension LedgerEntry.State: ArgumentValue {}

extension LedgerEntry {
  /// Those of its JSON, in their order.
  fileprivate static let fields = [
    "id", "started_at", "ended_at", "provider", "tool", "effect", "state", "code", "subject",
    "idempotency_key", "answer",
  ]

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
