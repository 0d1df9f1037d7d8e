import JSON

/// What is done for one method on one path.
struct Route<State: Service>: Sendable {
  typealias Handler = @Sendable (inout State, Call) throws(Refusal) -> Reply

  /// What changes nothing.
  typealias Reader = @Sendable (State, Call) throws(Refusal) -> Reply

  /// The same as a method of the service.
  typealias Reading<Response> = @Sendable (State) -> (Call) throws(Refusal) -> Response

  let method: String
  let pattern: PathPattern
  /// Whether it is answered without a key.
  let isOpen: Bool
  /// Whether it leaves everything as it is, but for what the clock has made due.
  let isReading: Bool
  private(set) var handler: Handler

  init(_ method: String, _ path: String, isOpen: Bool = false, _ handler: @escaping Handler) {
    self.method = method
    pattern = PathPattern(path)
    self.isOpen = isOpen
    isReading = false
    self.handler = handler
  }

  init(_ method: String, _ path: String, isOpen: Bool = false, reading read: @escaping Reader) {
    self.method = method
    pattern = PathPattern(path)
    self.isOpen = isOpen
    isReading = true
    handler = { (state: inout State, call: Call) throws(Refusal) -> Reply in
      try read(state, call)
    }
  }

  static func get(_ path: String, isOpen: Bool = false, _ read: @escaping Reader) -> Self {
    Self("GET", path, isOpen: isOpen, reading: read)
  }

  static func get(_ path: String, _ read: @escaping Reading<Reply>) -> Self {
    get(path) { (state: State, call: Call) throws(Refusal) -> Reply in try read(state)(call) }
  }

  /// Responds with status 200.
  static func get(_ path: String, _ read: @escaping Reading<JSONValue>) -> Self {
    get(path) { (state: State, call: Call) throws(Refusal) -> Reply in
      Reply(200, try read(state)(call))
    }
  }

  /// Reads what moves by being read.
  static func getMoving(_ path: String, isOpen: Bool = false, _ handler: @escaping Handler) -> Self
  {
    Self("GET", path, isOpen: isOpen, handler)
  }

  static func post(_ path: String, isOpen: Bool = false, _ handler: @escaping Handler) -> Self {
    Self("POST", path, isOpen: isOpen, handler)
  }

  static func put(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("PUT", path, handler)
  }

  static func patch(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("PATCH", path, handler)
  }

  static func delete(_ path: String, _ handler: @escaping Handler) -> Self {
    Self("DELETE", path, handler)
  }

  /// The same where `check` refuses nothing.
  func requiring(_ check: @escaping Reading<Void>) -> Self {
    var route = self
    route.handler = { [handler] (state: inout State, call: Call) throws(Refusal) -> Reply in
      try check(state)(call)
      return try handler(&state, call)
    }
    return route
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
  ) throws(Refusal) -> (route: Route<State>, parameters: [(name: String, text: String)]) {
    var allowed: Set<String> = []
    for route in routes {
      guard let parameters = route.pattern.parameters(of: request.segments) else { continue }
      if route.method == request.method { return (route, parameters) }
      allowed.insert(route.method)
    }
    throw allowed.isEmpty ? .unknownRoute : .wrongMethod(allowed: allowed.sorted())
  }
}

/// A path with holes: `/clients/{id}/scores`.
struct PathPattern: Sendable {
  private let segments: [(text: String, isParameter: Bool)]

  init(_ path: String) {
    segments = path.split(separator: "/").map { part in
      part.hasPrefix("{") ? (String(part.dropFirst().dropLast()), true) : (String(part), false)
    }
  }

  /// What the holes hold in this path, in its order; nil when the path does not fit.
  func parameters(of path: [String]) -> [(name: String, text: String)]? {
    guard path.count == segments.count else { return nil }
    var parameters: [(name: String, text: String)] = []
    for (segment, text) in zip(segments, path) {
      if segment.isParameter {
        parameters.append((segment.text, text))
      } else if segment.text != text {
        return nil
      }
    }
    return parameters
  }

  /// Whether a literal stands first where two patterns of one length differ in kind. Shorter ones
  /// come before longer ones, so that this orders any patterns.
  func isMoreLiteral(than other: PathPattern) -> Bool {
    guard segments.count == other.segments.count else {
      return segments.count < other.segments.count
    }
    for (own, others) in zip(segments, other.segments) where own.isParameter != others.isParameter {
      return !own.isParameter
    }
    return false
  }
}
