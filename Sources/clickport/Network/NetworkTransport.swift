import HTTPTypes
import Providers
import Tools

#if Network
import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

/// The real network. The client is made at the first call, so that a start costs nothing for it.
final class NetworkTransport: HTTPTransport {
  private let clients = Mutex<[ProxySetting?: HTTPClient]>([:])
  private let proxies: ProxySettings

  /// How long a connection may take to come about.
  private static let connectLimit = TimeAmount.seconds(10)

  /// Connections to one service at once: as many as requests run, so that none waits for another.
  private static let connectionsPerService = 64

  init(environment: Environment = .process) {
    proxies = ProxySettings(environment)
  }

  deinit {
    // Nothing is in flight any more: whoever calls holds the transport. No one waits for this.
    for client in clients.withLock({ $0 }).values {
      client.shutdown { _ in }
    }
  }

  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    let client = client(for: request)
    let outcome = await withTimeLimit(request.timeLimit) {
      await Self.exchange(request, client)
    }
    if Task.isCancelled { throw .cancelled }
    guard let outcome else { throw .timedOut(wasSent: true) }
    return try outcome.get()
  }

  private static func exchange(
    _ request: ProviderRequest, _ client: HTTPClient
  ) async -> Result<ProviderResponse, TransportError> {
    do {
      let response = try await client.execute(
        HTTPClientRequest(request), deadline: .distantFuture)
      var body: [UInt8] = []
      for try await chunk in response.body {
        guard body.count + chunk.readableBytes <= request.maximumAnswer else {
          return .failure(.answerTooLarge(limit: request.maximumAnswer))
        }
        body.append(contentsOf: chunk.readableBytesView)
      }
      let head = HTTPResponse(
        status: HTTPResponse.Status(code: Int(response.status.code)),
        headerFields: HTTPFields(response.headers))
      return .success(ProviderResponse(head: head, body: body))
    } catch {
      return .failure(TransportError(error))
    }
  }

  private func client(for request: ProviderRequest) -> HTTPClient {
    let proxy = proxies.proxy(
      scheme: request.head.scheme ?? "", authority: request.head.authority ?? "")
    return clients.withLock { clients in
      if let client = clients[proxy] { return client }
      let client = HTTPClient(
        eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
        configuration: Self.configuration(proxy))
      clients[proxy] = client
      return client
    }
  }

  private static func configuration(_ proxy: ProxySetting?) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: connectLimit),
      proxy: proxy.map { .server(host: $0.host, port: $0.port) })
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      connectionsPerService
    // A refused connection is an answer; whether to try again is decided above.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}

extension HTTPClientRequest {
  fileprivate init(_ request: ProviderRequest) {
    let head = request.head
    self.init(url: "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")")
    method = HTTPMethod(rawValue: head.method.rawValue)
    for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
    if head.method != .get, head.method != .delete || !request.body.isEmpty {
      body = .bytes(ByteBuffer(bytes: request.body))
    }
  }
}

extension HTTPFields {
  fileprivate init(_ headers: HTTPHeaders) {
    self.init()
    for (name, value) in headers {
      if let name = HTTPField.Name(name) { append(HTTPField(name: name, value: value)) }
    }
  }
}

extension TransportError {
  /// What an error of the client says of the request: whether it may have reached the service.
  fileprivate init(_ error: any Error) {
    switch error {
    case is CancellationError: self = .cancelled
    case let error as HTTPClientError: self = Self.reading(error)
    case is NIOConnectionError: self = .notConnected(reason: "the connection was refused")
    case is NIOSSLError, is BoringSSLError:
      self = .notConnected(reason: "no secure connection could be agreed")
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      self = .notConnected(reason: "the connection was refused")
    case is IOError: self = .interrupted(reason: "the connection was reset")
    default: self = .interrupted(reason: "the answer broke off (\(type(of: error)))")
    }
  }

  private static func reading(_ error: HTTPClientError) -> TransportError {
    switch error {
    case .cancelled: .cancelled
    case .connectTimeout, .getConnectionFromPoolTimeout, .tlsHandshakeTimeout,
      .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
      .notConnected(reason: "no connection came about in time")
    case .proxyAuthenticationRequired: .notConnected(reason: "the proxy wants a password")
    case .invalidProxyResponse: .notConnected(reason: "the proxy gave an invalid answer")
    case .deadlineExceeded, .readTimeout, .writeTimeout: .timedOut(wasSent: true)
    case .remoteConnectionClosed:
      .interrupted(reason: "it was closed before the answer was whole")
    default: .interrupted(reason: error.shortDescription)
    }
  }
}
#else

/// What stands in for the network in a build without it: every call says how to get one.
struct NetworkTransport: HTTPTransport {
  func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    throw .notConnected(
      reason:
        "this build has no network; build without --disable-default-traits, or use --sandbox")
  }
}
#endif
