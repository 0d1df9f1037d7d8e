import Exchange
import HTTPTypes
import JSON

/// One service: its state, its routes, where it looks for a key, and how it says no.
///
/// An operation is a handler in its resource's file and one line in that resource's `routes`.
protocol Service: Sendable {
  /// The first path segment that leads here.
  static var name: String { get }
  static var router: Router<Self> { get }

  /// The key that came with the request, wherever this service looks for it.
  static func key(in request: ServiceRequest) -> String?

  /// The refusal in this service's own words and shape.
  static func reply(to refusal: Refusal) -> Reply

  /// Does what the clock has made due since the last request, before one is handled.
  mutating func catchUp(at now: Timestamp)

  /// Adds what every response of this service carries.
  mutating func complete(_ reply: inout Reply, at now: Timestamp)
}

extension Service {
  mutating func catchUp(at now: Timestamp) {}
  mutating func complete(_ reply: inout Reply, at now: Timestamp) {}

  mutating func answer(_ request: ServiceRequest, at now: Timestamp) -> Reply {
    var reply: Reply
    var mayHaveChanged = false
    do throws(Refusal) {
      reply = try handle(request, at: now, &mayHaveChanged)
    } catch {
      reply = Self.reply(to: error)
      // RFC 9110 section 15.5.6: a 405 names the methods that would do.
      if case .wrongMethod(let allowed) = error, reply.status == 405 {
        reply.headers.append(("Allow", allowed.joined(separator: ", ")))
      }
    }
    reply.mayHaveChanged = mayHaveChanged
    complete(&reply, at: now)
    return reply
  }

  private mutating func handle(
    _ request: ServiceRequest, at now: Timestamp, _ mayHaveChanged: inout Bool
  ) throws(Refusal) -> Reply {
    let (route, parameters) = try Self.router.route(for: request)
    let caller = Caller(key: Self.key(in: request))
    guard route.isOpen || caller.isKnown else { throw .unauthorized }
    let call = Call(request: request, parameters: parameters, caller: caller, now: now)
    catchUp(at: now)
    mayHaveChanged = !route.isReading
    return try route.handler(&self, call)
  }
}

/// Counts requests for rate limit headers, a minute of the clock at a time.
///
/// Nobody is turned away, so that a stopped clock does not end a session; the count of what
/// remains therefore stays at one and more.
struct RequestAllowance: Sendable {
  let limit: Int
  private(set) var remaining: Int
  /// When the next minute starts.
  private(set) var reset = Timestamp(secondsSince1970: 0)

  init(limit: Int) {
    self.limit = limit
    remaining = limit
  }

  mutating func spend(at now: Timestamp) {
    if now >= reset {
      let seconds = now.secondsSince1970
      reset = Timestamp(secondsSince1970: seconds - seconds % Seconds.perMinute + Seconds.perMinute)
      remaining = limit
    }
    remaining = max(1, remaining - 1)
  }
}

/// An answer before it is bytes.
struct Reply: Sendable {
  let status: Int
  let body: JSONValue
  /// Beside `Content-Type`, which is always JSON.
  var headers: [(name: String, value: String)] = []
  /// Whether a handler was at work that can change something, whatever came of it.
  var mayHaveChanged = false

  init(_ status: Int, _ body: JSONValue) {
    self.status = status
    self.body = body
  }

  /// Whether the service did what it was asked: some say 200 and no in the body.
  var isSuccess: Bool {
    (200..<300).contains(status) && body["success"] != false && body["status"] != "ERROR"
  }

  var response: ProviderResponse {
    var head = HTTPResponse(status: HTTPResponse.Status(code: status))
    head.headerFields[.contentType] = "application/json"
    for (name, value) in headers {
      guard let name = HTTPField.Name(name) else { continue }
      head.headerFields[name] = value
    }
    return ProviderResponse(head: head, body: body.serialized())
  }
}

/// Why a request is not carried out. Each service words it in its own shape.
enum Refusal: Error, Equatable {
  case unauthorized
  /// `reason` is a sentence.
  case forbidden(reason: String)
  case unknownRoute
  case wrongMethod(allowed: [String])
  case wrongMediaType(expected: String)
  case malformedBody(expected: String)
  /// `noun` is what the request named: `Client`, `Rotator`.
  case notFound(_ noun: String)
  /// All that is wrong with the fields, in the order they were read.
  case invalid([FieldProblem])
}
