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
    listener.start { [weak self] connection in
      guard let self else { return false }
      // A queue of its own: those that share one wait for its few threads.
      let queue = DispatchQueue(label: "test.connection")
      queue.async { self.serve(connection, on: queue) }
      return true
    }
  }

  deinit { listener.stop() }

  /// The variables that send a server here.
  package var environment: [String: String] {
    var variables: [String: String] = [:]
    for service in SandboxWorld.services {
      let prefix = service.uppercased()
      variables[prefix + "_BASE_URL"] = "http://127.0.0.1:\(listener.port)/\(service)"
      variables[prefix + "_API_KEY"] = SandboxWorld.key
    }
    return variables
  }

  /// In the order of their coming.
  package var arrivals: [Arrival] { log.withLock { $0 } }

  /// Answers one request after the other, until the connection ends.
  private func serve(_ connection: Int32, on queue: DispatchQueue) {
    guard let request = WireRequest(from: connection) else {
      close(connection)
      return
    }
    let path = request.head.path ?? "/"
    let arrival = Arrival(
      service: String(path.split(separator: "/").first ?? ""),
      method: request.head.method.rawValue, instant: .now)
    log.withLock { $0.append(arrival) }
    Task { [self] in
      let answer: Result<ProviderResponse, TransportError>
      do throws(TransportError) {
        answer = .success(try await transport.send(request.provider(within: Self.patience)))
      } catch {
        answer = .failure(error)
      }
      queue.async { self.deliver(answer, to: connection, on: queue) }
    }
  }

  private func deliver(
    _ answer: Result<ProviderResponse, TransportError>, to connection: Int32,
    on queue: DispatchQueue
  ) {
    switch answer {
    case .success(var response):
      if !tellsLimits {
        response.head.headerFields.removeAll { $0.name.canonicalName.hasPrefix("x-ratelimit-") }
      }
      guard WireAnswer.send(response, on: connection) else {
        close(connection)
        return
      }
      serve(connection, on: queue)
    case .failure(.answerTooLarge(let limit)):
      WireAnswer.flood(limit, on: connection)
      close(connection)
    case .failure(.timedOut):
      WireAnswer.drip(on: connection)
      close(connection)
    case .failure: LoopbackListener.reset(connection)
    }
  }
}

/// A request as it came over a connection.
private struct WireRequest {
  let head: HTTPRequest
  let body: [UInt8]

  /// Reads a whole one; nothing when the connection ends first.
  init?(from connection: Int32) {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    let blank = Array("\r\n\r\n".utf8)
    var end: Int?
    var length = 0
    while end.map({ bytes.count < $0 + length }) ?? true {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return nil }
      bytes += chunk[..<count]
      if end == nil, let place = bytes.firstRange(of: blank) {
        end = place.upperBound
        let head = String(decoding: bytes[..<place.lowerBound], as: UTF8.self).lowercased()
        let field = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
        length = field.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
      }
    }
    guard let end else { return nil }
    let lines = String(decoding: bytes[..<end], as: UTF8.self)
      .split(separator: "\r\n", omittingEmptySubsequences: true)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3, let method = HTTPRequest.Method(rawValue: String(words[0])) else {
      return nil
    }
    var request = HTTPRequest(
      method: method, scheme: "http", authority: "127.0.0.1", path: String(words[1]))
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":"),
        let name = HTTPField.Name(String(line[..<colon]))
      else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      request.headerFields.append(HTTPField(name: name, value: String(value)))
    }
    head = request
    body = Array(bytes[end...])
  }

  func provider(within limit: Duration) -> ProviderRequest {
    ProviderRequest(head: head, body: body, timeLimit: limit)
  }
}

/// Ways an answer goes out.
private enum WireAnswer {
  static func send(_ response: ProviderResponse, on connection: Int32) -> Bool {
    write(head(response, length: response.body.count), on: connection)
      && write(response.body, on: connection)
  }

  /// More than anybody wants to read.
  static func flood(_ limit: Int, on connection: Int32) {
    let response = ProviderResponse(head: HTTPResponse(status: .ok))
    guard write(head(response, length: limit * 2), on: connection) else { return }
    let block = [UInt8](repeating: UInt8(ascii: " "), count: 1 << 20)
    var left = limit * 2
    while left > 0, write(block, on: connection) { left -= block.count }
  }

  /// A byte now and then, until nobody waits any more.
  static func drip(on connection: Int32) {
    let response = ProviderResponse(head: HTTPResponse(status: .ok))
    guard write(head(response, length: 1 << 20), on: connection) else { return }
    var reader = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
    repeat {
      guard write([UInt8(ascii: " ")], on: connection) else { return }
      // Whoever gives up closes the connection, and that can be read.
    } while poll(&reader, 1, 200) == 0
  }

  private static func head(_ response: ProviderResponse, length: Int) -> [UInt8] {
    var lines = ["HTTP/1.1 \(response.head.status.code) Answer"]
    for field in response.head.headerFields { lines.append("\(field.name): \(field.value)") }
    lines.append("Content-Length: \(length)")
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private static func write(_ bytes: [UInt8], on connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
