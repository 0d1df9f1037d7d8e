import Dispatch
import Exchange
import HTTPTypes
import Loop
import Providers
import TestSupport
import Testing

@testable import Host

/// The transport over the network, and requests that tests send through it.
enum TransportBench {
  static func request(
    _ method: HTTPRequest.Method = .get, _ url: String, _ path: String = "/",
    _ fields: HTTPFields = [:], body: String = "", timeLimit: Duration = .seconds(60),
    maximumAnswer: Int = 32 << 20
  ) -> ProviderRequest {
    let parts = url.split(separator: "://", maxSplits: 1, omittingEmptySubsequences: false)
    return ProviderRequest(
      head: HTTPRequest(
        method: method, scheme: String(parts[0]), authority: String(parts[1]), path: path,
        headerFields: fields),
      body: Array(body.utf8), timeLimit: timeLimit, maximumAnswer: maximumAnswer)
  }

  /// What comes of the request, with exactly these variables.
  static func outcome(
    _ request: ProviderRequest, _ variables: [String: String] = [:]
  ) async -> Result<ProviderResponse, TransportError> {
    await NetworkTransport(environment: Environment(variables)).outcome(request)
  }

  /// What the service answers to one request after the other, sent on a loop of their own.
  static func statuses(_ requests: [ProviderRequest]) async -> [Int?] {
    await alone { transport in
      var statuses: [Int?] = []
      for request in requests { statuses.append(await transport.outcome(request).status) }
      return statuses
    }
  }

  /// Does the work with a transport on a loop of its own: no other test has a connection there, or
  /// has one closed.
  static func alone<Value: Sendable>(
    _ work: @escaping @Sendable (NetworkTransport) async -> Value
  ) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue(label: "test.loop").async {
        let loop = EventLoop()
        let transport = NetworkTransport(
          environment: Environment([:]), transfers: CurlTransfers(on: loop))
        continuation.resume(returning: loop.run { await work(transport) })
      }
    }
  }
}

extension NetworkTransport {
  func outcome(_ request: ProviderRequest) async -> Result<ProviderResponse, TransportError> {
    do throws(TransportError) {
      return .success(try await send(request))
    } catch {
      return .failure(error)
    }
  }
}

extension Result where Success == ProviderResponse, Failure == TransportError {
  var status: Int? { (try? get())?.head.status.code }

  var error: TransportError? {
    switch self {
    case .success: nil
    case .failure(let error): error
    }
  }
}

extension ProviderResponse {
  var text: String { String(decoding: body, as: UTF8.self) }
}

/// A deflated run of zero bytes, as a service could send it: 1.6 kB for each megabyte.
enum ZeroRun {
  /// Without checksum and length at its end, before which the reader has had enough.
  static func gzipped(_ count: Int) -> [UInt8] {
    var bits = BitWriter()
    // The last block, with the fixed codes (RFC 1951 section 3.2.6): a zero byte, and then again
    // and again 258 bytes from one byte back.
    bits.append(0b1, 1)
    bits.append(0b01, 2)
    bits.appendCode(0b0011_0000, 8)
    for _ in 0..<(count / 258) {
      bits.appendCode(0b1100_0101, 8)
      bits.appendCode(0, 5)
    }
    bits.appendCode(0, 7)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bits.bytes
  }

  private struct BitWriter {
    var bytes: [UInt8] = []
    private var used = 8

    /// The lowest bit first.
    mutating func append(_ value: Int, _ count: Int) {
      for index in 0..<count { append(value >> index & 1) }
    }

    /// The highest bit first.
    mutating func appendCode(_ value: Int, _ count: Int) {
      for index in (0..<count).reversed() { append(value >> index & 1) }
    }

    private mutating func append(_ bit: Int) {
      if used == 8 {
        bytes.append(0)
        used = 0
      }
      bytes[bytes.count - 1] |= UInt8(bit << used)
      used += 1
    }
  }
}
