internal import JSON
internal import MCP
internal import Synchronization
internal import Tables

/// What became of one call, for whoever keeps account of calls. It holds nothing of what was said.
package struct CallRecord: Sendable {
  package let requestID: String
  package let tool: String
  /// The service it was for; nil for the server's own tools that ask none.
  package let provider: String?
  package let effect: Effect
  /// Nil when the call was answered.
  package let error: ToolError.Code?
  /// What became of its effect, where the call failed and has one.
  package let outcome: ToolError.Outcome?
  package let totals: CallFootprint.Totals
  package let duration: Duration
}

extension CallRecord {
  /// What a call came to: an answer where there is no error.
  init(_ error: ToolError?, of tool: ToolDescriptor, _ scope: CallScope) {
    self.init(
      requestID: scope.context.requestID, tool: tool.name,
      provider: error?.provider ?? tool.service, effect: tool.effect, error: error?.code,
      outcome: error?.outcome, totals: scope.footprint.totals, duration: scope.deadline.elapsed)
  }
}

/// Is told of each call when it is over.
package protocol CallObserver: Sendable {
  func callEnded(_ record: CallRecord)
}

/// What the requests of one call came to, for the log. Whoever sends them notes it.
package final class CallFootprint: Sendable {
  /// The sum of all attempts of all requests.
  package struct Totals: Equatable, Sendable {
    package var attempts = 0
    /// The status of the last response; nil when none came.
    package var status: Int?
    /// Bytes of bodies.
    package var sent = 0
    package var received = 0
    /// How many texts of responses were cut, because they were too long to be passed on.
    package var cutTexts = 0
  }

  fileprivate let state = Mutex(Totals())

  package init() {}

  package var totals: Totals { state.withLock { $0 } }

  /// Notes an attempt, and the response where one came.
  package func note(sent: Int, answer response: (status: Int, bytes: Int)?) {
    state.withLock { totals in
      totals.attempts += 1
      totals.sent += sent
      totals.status = response?.status ?? totals.status
      totals.received += response?.bytes ?? 0
    }
  }
}

extension CallFootprint {
  /// Notes that so many texts of a response were cut.
  package func note(cutTexts: Int) {
    if cutTexts > 0 { state.withLock { $0.cutTexts += cutTexts } }
  }
}

/// What a call was answered, and what is said beside it.
struct CallAnswer: Sendable {
  let content: JSONObject
  /// What readers are told beside it, in sentences. They stand at its end, as `_notes`: a text of
  /// their own is lost on the way to many models.
  private var notes: [String] = []
  /// The same for programs: the members of `_meta`.
  private(set) var metadata: JSONObject = [:]
  /// Whether the answer itself may hold notes already.
  private let hasNotes: Bool
  /// What more can be read of it.
  var links: [Resource] = []

  init(content: JSONObject, hasNotes: Bool = false) {
    self.content = content
    self.hasNotes = hasNotes
  }

  /// Says a sentence beside the answer that programs have no use for.
  mutating func add(note: String) { notes.append(note) }

  /// Says a sentence beside the answer, and the same for programs as `clickport/` and `key`.
  mutating func add(note: String, _ key: String, _ value: JSONValue) {
    notes.append(note)
    metadata["clickport/" + key] = value
  }

  /// Says that texts of it were cut, where they were.
  mutating func addNote(ofCutTexts count: Int) {
    guard count > 0 else { return }
    let texts = count == 1 ? "1 text was" : "\(count) texts were"
    add(
      note: "\(texts) too long and cut, where it says how many more characters there are.",
      "cut_texts", .number(JSONNumber(count)))
  }

  /// The answer as it goes out.
  var shown: JSONObject {
    if notes.isEmpty { return content }
    let said = JSONValue.array(notes.map { .string($0) })
    // The server's own tools may have said something themselves.
    guard hasNotes, let own = content["_notes"]?.array else {
      return content.appending("_notes", said)
    }
    var content = content
    content["_notes"] = .array(own + (said.array ?? []))
    return content
  }

  /// Services call a message sent when they have taken it in, and a model would repeat that.
  static let accepted = "Accepted by the service. Whether it was delivered is not known."
}

extension CallAnswer {
  /// What readers who are shown no chart are shown instead. It is left out where the answer would
  /// pass what it may cost.
  mutating func addSparkline(for call: ToolCall) {
    guard call.tool.hasChart, !call.context.client.showsPages else { return }
    let isQuery = call.tool.ownHandler == .queryRows
    guard let line = Sparkline.line(of: content, rows: call.tool.rows, columns: isQuery ? 1 : 4)
    else { return }
    if isQuery {
      let tokens = call.arguments["budget_tokens"]?.int ?? Self.queryBudget
      let size = JSONValue.object(content).serialized().count
      guard size + line.utf8.count + Self.noteFrame <= 4 * tokens else { return }
    }
    add(note: line)
  }

  /// What `query_rows` may cost unless it is told otherwise, in tokens of four bytes.
  private static let queryBudget = 2_000
  /// The bytes of `,"_notes":[""]`.
  private static let noteFrame = 14
}

/// Why a call gave no answer: the one error that crosses the pipeline.
enum CallFailure: Error {
  case failed(ToolError)
  /// Questions for a person, or an error of the protocol.
  case interrupted(Interruption)

  /// The failure under the name of a tool and its service, unless it has another's already.
  func naming(_ tool: ToolDescriptor) -> CallFailure {
    guard case .failed(var error) = self, error.tool == nil else { return self }
    error.tool = tool.name
    error.provider = error.provider ?? tool.service
    return .failed(error)
  }
}

extension ToolError {
  /// For the record of a call about which the person could not be asked.
  static var unasked: ToolError {
    ToolError(Task.isCancelled ? .cancelled : .consentRequired, notSent: "")
  }

  /// A tool was invoked that does more than read.
  static func changing(_ tool: ToolDescriptor) -> ToolError {
    ToolError(
      .forbidden,
      notSent: "\(tool.name) changes something, and a tool may only call tools that read, so "
        + "nothing was sent. Call \(tool.name) by itself.")
  }

  /// A tool was invoked that isn't there.
  static func unknown(_ name: String, meant: String?) -> ToolError {
    ToolError(
      .notFound,
      "No tool is named \"\(name.prefix(64))\", or the operator leaves it out"
        + (meant.map { "; did you mean \($0)?" } ?? "."))
  }

  static func tooDeep(_ name: String, limit: Int) -> ToolError {
    ToolError(.forbidden, "\(name) was not called: tools call each other \(limit) deep at most.")
  }
}
