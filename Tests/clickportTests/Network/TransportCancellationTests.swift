import Exchange
import Foundation
import HTTPTypes
import Host
import TestSupport
import Testing

/// Whoever no longer waits for an answer leaves nothing behind.
@Suite(.serialized, .timeLimit(.minutes(10)))
struct TransportCancellationTests {
  @Test func `sends nothing for a task that is cancelled already`() async throws {
    let service = try WireServer { $0.read() }
    let request = TransportBench.request(.post, service.url, body: "{}")
    let outcome = await Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return await TransportBench.outcome(request)
    }.value
    #expect(outcome.error == .cancelled)
    #expect(service.connections == 0)
  }

  @Test func `ends while it connects`() async throws {
    let port = try FullPort()
    let request = TransportBench.request(.get, "http://127.0.0.1:\(port.port)")
    try await expectQuickEnd(of: request) { try await Task.sleep(for: .milliseconds(100)) }
  }

  static let beginnings = [
    "", "HTTP/1.1 200 OK\r\nContent-Type: ",
    "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n[1, 2, 3, ",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n",
  ]

  @Test(arguments: beginnings, [HTTPRequest.Method.get, .post])
  func `has the service see the connection's end`(
    beginning: String, method: HTTPRequest.Method
  ) async throws {
    let service = try WireServer { peer in
      peer.read()
      peer.write(beginning)
      peer.waitForEnd()
    }
    let request = TransportBench.request(method, service.url)
    let cancelled = try await expectQuickEnd(of: request) {
      await service.wait(for: .request)
      // Long enough for the beginning to be there, most of the time.
      try await Task.sleep(for: .milliseconds(20))
    }
    await service.wait(for: .end)
    let end = try #require(service.lastEnd)
    #expect(end - cancelled < Machine.allows(.milliseconds(100)))
    #expect(service.requests.count == 1)
  }

  @Test func `ends while its body is on its way`() async throws {
    let service = try WireServer { peer in
      // Read so slowly that it takes a second.
      while !peer.readBytes().isEmpty { usleep(1000) }
    }
    let request = TransportBench.request(
      .post, service.url, body: String(repeating: "x", count: 64 << 20))
    try await expectQuickEnd(of: request) {
      await service.wait(for: .connection)
      try await Task.sleep(for: .milliseconds(50))
    }
  }

  /// Cancels the request once `moment` returns; when that was.
  @discardableResult
  private func expectQuickEnd(
    of request: ProviderRequest, _ moment: () async throws -> Void
  ) async throws -> ContinuousClock.Instant {
    let call = Task { (await TransportBench.outcome(request), ContinuousClock.now) }
    try await moment()
    let start = ContinuousClock.now
    call.cancel()
    let (outcome, end) = await call.value
    #expect(outcome.error == .cancelled)
    #expect(end - start < Machine.allows(.milliseconds(100)))
    return start
  }

  #if os(Linux)
  @Test(.enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs it"))
  func `leaves no descriptor open, whenever it is cancelled`() async {
    await #expect(processExitsWith: .success) {
      let service = try WireServer { peer in
        peer.read()
        switch peer.number % 4 {
        case 0: peer.waitForEnd()
        case 1:
          peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
          while peer.pause(.milliseconds(1)), peer.write("x") {}
        case 2: peer.answer("200 OK", ["Connection: close"])
        default:
          _ = peer.pause(.milliseconds(2))
          peer.answer("200 OK", ["Connection: close"])
        }
      }
      let well = try WireServer { peer in
        peer.read()
        peer.answer("200 OK", ["Connection: close"], "{}")
      }
      let next = TransportBench.request(.get, well.url)
      #expect(await TransportBench.outcome(next).status == 200)
      let before = OpenDescriptors.count
      var generator = SeededGenerator(seed: 5)
      for _ in 1...20 {
        let moments = (1...50).map { _ in Int.random(in: 0...5000, using: &generator) }
        await withTaskGroup(of: Void.self) { group in
          for moment in moments {
            let url = moment % 5 == 0 ? "http://services.invalid" : service.url
            let request = TransportBench.request(moment % 2 == 0 ? .get : .post, url)
            group.addTask {
              let call = Task { await TransportBench.outcome(request) }
              try? await Task.sleep(for: .microseconds(moment))
              call.cancel()
              _ = await call.value
            }
          }
        }
      }
      #expect(service.connections > 100)
      #expect(await TransportBench.outcome(next).status == 200)
      // What the clock needs stays.
      await OpenDescriptors.expect(before + 4)
    }
  }
  #endif
}

/// The descriptors of this process; only Linux tells.
enum OpenDescriptors {
  static var count: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }

  /// Expects that there are no more, as soon as all threads have closed theirs: one that looks a name
  /// up ends with the search.
  static func expect(_ most: Int) async {
    let limit = ContinuousClock.now + .seconds(60)
    while count > most, .now < limit { try? await Task.sleep(for: .milliseconds(20)) }
    #expect(count <= most)
  }
}
