import Analysis
import Exchange
import JSON
import MCP
import Providers
import Synchronization
import TestSupport
import Testing
import Tools

@Suite struct `A report` {
  static let started = ProviderResponse(202, #"{"status":"OK","report_id":41}"#)
  static let ready = ProviderResponse(200, #"{"status":"OK","stats":{"clicks":7}}"#)
  static let figures: JSONObject = ["status": "OK", "stats": ["clicks": 7]]
  static let poll = "GET /v1/campaigns/projects/stats/reports/41"

  static func waiting(_ percent: Int) -> ProviderResponse {
    ProviderResponse(202, #"{"status":"OK","progress":{"percent":\#(percent)}}"#)
  }

  let time = ManualTime()

  @Test func `is started, asked for with growing pauses, and answered`() async throws {
    let waits = (1...12).map { ScriptedTransport.Line.success(Self.waiting($0)) }
    let transport = ScriptedTransport([.success(Self.started)] + waits + [.success(Self.ready)])
    #expect(try await call(["project_id": 7], transport) == Self.figures)
    let lines = transport.requests.map(\.line)
    #expect(lines.first == "POST /v1/campaigns/projects/7/stats")
    #expect(lines.dropFirst().allSatisfy { $0 == Self.poll })
    #expect(lines.count == 14)
    #expect(time.slept.count == 12)
    #expect(time.slept.first == .milliseconds(250))
    #expect(zip(time.slept, time.slept.dropFirst()).allSatisfy { $0 < $1 || $1 == .seconds(5) })
    #expect(time.slept.last == .seconds(5))
  }

  @Test func `that is there already is answered at once`() async throws {
    let transport = ScriptedTransport(Self.ready)
    #expect(try await call(["project_id": 7], transport) == Self.figures)
    #expect(transport.requests.count == 1)
    #expect(time.slept.isEmpty)
  }

  @Test func `that takes too long is answered with its id`() async throws {
    let transport = ScriptedTransport(
      [.success(Self.started)] + (1...9).map { .success(Self.waiting($0 * 10)) })
    let answer = try await call(["project_id": 7, "wait_seconds": 1], transport)
    #expect(time.slept == [.milliseconds(250), .milliseconds(375)])
    #expect(answer.keys == ["status", "report_id", "progress", "message"])
    #expect(answer["status"] == "pending")
    #expect(answer["report_id"] == 41)
    #expect(answer["progress"] == ["percent": 30])
    #expect(
      answer["message"]
        == "The report is not ready yet. Call get_project_stats again with report_id 41 to get it.")
  }

  /// Several frameworks lose an answer that takes longer than five seconds, and with it the id.
  @Test func `is answered with its id within four seconds where nobody asked to be told`()
    async throws
  {
    let transport = ScriptedTransport(
      [.success(Self.started)] + (1...20).map { .success(Self.waiting($0)) })
    let answer = try await call(["project_id": 7], transport, isPatient: false)
    #expect(answer["status"] == "pending" && answer["report_id"] == 41)
    #expect(time.slept.reduce(.zero, +) <= .seconds(3))
    // The last request may take a second.
    #expect(time.slept.count > 2)
    #expect(transport.requests.last?.timeLimit ?? .zero <= .seconds(3))
    // What starts it isn't cut short: its id would be lost.
    #expect(transport.requests.first?.timeLimit ?? .zero > .seconds(50))
  }

  @Test func `is told of without another question where starting it took long`() async throws {
    let transport = ScriptedTransport([.success(Self.started), .success(Self.waiting(1))])
    let slow = SlowTransport(next: transport, time: time, delay: .milliseconds(3_500))
    let answer = try await call(["project_id": 7], slow, isPatient: false)
    #expect(answer["status"] == "pending" && answer["report_id"] == 41)
    #expect(transport.requests.count == 1)
  }

  /// A service that takes its time.
  private struct SlowTransport: HTTPTransport {
    let next: ScriptedTransport
    let time: ManualTime
    let delay: Duration

    func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
      time.pass(delay)
      return try await next.send(request)
    }
  }

  @Test func `is waited for as long as the caller says`() async throws {
    let waits = (1...8).map { ScriptedTransport.Line.success(Self.waiting($0)) }
    let transport = ScriptedTransport([.success(Self.started)] + waits + [.success(Self.ready)])
    let given: JSONObject = ["project_id": 7, "wait_seconds": 60]
    #expect(try await call(given, transport, isPatient: false) == Self.figures)
    #expect(time.slept.reduce(.zero, +) > .seconds(4))
  }

  @Test func `is resumed by its id without being started`() async throws {
    let transport = ScriptedTransport(Self.ready)
    #expect(try await call(["report_id": 41], transport) == Self.figures)
    #expect(transport.requests.map(\.line) == [Self.poll])
    #expect(transport.requests.first?.body.isEmpty == true)
  }

  @Test func `is asked for once when there is no time to wait`() async throws {
    let transport = ScriptedTransport(Self.waiting(5), Self.ready)
    let answer = try await call(["report_id": 41, "wait_seconds": 0], transport)
    #expect(answer["status"] == "pending")
    #expect(transport.requests.count == 1)
    #expect(transport.requests.first?.timeLimit == .seconds(1))
  }

  @Test func `gives each request the time that is left`() async throws {
    let transport = ScriptedTransport(
      [.success(Self.started)] + (1...20).map { .success(Self.waiting($0)) })
    _ = try await call(["project_id": 7], transport)
    let limits = transport.requests.map(\.timeLimit)
    #expect(limits.first == .seconds(45))
    #expect(zip(limits, limits.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(limits.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(45) })
    #expect(time.slept.reduce(.zero, +) <= .seconds(45))
  }

  @Test func `outlives outages on the way`() async throws {
    let transport = ScriptedTransport([
      .success(Self.started), .success(ProviderResponse(503)),
      .failure(.interrupted(reason: "reset")), .failure(.timedOut(wasSent: true)),
      .success(ProviderResponse(429, "{}", ["Retry-After": "9"])), .success(Self.ready),
    ])
    #expect(try await call(["project_id": 7], transport) == Self.figures)
    #expect(time.slept.last == .seconds(9))
  }

  @Test func `tells the last outage when time is up`() async throws {
    let transport = ScriptedTransport(
      Self.started, Self.waiting(20), ProviderResponse(429, "{}", ["Retry-After": "600"]))
    let answer = try await call(["project_id": 7], transport)
    #expect(answer.keys == ["status", "report_id", "progress", "last_problem", "message"])
    #expect(answer["last_problem"] == "ClickMagick allows no more calls for now.")
    #expect(answer["progress"] == ["percent": 20])
  }

  @Test func `fails with what waiting can't heal`() async throws {
    let transport = ScriptedTransport(Self.started, ProviderResponse(404), Self.ready)
    let error = await #expect(throws: ToolError.self) {
      try await call(["project_id": 7], transport)
    }
    #expect(error?.code == .notFound)
    #expect(transport.requests.count == 2)
  }

  @Test func `that can't be started fails as any call`() async throws {
    let transport = ScriptedTransport(
      ProviderResponse(200, #"{"status":"ERROR","errors":["No such project"]}"#))
    let error = await #expect(throws: ToolError.self) {
      try await call(["project_id": 7], transport)
    }
    #expect(error?.code == .rejected)
    #expect(error?.providerMessage == "No such project")
  }

  @Test(arguments: [
    #"{"status":"OK"}"#, #"{"status":"OK","report_id":null}"#, #"{"status":"OK","id":""}"#, "{}",
    #"{"status":"queued","report":{"name":"A-7"}}"#,
  ])
  func `must be named by the service, or what it answered is quoted`(body: String) async throws {
    let transport = ScriptedTransport(ProviderResponse(202, body))
    let error = await #expect(throws: ToolError.self) {
      try await call(["project_id": 7], transport)
    }
    #expect(error?.code == .badAnswer)
    #expect(
      error?.message == "ClickMagick started a report but did not name it. It answered \(body).")
    #expect(transport.requests.count == 1)
  }

  @Test func `is named by the first place that has something`() async throws {
    let named = ProviderResponse(202, #"{"status":"OK","report_id":null,"id":41}"#)
    let transport = ScriptedTransport(named, Self.ready)
    #expect(try await call(["project_id": 7], transport) == Self.figures)
    #expect(transport.requests.last?.line == Self.poll)
  }

  @Test(arguments: [
    #"{"reportId":41}"#, #"{"id":"41"}"#, #"{"report":41}"#, #"{"report":{"id":41}}"#,
    #"{"status":"pending","data":{"report_id":41}}"#, #"{"data":{"id":41}}"#,
    #"{"data":[{"id":41}]}"#, #"{"data":{"report":{"id":41}}}"#, #"{"reports":[{"id":41}]}"#,
    #"{"result":{"report_id":41}}"#,
  ])
  func `is named in one of the usual places, whatever its state is called`(
    body: String
  ) async throws {
    let transport = ScriptedTransport(ProviderResponse(202, body), Self.ready)
    #expect(try await call(["project_id": 7], transport) == Self.figures)
    #expect(transport.requests.last?.line == Self.poll)
  }

  @Test(arguments: [
    ("/v1/campaigns/projects/stats/reports/41", true),
    ("https://api.clickmagick.com/v1/campaigns/projects/stats/reports/41?full=1", true),
    ("/v1/campaigns/projects/stats/reports/", false), ("/v1/projects/41", false), ("41", false),
  ])
  func `is named by the address it can be found at`(location: String, isNamed: Bool) async throws {
    let transport = ScriptedTransport(
      ProviderResponse(202, "{}", ["Location": location]), Self.ready)
    if isNamed {
      #expect(try await call(["project_id": 7], transport) == Self.figures)
      #expect(transport.requests.last?.line == Self.poll)
    } else {
      await #expect(throws: ToolError.self) { try await call(["project_id": 7], transport) }
    }
  }

  @Test func `is not failed for what its state is called while it is computed`() async throws {
    let computing = ProviderResponse(202, #"{"status":"PENDING","progress":{"percent":5}}"#)
    let transport = ScriptedTransport(
      ProviderResponse(202, #"{"status":"PENDING","report_id":41}"#), computing, Self.ready)
    #expect(try await call(["project_id": 7], transport) == Self.figures)
  }

  @Test func `tells how far it is`() async throws {
    let steps = Mutex<[ProgressReporter.Step]>([])
    let start = ContinuousClock.now
    let progress = ProgressReporter { [time] in
      start + time.slept.reduce(.zero, +)
    } send: { step in
      steps.withLock { $0.append(step) }
    }
    let transport = ScriptedTransport(
      Self.started, Self.waiting(10), ProviderResponse(500), Self.waiting(30), Self.ready)
    _ = try await call(["project_id": 7, "wait_seconds": 60], transport, progress: progress)
    let told = steps.withLock { $0 }
    #expect(told.map(\.progress) == [1, 2, 3])
    #expect(told.allSatisfy { $0.message == "ClickMagick is computing report 41" })
  }

  @Test func `ends its wait when the call is cancelled`() async throws {
    let transport = ScriptedTransport(Self.started, Self.waiting(10), Self.ready)
    let error = await #expect(throws: ToolError.self) {
      try await call(["project_id": 7], transport, time: ManualTime(isCancelled: true))
    }
    #expect(error?.code == .cancelled)
    #expect(transport.requests.count == 2)
  }

  private func call(
    _ given: JSONObject, _ transport: any HTTPTransport, time: ManualTime? = nil,
    progress: ProgressReporter = .none, isPatient: Bool = true
  ) async throws -> JSONObject {
    let descriptor = try #require(
      try Repository.manifest().providers.first { $0.id == "clickmagick" })
    let tool = try #require(descriptor.tools.first { $0.name == "get_project_stats" })
    let provider = Provider(
      descriptor, base: try #require(BaseURL(descriptor.baseURL)),
      environment: Environment(["CLICKMAGICK_API_KEY": "s3cret"]), transport: transport,
      retries: RetryPolicy { 0 })
    let catalog = ToolCatalog(
      ExposedTools(listed: [], callable: [tool], providers: [descriptor.id]),
      providers: [provider], timing: CallTiming(source: (time ?? self.time).source))
    let context = RequestContext(
      version: .july2026, requestID: "1", progress: progress, isPatient: isPatient)
    return try #require(
      try await catalog.run(tool.name, arguments: given, context: context)
    ).get()
  }
}
