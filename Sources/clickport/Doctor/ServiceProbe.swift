import Analysis
import Exchange
import HTTPTypes
import Host
import JSON
import Loop
import MCP
import Providers
import Synchronization
import Tools

/// One live read of a service, as any call of a tool is made: with the service's key, at the address
/// in use, over what a call goes over. It is sent once, and leaves nothing behind.
struct ServiceProbe: Sendable {
  let service: ProviderDescriptor
  /// Where the key and the address come from: this process, or what somebody has just typed.
  let environment: Environment
  let transport: any HTTPTransport
  /// How long it may take altogether.
  let timeLimit: Duration

  static let standardLimit = Duration.seconds(5)

  init(
    of service: ProviderDescriptor, in environment: Environment = .process,
    over transport: (any HTTPTransport)? = nil, timeLimit: Duration = standardLimit
  ) {
    self.service = service
    self.environment = environment
    self.transport = transport ?? NetworkTransport(environment: environment)
    self.timeLimit = timeLimit
  }

  /// What came of it; nil where the service has no tool that it could be made with.
  func run() async -> ProbeOutcome? {
    guard let read = service.cheapestRead else { return nil }
    let witness = Witness(transport)
    let start = ContinuousClock.now
    let result = await result(of: read, over: witness)
    return ProbeOutcome(
      tool: read.tool, duration: ContinuousClock.now - start, result: result, witness.seen)
  }

  private func result(
    of read: ProbeDescriptor, over witness: Witness
  ) async -> Result<JSONObject, ToolError> {
    let readiness = ServiceReadiness(of: service, in: environment)
    let provider = Provider(
      service, base: readiness.base, addressFault: readiness.addressFault,
      environment: environment, transport: witness, retries: RetryPolicy(limit: 1),
      digest: .ofRecords)
    // Only the tool itself, and who tells it of its days, can be called.
    let tools = ExposedTools(listed: [], callable: service.tools, providers: [service.id])
    let timing = CallTiming(
      limit: timeLimit,
      source: .continuous(from: timeSince1970()) { try await EventLoop.shared.sleep(for: $0) },
      days: DayClock(WallClock { .now }))
    let catalog = ToolCatalog(tools, providers: [provider], timing: timing)
    let context = RequestContext(version: .july2026, requestID: "probe")
    do throws(Interruption) {
      let result = try await catalog.run(read.tool, arguments: read.arguments, context: context)
      return result ?? .failure(ToolError(.notFound, catalog.unknownTool(read.tool, hint: "")))
    } catch {
      // A tool that reads asks nobody.
      return .failure(ToolError(.cancelled, "The call was cancelled."))
    }
  }
}

/// What came of one live read.
struct ProbeOutcome: Sendable {
  /// The tool that was called.
  let tool: String
  /// From the call to its answer.
  let duration: Duration
  let result: Result<JSONObject, ToolError>
  /// The HTTP status of the last response; nil where none came.
  let status: Int?
  /// What that said of further calls.
  let limits: RateLimitHeaders?
  /// How many seconds this machine's clock is ahead of the service's; nil where it told no time.
  let secondsAhead: Int?
  /// Why no response came, where it was on the way to the service.
  let transportError: TransportError?

  var milliseconds: Int { Int((duration / .milliseconds(1)).rounded()) }

  /// Why there is no answer; nil where there is one.
  var error: ToolError? {
    if case .failure(let error) = result { error } else { nil }
  }

}

extension ProbeOutcome {
  fileprivate init(
    tool: String, duration: Duration, result: Result<JSONObject, ToolError>, _ seen: Witness.Seen
  ) {
    self.init(
      tool: tool, duration: duration, result: result,
      status: seen.response?.response.head.status.code, limits: seen.response?.rateLimit,
      secondsAhead: seen.secondsAhead, transportError: seen.error)
  }
}

/// A transport that remembers how the last exchange ended.
private final class Witness: HTTPTransport {
  struct Seen: Sendable {
    /// Without its body.
    var response: ClassifiedResponse?
    var secondsAhead: Int?
    var error: TransportError?
  }

  private let transport: any HTTPTransport
  private let last = Mutex(Seen())

  init(_ transport: any HTTPTransport) {
    self.transport = transport
  }

  var seen: Seen { last.withLock(\.self) }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    do throws(TransportError) {
      let response = try await transport.send(request)
      let now = timeSince1970()
      let date = response.head.headerFields[.date].flatMap(Timestamp.init(httpDate:))
      let seen = Seen(
        response: ClassifiedResponse(ProviderResponse(head: response.head), at: now),
        secondsAhead: date.map { Int(now.components.seconds) - $0.secondsSince1970 })
      last.withLock { $0 = seen }
      return response
    } catch {
      last.withLock { $0 = Seen(error: error) }
      throw error
    }
  }
}
