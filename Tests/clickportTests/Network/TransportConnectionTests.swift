import Exchange
import Foundation
import HTTPTypes
import TestSupport
import Testing

/// What connections are kept and used again for: never for something that could happen twice.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportConnectionTests {
  private func get(_ service: WireServer) -> ProviderRequest {
    TransportBench.request(.get, service.url)
  }

  @Test func `uses one connection for one request after the other`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer() }
    }
    let request = get(service)
    let statuses = await TransportBench.statuses(Array(repeating: request, count: 5))
    #expect(statuses == [200, 200, 200, 200, 200])
    #expect(service.requests.count == 5)
    #expect(service.connections == 1)
  }

  @Test func `keeps its connections from child processes`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer() }
    }
    #expect(await TransportBench.statuses([get(service)]) == [200])
    let connections = LoopbackAddress.connections(to: service.port)
    #expect(!connections.isEmpty)
    #expect(connections.allSatisfy { fcntl($0, F_GETFD) & FD_CLOEXEC != 0 })
  }

  @Test func `uses a connection again that an effect was sent over`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer() }
    }
    let requests = [TransportBench.request(.post, service.url, body: "{}"), get(service)]
    let statuses = await TransportBench.statuses(requests)
    #expect(statuses == [200, 200])
    #expect(service.connections == 1)
  }

  @Test func `uses none again that the service says it closes`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil { peer.answer("200 OK", ["Connection: close"]) }
    }
    let request = get(service)
    let statuses = await TransportBench.statuses([request, request])
    #expect(statuses == [200, 200])
    #expect(service.connections == 2)
  }

  @Test func `keeps as many connections as calls run at once`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil {
        // Each of the first is held until all are there, so none can share a connection.
        peer.waitForRequests(64)
        peer.answer()
      }
    }
    let request = get(service)
    let answered = await TransportBench.alone { transport in
      var answered: [Int] = []
      for _ in 1...3 {
        answered.append(
          await withTaskGroup(of: Bool.self) { group in
            for _ in 1...64 {
              group.addTask { await transport.outcome(request).status == 200 }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
          })
      }
      return answered
    }
    #expect(answered == [64, 64, 64])
    #expect(service.requests.count == 192)
    #expect(service.connections == 64)
  }

  // MARK: - Connections that turn out to be closed

  /// Answers the first request of the first connection, and closes that at the next, which it has
  /// read; every other connection is answered.
  private static func forgetful() throws -> WireServer {
    try WireServer { peer in
      guard peer.number == 1 else {
        while peer.read() != nil { peer.answer() }
        return
      }
      peer.read()
      peer.answer()
      peer.read()
    }
  }

  @Test func `repeats a GET that met a connection just closed`() async throws {
    let service = try Self.forgetful()
    let request = get(service)
    let statuses = await TransportBench.statuses([request, request])
    #expect(statuses == [200, 200])
    #expect(service.requests.count == 3)
    #expect(service.connections == 2)
  }

  static let effects: [(HTTPRequest.Method, String)] = [
    (.post, "{}"), (.post, ""), (.put, "{}"), (.patch, "{}"), (.delete, ""), (.delete, "{}"),
  ]

  // libcurl would send it over the kept connection, and again over a new one: twice to the service.
  @Test(arguments: effects)
  func `sends what has an effect once, over a connection of its own`(
    method: HTTPRequest.Method, body: String
  ) async throws {
    let service = try Self.forgetful()
    let requests = [get(service), TransportBench.request(method, service.url, body: body)]
    let statuses = await TransportBench.statuses(requests)
    #expect(statuses == [200, 200])
    #expect(service.requests.map { $0.firstLine.prefix { $0 != " " } } == ["GET", "\(method)"])
    #expect(service.connections == 2)
  }

  @Test(arguments: effects)
  func `doesn't repeat what has an effect when it gets no answer`(
    method: HTTPRequest.Method, body: String
  ) async throws {
    let service = try WireServer { peer in
      while let request = peer.read(), request.firstLine.hasPrefix("GET") { peer.answer() }
    }
    let requests = [get(service), TransportBench.request(method, service.url, body: body)]
    let outcomes = await TransportBench.alone { transport in
      [await transport.outcome(requests[0]), await transport.outcome(requests[1])]
    }
    #expect(outcomes[0].status == 200)
    #expect(
      outcomes[1].error
        == .interrupted(reason: "it was closed before the answer was whole", isUnanswered: true))
    #expect(service.requests.map { $0.firstLine.prefix { $0 != " " } } == ["GET", "\(method)"])
  }

  @Test func `opens a new connection when the service has closed the kept one`() async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.answer()
      // Without a word about it, as after a while without requests.
    }
    let request = get(service)
    let statuses = await TransportBench.statuses(Array(repeating: request, count: 5))
    #expect(statuses == [200, 200, 200, 200, 200])
    #expect(service.connections == 5)
  }

  @Test func `takes nothing for an answer that came before its question`() async throws {
    let service = try WireServer { peer in
      while peer.read() != nil {
        // A second answer, which nobody has asked for.
        peer.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
            + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
      }
    }
    let request = get(service)
    let bodies = await TransportBench.alone { transport in
      var bodies: [String?] = []
      for _ in 1...5 { bodies.append(try? await transport.outcome(request).get().text) }
      return bodies
    }
    #expect(bodies == ["{}", "{}", "{}", "{}", "{}"])
  }
}
