import JSON
import TestSupport

/// What one caller asks, call after call, the same in every run: reads, effects that nobody asked
/// for before, and some of those once more, as a model does that isn't sure.
struct SoakScript {
  private let caller: Int
  private var generator: SeededGenerator
  private var effects: [(String, JSONObject)] = []

  private static let reads: [(String, JSONObject)] = [
    ("list_projects", [:]), ("get_device_status", [:]), ("list_datapoints", [:]),
    ("get_scores", ["client_id": 1]),
    ("get_clicks", ["start_date": "2026-03-01", "end_date": "2026-03-02", "per_page": 5]),
  ]

  init(caller: Int) {
    self.caller = caller
    generator = SeededGenerator(seed: UInt64(caller))
  }

  mutating func next() -> (tool: String, arguments: JSONObject) {
    switch generator.index(below: 10) {
    case 0..<5: return Self.reads[generator.index(below: Self.reads.count)]
    case 5..<7 where !effects.isEmpty: return effects[generator.index(below: effects.count)]
    default:
      effects.append(effect(caller * 100_000 + effects.count))
      return effects[effects.count - 1]
    }
  }

  /// A message to somebody nobody else writes to, with a key of its own or without, or a project.
  private func effect(_ number: Int) -> (String, JSONObject) {
    let key = JSONValue.string("effect-\(number)")
    var message: JSONObject = [
      "mobile": .string("\(491_510_000_000 + number)"), "message": .string("Message \(number)"),
    ]
    switch number % 3 {
    case 0: return ("send_message", message)
    case 1:
      message["idempotency_key"] = key
      return ("send_message", message)
    default:
      return (
        "create_project",
        [
          "name": .string("Project \(number)"), "time_zone": "Europe/Berlin", "currency": "EUR",
          "attribution_window": 30, "idempotency_key": key,
        ]
      )
    }
  }
}

/// How calls ended, and how long they took.
struct SoakLog: Sendable, CustomStringConvertible {
  /// By the error's code; `done` without one.
  private(set) var outcomes: [String: Int] = [:]
  private(set) var unanswered = 0
  private(set) var longest = Duration.zero

  mutating func note(_ outcome: ToolClient.Outcome?, after duration: Duration) {
    longest = max(longest, duration)
    guard let outcome else {
      unanswered += 1
      return
    }
    let code = outcome.isError ? outcome.answer["code"]?.string ?? "without a code" : "done"
    outcomes[code, default: 0] += 1
  }

  mutating func add(_ other: SoakLog) {
    outcomes.merge(other.outcomes, uniquingKeysWith: +)
    unanswered += other.unanswered
    longest = max(longest, other.longest)
  }

  var description: String {
    let calls = outcomes.values.reduce(unanswered, +)
    let parts = outcomes.sorted { $0.value > $1.value }.map { "\($0.value) \($0.key)" }
    return "\(calls) calls, \(unanswered) unanswered, \(parts.joined(separator: ", ")), "
      + "the longest took \(longest)"
  }
}
