import JSON
import MCP
import TestSupport

/// A client of one server process, for one scenario.
///
/// Every message both ways is checked against the official schema of its revision; what is wrong,
/// there or with what the scenario expects, is collected in `problems`.
final class ScenarioClient {
  /// The output ended before the answer came.
  struct NoAnswer: Error {}

  let version: ProtocolVersion
  /// What this client declares it can do.
  var capabilities: JSONObject = ["elicitation": [:], "sampling": [:], "roots": [:]]
  /// What it answers to the server's own requests, by method.
  var replies = ClientReplies.all

  private(set) var problems: [String] = []
  /// The server's notifications so far, in order.
  private(set) var notifications: [JSONValue] = []
  /// The server's own requests so far, in order.
  private(set) var questions: [JSONValue] = []
  /// What `initialize` was answered; nothing for a modern client.
  private(set) var handshake: JSONValue?

  private let process: ServerProcess
  /// The method of each request sent, by id.
  private var methods: [JSONValue: String] = [:]
  private var answers: [JSONValue: JSONValue] = [:]
  private var isClosed = false

  init(_ version: ProtocolVersion, of server: ServerUnderTest) throws {
    self.version = version
    process = try ServerProcess(
      server.arguments, program: ServerProcess.program(server.name))
  }

  // MARK: - What a scenario expects

  /// Notes `sentence` as a problem where something doesn't hold.
  func expect(_ holds: Bool, _ sentence: String) {
    if !holds { problems.append(sentence) }
  }

  /// Notes a problem where an answer isn't an error of that code.
  func expect(_ answer: JSONValue, fails code: Int, _ what: String) {
    expect(answer["error"]?["code"]?.int == code, "\(what) must fail with \(code), not \(answer)")
  }

  // MARK: - Sending

  /// Opens a legacy session; a modern client has none.
  func open() async throws {
    guard !version.isModern else { return }
    handshake = try await result(
      "initialize",
      [
        "protocolVersion": .string(version.rawValue), "capabilities": .object(capabilities),
        "clientInfo": ["name": "conformance", "version": "1.0.0"],
      ])
    notify("notifications/initialized")
  }

  /// Sends a request, with its envelope where the revision has one, and returns its id.
  func send(
    _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]
  ) -> JSONValue {
    var params = params
    let meta = version.isModern ? envelope.merging(meta) : meta
    if !meta.isEmpty { params["_meta"] = .object(meta) }
    let id = sendUnchecked(method, params)
    check(message(method, params, id: id))
    return id
  }

  /// Sends a request just as it is: one that a server is to refuse.
  func sendUnchecked(_ method: String, _ params: JSONObject?) -> JSONValue {
    let id = JSONValue.number(JSONNumber(methods.count + 1))
    methods[id] = method
    process.send(message(method, params, id: id).description)
    return id
  }

  func notify(_ method: String, _ params: JSONObject? = nil) {
    let notification = message(method, params, id: nil)
    check(notification)
    process.send(notification.description)
  }

  private func message(_ method: String, _ params: JSONObject?, id: JSONValue?) -> JSONValue {
    var message: JSONObject = ["jsonrpc": "2.0"]
    message["id"] = id
    message["method"] = .string(method)
    message["params"] = params.map(JSONValue.object)
    return .object(message)
  }

  /// What says of a modern request who sends it.
  var envelope: JSONObject {
    [
      "io.modelcontextprotocol/protocolVersion": .string(version.rawValue),
      "io.modelcontextprotocol/clientInfo": ["name": "conformance", "version": "1.0.0"],
      "io.modelcontextprotocol/clientCapabilities": .object(capabilities),
    ]
  }

  // MARK: - Receiving

  /// Sends a request and returns its whole answer.
  func request(
    _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]
  ) async throws -> JSONValue {
    try await answer(to: send(method, params, meta: meta))
  }

  /// Sends a request and returns its result; notes a problem where there is none.
  func result(
    _ method: String, _ params: JSONObject = [:], meta: JSONObject = [:]
  ) async throws -> JSONValue {
    let answer = try await request(method, params, meta: meta)
    expect(answer["error"] == nil, "\(method) failed: \(answer)")
    return answer["result"] ?? .null
  }

  /// Calls a tool and returns its result.
  func call(
    _ tool: String, _ arguments: JSONObject = [:], meta: JSONObject = [:]
  ) async throws -> JSONValue {
    try await result(
      "tools/call", ["name": .string(tool), "arguments": .object(arguments)], meta: meta)
  }

  /// Waits for the answer to a request that was sent.
  func answer(to id: JSONValue) async throws -> JSONValue {
    while answers[id] == nil { try await takeNext() }
    return answers.removeValue(forKey: id) ?? .null
  }

  /// Waits until a notification of that method has come, and returns the first.
  func notification(_ method: String) async throws -> JSONValue {
    while true {
      if let known = notifications.first(where: { $0["method"]?.string == method }) { return known }
      try await takeNext()
    }
  }

  /// Ends the input, takes what still comes, and waits for an orderly end; once. Returns the
  /// answers nobody has waited for, by id.
  @discardableResult
  func close() async -> [JSONValue: JSONValue] {
    guard !isClosed else { return answers }
    isClosed = true
    process.closeInput()
    while let line = await process.nextLine() { take(line) }
    let status = await process.exitStatus()
    expect(status == 0, "the server must end with 0, not \(status)")
    return answers
  }

  private func takeNext() async throws {
    guard let line = await process.nextLine() else { throw NoAnswer() }
    take(line)
  }

  private func take(_ line: String) {
    guard let message = try? JSONValue(parsing: line) else {
      return expect(false, "a line of output is not JSON: \(line.prefix(200))")
    }
    check(message, answering: message["id"].flatMap { methods[$0] })
    switch (message["id"], message["method"]?.string) {
    case (let id?, let method?): reply(to: id, method, message)
    case (nil, _?): notifications.append(message)
    case (let id?, nil): answers[id] = message
    case (nil, nil): break
    }
  }

  private func reply(to id: JSONValue, _ method: String, _ question: JSONValue) {
    questions.append(question)
    expect(!version.isModern, "a modern server must send no requests, but sent \(method)")
    let reply: JSONValue = ["jsonrpc": "2.0", "id": id, "result": replies[method] ?? [:]]
    check(reply, answering: method)
    process.send(reply.description)
  }

  private func check(_ message: JSONValue, answering method: String? = nil) {
    problems += ProtocolSchemas.shared.problems(in: message, version, answering: method)
  }
}
