import Exchange
import Foundation
import HTTPTypes
import Providers
package import Sandbox
import Synchronization

/// A sandbox behind a port of this machine, faults and all: what a plan has go wrong happens to real
/// connections.
package final class LoopbackWorld: Sendable {
  package let world: SandboxWorld
  private let listener: LoopbackListener
  private let transport: any HTTPTransport
  private let tellsLimits: Bool
  private let log = Mutex<[Arrival]>([])

  /// A request that came.
  package struct Arrival: Sendable {
    package let service: String
    package let method: String
    package let instant: ContinuousClock.Instant
  }

  /// What a slow answer is given before it drips, and a plan's pauses at most.
  private static let patience = Duration.seconds(1)

  /// Unless it `tellsLimits`, a service doesn't say how many calls are left.
  package init(_ world: SandboxWorld, faults: FaultPlan? = nil, tellsLimits: Bool = true) throws {
    self.world = world
    self.tellsLimits = tellsLimits
    let sound = SandboxTransport(world: world)
    transport = faults.map { FaultyTransport(over: sound, plan: $0) } ?? sound
    listener = try LoopbackListener()
    listener.start { [weak self, listener] connection, queue in
      guard let self else { return listener.end(connection) }
      self.wait(for: WireReader(connection), on: queue)
    }
  }

  deinit { listener.stop() }

  package var port: Int { listener.port }

  /// The variables that send a server here.
  package var environment: [String: String] {
    var variables: [String: String] = [:]
    for service in SandboxWorld.services {
      let prefix = service.uppercased()
      variables[prefix + "_BASE_URL"] = "http://127.0.0.1:\(port)/\(service)"
      variables[prefix + "_API_KEY"] = SandboxWorld.key
    }
    return variables
  }

  /// In the order of their coming.
  package var arrivals: [Arrival] { log.withLock { $0 } }

  /// Answers one request after the other, until the connection ends, or this world.
  private func wait(for reader: WireReader, on queue: DispatchQueue) {
    queue.async { [weak self, listener] in
      var reader = reader
      let message = reader.next()
      guard let self, let message, let head = HTTPRequest(message) else {
        return listener.end(reader.connection)
      }
      self.note(head)
      let request = ProviderRequest(head: head, body: message.body, timeLimit: Self.patience)
      Task { [reader] in
        let answer: Result<ProviderResponse, TransportError>
        do throws(TransportError) {
          answer = .success(try await self.transport.send(request))
        } catch {
          answer = .failure(error)
        }
        queue.async { self.deliver(answer, to: request, of: reader, on: queue) }
      }
    }
  }

  private func note(_ head: HTTPRequest) {
    let service = (head.path ?? "/").split(separator: "/").first ?? ""
    let arrival = Arrival(
      service: String(service), method: head.method.rawValue, instant: .now)
    log.withLock { $0.append(arrival) }
  }

  private func deliver(
    _ answer: Result<ProviderResponse, TransportError>, to request: ProviderRequest,
    of reader: WireReader, on queue: DispatchQueue
  ) {
    let connection = reader.connection
    switch answer {
    case .success(var response):
      if !tellsLimits {
        response.head.headerFields.removeAll { $0.name.canonicalName.hasPrefix("x-ratelimit-") }
      }
      let isLast = request.head.headerFields[.connection]?.lowercased() == "close"
      guard WireAnswer.send(response, on: connection), !isLast else {
        return listener.end(connection)
      }
      wait(for: reader, on: queue)
    case .failure(.answerTooLarge(let limit)):
      WireAnswer.flood(limit, on: connection)
      listener.end(connection)
    case .failure(.timedOut):
      WireAnswer.drip(on: connection)
      listener.end(connection)
    case .failure: listener.reset(connection)
    }
  }
}

/// Ways an answer goes out.
private enum WireAnswer {
  static func send(_ response: ProviderResponse, on connection: Int32) -> Bool {
    WireWriter.write(head(response, length: response.body.count), on: connection)
      && WireWriter.write(response.body, on: connection)
  }

  /// More than anybody wants to read.
  static func flood(_ limit: Int, on connection: Int32) {
    let response = ProviderResponse(head: HTTPResponse(status: .ok))
    guard WireWriter.write(head(response, length: limit * 2), on: connection) else { return }
    let block = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    var left = limit * 2
    while left > 0, WireWriter.write(block, on: connection) { left -= block.count }
  }

  /// A byte now and then, until nobody waits any more.
  static func drip(on connection: Int32) {
    let response = ProviderResponse(head: HTTPResponse(status: .ok))
    guard WireWriter.write(head(response, length: 1 << 20), on: connection) else { return }
    var reader = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    repeat {
      guard WireWriter.write([UInt8(ascii: " ")], on: connection) else { return }
      // Whoever gives up closes the connection, and that can be read.
    } while poll(&reader, 1, 200) == 0
  }

  private static func head(_ response: ProviderResponse, length: Int) -> [UInt8] {
    var lines = ["HTTP/1.1 \(response.head.status.code) Answer"]
    for field in response.head.headerFields { lines.append("\(field.name): \(field.value)") }
    lines.append("Content-Length: \(length)")
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }
}
