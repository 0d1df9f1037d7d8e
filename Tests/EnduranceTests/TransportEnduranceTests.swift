import Exchange
import Foundation
import HTTPTypes
import Host
import Providers
import TestSupport
import Testing

extension EnduranceTests {
  /// A hundred thousand calls over the network, answered, refused, broken and cancelled, leave
  /// neither a descriptor nor memory behind.
  @Suite struct TransportEnduranceTests {
    private static func request(
      _ method: HTTPRequest.Method, _ port: Int, _ path: String
    ) -> ProviderRequest {
      ProviderRequest(
        head: HTTPRequest(
          method: method, scheme: "http", authority: "127.0.0.1:\(port)", path: path,
          headerFields: [.accept: "application/json"]),
        body: method == .post ? Array("{}".utf8) : [], maximumAnswer: 10_000)
    }

    @Test func `holds no more after many calls than after few`() async throws {
      let service = try WireServer { peer in
        while let request = peer.read(keeps: false) {
          switch request.firstLine.split(separator: " ")[1] {
          case "/long": peer.answer("200 OK", [], String(repeating: "x", count: 10_001))
          case "/broken":
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345")
            return
          case "/reset": return peer.reset()
          case "/stalled": return peer.waitForEnd()
          default: peer.answer("200 OK", [], String(repeating: "x", count: 1000))
          }
        }
      }
      let gauge = ProcessGauge(of: ProcessInfo.processInfo.processIdentifier)
      var answered = 0
      for _ in 1...100 {
        answered += await withTaskGroup(of: Int.self) { group in
          for part in 0..<8 {
            group.addTask {
              var answered = 0
              for number in 0..<125 where await Self.call(part * 125 + number, service.port) {
                answered += 1
              }
              return answered
            }
          }
          return await group.reduce(0, +)
        }
        gauge.read()
      }
      gauge.check()
      print("100000 calls, \(answered) answered: \(gauge)")
      #expect(answered == 96_000)
    }

    /// Whether it is answered.
    private static func call(_ number: Int, _ port: Int) async -> Bool {
      let transport = NetworkTransport(environment: Environment([:]))
      let path: String
      switch number % 100 {
      case 96: path = "/long"
      case 97: path = "/broken"
      case 98: path = "/reset"
      case 99: path = "/stalled"
      default: path = "/rows"
      }
      let request = request(number % 10 == 0 ? .post : .get, port, path)
      let call = Task { try? await transport.send(request) }
      if path == "/stalled" {
        await Task.yield()
        call.cancel()
      }
      return await call.value != nil
    }
  }
}
