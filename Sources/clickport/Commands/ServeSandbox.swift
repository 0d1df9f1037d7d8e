import Exchange
import Host
import Providers
import Sandbox

#if Server
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
#endif

/// `clickport sandbox`: the five services behind a port of this machine.
struct ServeSandbox: Command {
  static let description = CommandDescription(
    name: "sandbox",
    abstract: "Put the sandbox behind a port, for curl and any other client.",
    discussion: """
      Prints the variables that point clickport, or your own client, at it, then serves until it \
      is stopped. Any key is taken, but those that begin with "invalid".

      Example, in two shells:
        clickport sandbox --port 8801 > sandbox.env
        source sandbox.env && clickport call list_projects

      Of --faults, the port plays the kinds that are answers: not reset_before, reset_after, \
      oversized and slow_drip, and "all" leaves them out.
      """)

  private let port: Int
  private let clock: SandboxClock
  private let faults: FaultOptions
  private let state: SandboxStateOption

  init(_ arguments: inout Arguments) throws {
    port = try arguments.option(
      "port", "The port on 127.0.0.1; 0 for any that is free.", default: 8801)
    clock = try arguments.group()
    faults = try arguments.group()
    state = try arguments.group()
  }

  func validate() throws {
    guard (0...65535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535")
    }
    _ = try answeredFaults()
  }

  /// The plan, of the kinds that are answers.
  private func answeredFaults() throws -> FaultPlan? {
    guard var plan = try faults.plan() else { return nil }
    let others = plan.kinds.filter { !$0.isAnswer }
    guard others.isEmpty || plan.kinds == FaultKind.allCases else {
      let names = others.map(\.rawValue).joined(separator: ", ")
      throw ValidationError(
        "--faults: a port can't play \(names): leave it out, or use clickport serve --sandbox")
    }
    plan.kinds.removeAll { !$0.isAnswer }
    return plan
  }

  private func transport() throws -> any HTTPTransport {
    let sound = try SandboxConfiguration(time: clock.sandboxTime)
      .world(keptIn: state.file ?? Environment.process.sandboxState, ServeConfiguration().logger)
    guard let plan = try answeredFaults() else { return sound }
    return FaultyTransport(over: sound, plan: plan)
  }

  #if Server
  func run() async throws {
    let transport = try transport()
    let application = Application(
      responder: CallbackResponder<BasicRequestContext> { request, _ in
        try await Self.answer(request, transport)
      },
      configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
      onServerRunning: { channel in Self.announce(port: channel.localAddress?.port ?? 0) },
      logger: ServeConfiguration().logger)
    try await application.runService()
  }

  private static let bodyLimit = 32 << 20

  private static func answer(
    _ request: Request, _ transport: any HTTPTransport
  ) async throws -> Response {
    let body = try await request.body.collect(upTo: bodyLimit)
    // Whoever asks has a time limit of their own.
    let sent = ProviderRequest(
      head: request.head, body: Array(body.readableBytesView), timeLimit: .seconds(3600))
    let answer: ProviderResponse
    do throws(TransportError) {
      answer = try await transport.send(sent)
    } catch .misconfigured(let reason, _) {
      return Response(
        status: .serviceUnavailable, body: ResponseBody(byteBuffer: ByteBuffer(string: reason)))
    }
    return Response(
      status: answer.head.status, headers: answer.head.headerFields,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  private static func announce(port: Int) {
    for service in SandboxWorld.services {
      let prefix = service.uppercased()
      Terminal.printLine("export \(prefix)_BASE_URL=http://127.0.0.1:\(port)/\(service)")
      Terminal.printLine("export \(prefix)_API_KEY=\(SandboxWorld.key)")
    }
    Terminal.printLine("# The sandbox is ready on port \(port). Stop it with Control-C.")
  }
  #else
  func run() async throws {
    throw ValidationError(
      "this build serves no HTTP; one that does: swift build --traits Server")
  }
  #endif
}
