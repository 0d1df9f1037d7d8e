package import Exchange
internal import HTTPTypes
package import Providers
internal import Tools

#if Network
internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization

/// The real network. The client is made at the first call, so that a start costs nothing for it.
package final class NetworkTransport: HTTPTransport {
  private let clients = Mutex<[ProxySetting?: HTTPClient]>([:])
  private let proxies: ProxySettings

  /// How long a connection may take to come about.
  private static let connectLimit = TimeAmount.seconds(10)

  /// Connections to one service at once: as many as requests run, so that none waits for another.
  private static let connectionsPerService = 64

  /// Bytes read from a connection at once. Left alone, each keeps a quarter of a megabyte for that.
  private static let readSize = 32 << 10

  package init(environment: Environment = .process) {
    proxies = ProxySettings(environment)
  }

  deinit {
    // Nothing is in flight any more: whoever calls holds the transport. No one waits for this.
    for client in clients.withLock({ $0 }).values { client.shutdown { _ in } }
  }

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    do {
      // Everything happens on the client's own thread: the calling task is only woken at the end.
      let exchange = client(for: request).execute(
        request: try HTTPClient.Request(request),
        delegate: ResponseCollector(limit: request.maximumAnswer),
        deadline: .now() + TimeAmount(request.timeLimit))
      return try await withTaskCancellationHandler {
        try await exchange.get()
      } onCancel: {
        exchange.cancel()
      }
    } catch {
      throw Task.isCancelled ? .cancelled : TransportError(error)
    }
  }

  private func client(for request: ProviderRequest) -> HTTPClient {
    let proxy = proxies.proxy(
      scheme: request.head.scheme ?? "", authority: request.head.authority ?? "")
    return clients.withLock { clients in
      if let client = clients[proxy] { return client }
      let client = HTTPClient(
        eventLoopGroup: Self.group, configuration: Self.configuration(proxy))
      clients[proxy] = client
      return client
    }
  }

  /// One thread waits for all services; what they answered is read on others.
  private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  private static func configuration(_ proxy: ProxySetting?) -> HTTPClient.Configuration {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(connect: connectLimit),
      proxy: proxy.map { .server(host: $0.host, port: $0.port) })
    configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
      connectionsPerService
    configuration.http1_1ConnectionDebugInitializer = { channel in
      let allocator = FixedSizeRecvByteBufferAllocator(capacity: readSize)
      return channel.setOption(.recvAllocator, value: allocator)
    }
    // A refused connection is an answer; whether to try again is decided above.
    configuration.connectionPool.retryConnectionEstablishment = false
    return configuration
  }
}

/// Puts a service's answer together from the parts it comes in.
final class ResponseCollector: HTTPClientResponseDelegate {
  private let limit: Int
  private let response = Mutex(ProviderResponse(head: HTTPResponse(status: .internalServerError)))

  /// `limit` is the most bytes a body may have.
  init(limit: Int) {
    self.limit = limit
  }

  func didReceiveHead(
    task: HTTPClient.Task<ProviderResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= limit else { return tooLarge(task) }
    response.withLock { response in
      response.head = HTTPResponse(
        status: HTTPResponse.Status(code: Int(head.status.code)),
        headerFields: HTTPFields(head.headers))
      response.body.reserveCapacity(announced)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<ProviderResponse>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = response.withLock { response in
      guard response.body.count + buffer.readableBytes <= limit else { return false }
      response.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits ? task.eventLoop.makeSucceededVoidFuture() : tooLarge(task)
  }

  func didFinishRequest(task: HTTPClient.Task<ProviderResponse>) -> ProviderResponse {
    response.withLock(\.self)
  }

  private func tooLarge(_ task: HTTPClient.Task<ProviderResponse>) -> EventLoopFuture<Void> {
    task.eventLoop.makeFailedFuture(TransportError.answerTooLarge(limit: limit))
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

extension HTTPClient.Request {
  fileprivate init(_ request: ProviderRequest) throws {
    let head = request.head
    var headers = HTTPHeaders()
    for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
    let hasBody = head.method != .get && (head.method != .delete || !request.body.isEmpty)
    try self.init(
      url: "\(head.scheme ?? "")://\(head.authority ?? "")\(head.path ?? "")",
      method: HTTPMethod(rawValue: head.method.rawValue), headers: headers,
      body: hasBody ? .byteBuffer(ByteBuffer(bytes: request.body)) : nil)
  }
}

extension TransportError {
  /// What an error of the client says of the request: whether it may have reached the service.
  fileprivate init(_ error: any Error) {
    switch error {
    case let error as TransportError: self = error
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
package struct NetworkTransport: HTTPTransport {
  package init(environment: Environment = .process) {}

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    throw .notConnected(
      reason:
        "this build has no network; build without --disable-default-traits, or use --sandbox")
  }
}
#endif
