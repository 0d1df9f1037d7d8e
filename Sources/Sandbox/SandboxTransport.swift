package import Exchange
internal import HTTPTypes

/// The world as a transport: the answers of the services without a socket.
package struct SandboxTransport: HTTPTransport {
  private let world: SandboxWorld

  package init(world: SandboxWorld) {
    self.world = world
  }

  package func send(_ request: ProviderRequest) async throws(TransportError) -> ProviderResponse {
    guard !Task.isCancelled else { throw .cancelled }
    let service = request.head.path?.split(separator: "/").first ?? ""
    guard SandboxWorld.services.contains(String(service)) else {
      let known = SandboxWorld.services.joined(separator: ", ")
      throw .notConnected(reason: "the sandbox has no service \(service), only \(known)")
    }
    let response = world.answer(request)
    guard response.body.count <= request.maximumAnswer else {
      throw .answerTooLarge(limit: request.maximumAnswer)
    }
    return response
  }
}
