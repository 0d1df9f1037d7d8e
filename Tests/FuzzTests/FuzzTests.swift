import Foundation
import JSON
import MCP
import Testing

/// A server that is told almost the right thing, again and again.
///
/// Random, but the same in every run: `FUZZ_SEED` and `FUZZ_MESSAGES` choose another one.
@Suite(.timeLimit(.minutes(10)))
struct FuzzTests {
  /// What a connection has been through before the first mutated message.
  enum Opening: String, CaseIterable, CustomTestStringConvertible {
    case none = "before initialize"
    case mutated = "around a mutated initialize"
    case november2024 = "2024-11-05"
    case march2025 = "2025-03-26"
    case june2025 = "2025-06-18"
    case november2025 = "2025-11-25"

    var testDescription: String { rawValue }

    /// The line that opens the session.
    fileprivate var line: [UInt8]? {
      guard self != .none, self != .mutated else { return nil }
      let message: JSONValue = [
        "jsonrpc": "2.0", "id": "open", "method": "initialize",
        "params": [
          "protocolVersion": .string(rawValue), "capabilities": [:],
          "clientInfo": ["name": "fuzz", "version": "1"],
        ],
      ]
      return message.serialized()
    }

    fileprivate var corpus: Corpus { self == .none ? .withoutInitialize : .whole }

    /// How many messages one connection carries: a session is opened but once.
    fileprivate func length(of total: Int) -> Int { self == .mutated ? 50 : total }
  }

  /// So many portions for each opening, to be run beside each other.
  private static let portions = 6
  private static let seed = number("FUZZ_SEED") ?? 20_260_728
  private static let messages = number("FUZZ_MESSAGES") ?? 20_000
  private static let seen = SeenKinds()

  private static func number(_ variable: String) -> Int? {
    ProcessInfo.processInfo.environment[variable].flatMap { Int($0) }
  }

  /// Says once with which seed this run can be had again.
  private static let announcement: Void = print(
    "fuzz: \(messages) messages, FUZZ_SEED=\(seed)")

  @Test(arguments: Opening.allCases, 0..<portions)
  func `answers each mutated request once, validly, and nothing else`(
    opening: Opening, portion: Int
  ) async throws {
    Self.announcement
    let number = Opening.allCases.firstIndex(of: opening) ?? 0
    let seed = UInt64(Self.seed) &* 1_000 &+ UInt64(number * Self.portions + portion)
    var mutator = Mutator(opening.corpus, seed: seed)
    let parts = Opening.allCases.count * Self.portions
    var left = (Self.messages + parts - 1) / parts
    while left > 0 {
      let count = min(left, opening.length(of: left))
      let lines = [opening.line].compactMap(\.self) + (0..<count).map { _ in mutator.line() }
      let output = try await FuzzedConnection.output(for: lines)
      let problems = Judge.problems(lines, output, Self.seen)
      #expect(problems.isEmpty, "\(problems.count) problems, first \(problems.prefix(5))")
      left -= count
    }
  }
}
