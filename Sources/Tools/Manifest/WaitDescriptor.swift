package import JSON

/// How what a call has started is waited for:
/// `{"poll": "GET /crawls", "query": {"client": "client_id"}, "takes": {"crawl_id": "/data/id"},
/// "rows": "/data", "where": {"/id": "crawl_id"}, "state": "/status", "done": ["completed"]}`.
package struct WaitDescriptor: Sendable {
  /// Asks how far it is. It may speak of arguments, and of what is taken.
  package let poll: LookupDescriptor
  /// What is taken from the starting answer: name → where it stands; the first place that leads to
  /// something wins. The first name is what was started.
  package let takes: [(name: String, pointers: [JSONPointer])]
  /// What the starting answer holds when nothing is left to wait for; nil where it never does.
  package let ready: JSONPointer?
  /// Where the thing tells its state; nil where it isn't answered before it is done.
  private let state: JSONPointer?
  private let done: [String]
  private let failed: [String]
  /// Where the thing tells why it failed.
  private let reason: JSONPointer?
  /// What to do when the wait was too short. `{name}` stands for an argument or for what is taken.
  package let goOn: TextTemplate?

  /// The argument that says how many seconds a call may wait.
  package static let argument = "wait_seconds"

  /// How far a thing is that was found.
  package enum Stage: Equatable, Sendable {
    case pending(state: JSONValue?)
    case done
    case failed(state: String, reason: String?)
  }

  /// Whether the wait is for an answer that is computed, not for something that is done.
  package var isForAnswer: Bool { state == nil }

  /// What is waited for, in words: `report` where `report_id` is taken.
  package var noun: String {
    let name = takes.first?.name ?? "work"
    return String(name.hasSuffix("_id") ? name.dropLast(3) : name[...]).replacing("_", with: " ")
  }

  /// What the arguments hold of all that is otherwise taken; nil where something is missing.
  package func taken(from arguments: Arguments) -> JSONObject? {
    taken { name, _ in arguments[name] }
  }

  /// What the starting answer holds of it: where the descriptor says, or else in the usual places.
  /// `location` is the address that the service says what was started can be found at.
  package func taken(fromAnswer answer: JSONObject, location: String? = nil) -> JSONObject? {
    let found = taken { name, pointers in
      pointers.lazy.compactMap { $0.value(in: .object(answer)) }.first { !$0.isNull && $0 != "" }
        ?? answer.value(named: name, of: noun)
    }
    return found ?? location.flatMap(taken(fromLocation:))
  }

  /// The id at the end of a poll's address.
  private func taken(fromLocation location: String) -> JSONObject? {
    guard takes.count == 1, case .argument(takes[0].name)? = poll.request.path.last else {
      return nil
    }
    let path = location.prefix { $0 != "?" && $0 != "#" }
    guard case .literal(let before)? = poll.request.path.dropLast().last,
      let start = path.lastIndex(of: "/"), path[...start].hasSuffix(before)
    else { return nil }
    let id = String(path[start...].dropFirst())
    if id.isEmpty { return nil }
    return [takes[0].name: Int(id).map { .number(JSONNumber($0)) } ?? .string(id)]
  }

  private func taken(_ value: (String, [JSONPointer]) -> JSONValue?) -> JSONObject? {
    let found = takes.compactMap { take in value(take.name, take.pointers).map { (take.name, $0) } }
    return found.count == takes.count ? JSONObject(found) : nil
  }

  /// Where the final answer tells the state; nil where nothing tells it.
  var statePath: [String]? { state.map { (poll.rows?.tokens ?? []) + $0.tokens } }

  package func stage(of thing: JSONValue) -> Stage {
    guard let state else { return .done }
    let value = state.value(in: thing)
    let text = value.map { $0.string ?? $0.description } ?? ""
    if done.contains(text) { return .done }
    guard failed.contains(text) else { return .pending(state: value) }
    return .failed(state: text, reason: reason?.value(in: thing)?.string)
  }

  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(
      ["poll", "takes", "ready", "state", "done", "failed", "reason", "go_on"]
        + LookupDescriptor.fields)
    let poll = LookupDescriptor(reading: cursor, request: "poll")
    guard cursor.isPresent("takes", "what to take from the answer: a name and where it stands"),
      let takes = cursor.child("takes"), let poll
    else { return nil }
    if takes.object.isEmpty { cursor.report(at: "takes", "must name what was started") }
    self.poll = poll
    self.takes = takes.object.keys.map { ($0, takes.pointers($0)) }
    ready = cursor.pointers("ready").first
    state = cursor.pointers("state").first
    done = cursor.strings("done") ?? []
    failed = cursor.strings("failed") ?? []
    reason = cursor.pointers("reason").first
    goOn = cursor.string("go_on").map { TextTemplate(parsing: $0) }
    if cursor.object.contains("state") != cursor.object.contains("done") {
      cursor.report("state and done belong together: which states end the wait?")
    }
  }

  /// Every name it speaks of that must be an argument.
  var arguments: [String] {
    let own = Set(takes.map(\.name))
    return (poll.arguments + (goOn?.names ?? [])).filter { !own.contains($0) }
  }
}

extension JSONObject {
  /// What services commonly call a value they answer with, and where they put it: `report_id` of a
  /// `report` is `report_id`, `reportId`, `id` or `report`, by itself, in `data`, or in `report`.
  package func value(named name: String, of noun: String) -> JSONValue? {
    let words = name.split(separator: "_")
    let camelCase = words.dropFirst().reduce(into: String(words.first ?? "")) { text, word in
      text += word.prefix(1).uppercased() + word.dropFirst()
    }
    var names = [name, camelCase]
    if name.hasSuffix("_id") { names += ["id", String(name.dropLast(3))] }
    let noun = noun.replacing(" ", with: "_")
    let inside = [noun, noun + "s", "result", "response"]
    let paths = [[], ["data"]] + inside.flatMap { [[$0], ["data", $0]] }
    for path in paths {
      let place = path.reduce(JSONValue.object(self)) { value, key in
        let next = value[key] ?? .null
        return next.array?.first ?? next
      }
      for name in names {
        switch place[name] {
        case .number(let number)?: return .number(number)
        case .string(let text)? where !text.isEmpty: return .string(text)
        default: continue
        }
      }
    }
    return nil
  }
}
