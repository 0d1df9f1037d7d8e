/// What is done for one method on one path.
struct Route<State: Service>: Sendable {
  typealias Handler = @Sendable (inout State, Call) throws(Refusal) -> Reply

  let method: String
  let pattern: PathPattern
  /// Whether it is answered without a key.
  let isOpen: Bool
  let handler: Handler

  private init(_ method: String, _ path: String, isOpen: Bool, _ handler: @escaping Handler) {
    self.method = method
    pattern = PathPattern(path)
    self.isOpen = isOpen
    self.handler = handler
  }

  static func get(_ path: String, isOpen: Bool = false, _ handler: @escaping Handler) -> Self {
    Self("GET", path, isOpen: isOpen, handler)
  }

  static func post(_ path: String, isOpen: Bool = false, _ handler: @escaping Handler) -> Self {
    Self("POST", path, isOpen: isOpen, handler)
  }

  static func put(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("PUT", path, isOpen: false, handler)
  }

  static func patch(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("PATCH", path, isOpen: false, handler)
  }

  static func delete(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("DELETE", path, isOpen: false, handler)
  }
}

/// The routes of one service. Of patterns that match a path, the most literal wins, wherever it
/// stands in the table: `/datapoints/count` before `/datapoints/{id}`.
struct Router<State: Service>: Sendable {
  private let routes: [Route<State>]

  init(_ resources: [Route<State>]...) {
    routes = resources.flatMap { $0 }.sorted { $0.pattern.isMoreLiteral(than: $1.pattern) }
  }

  func route(
    for request: ServiceRequest
  ) throws(Refusal) -> (route: Route<State>, parameters: [String: String]) {
    var allowed: Set<String> = []
    for route in routes {
      guard let parameters = route.pattern.parameters(of: request.segments) else { continue }
      if route.method == request.method { return (route, parameters) }
      allowed.insert(route.method)
    }
    throw allowed.isEmpty ? .unknownRoute : .wrongMethod(allowed: allowed.sorted())
  }
}
