#if Network
internal import Exchange
internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import Providers
internal import Synchronization

/// Puts a service's answer together from the parts it comes in.
final class AnswerCollector: HTTPClientResponseDelegate {
  private struct State {
    var head = HTTPResponse(status: .internalServerError)
    var body: [UInt8] = []
  }

  private let limit: Int
  private let state = Mutex(State())

  /// `limit` is the most bytes a body may have.
  init(limit: Int) {
    self.limit = limit
  }

  func didReceiveHead(
    task: HTTPClient.Task<ProviderResponse>, _ head: HTTPResponseHead
  ) -> EventLoopFuture<Void> {
    let announced = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
    guard announced <= limit else { return tooLarge(task) }
    state.withLock { state in
      state.head = HTTPResponse(
        status: HTTPResponse.Status(code: Int(head.status.code)),
        headerFields: HTTPFields(head.headers))
      state.body.reserveCapacity(announced)
    }
    return task.eventLoop.makeSucceededVoidFuture()
  }

  func didReceiveBodyPart(
    task: HTTPClient.Task<ProviderResponse>, _ buffer: ByteBuffer
  ) -> EventLoopFuture<Void> {
    let fits = state.withLock { state in
      guard state.body.count + buffer.readableBytes <= limit else { return false }
      state.body.append(contentsOf: buffer.readableBytesView)
      return true
    }
    return fits ? task.eventLoop.makeSucceededVoidFuture() : tooLarge(task)
  }

  func didFinishRequest(task: HTTPClient.Task<ProviderResponse>) -> ProviderResponse {
    state.withLock { ProviderResponse(head: $0.head, body: $0.body) }
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
#endif
