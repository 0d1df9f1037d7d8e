import JSON

/// klik.social, `https://klik.social`: messages through logged-in devices.
struct Klik: Service {
  static let name = "klik"
  static let router = Router<Klik>(deviceRoutes, messageRoutes, userRoutes)

  let seed: Seed
  let sessions = DeviceSession.all
  var messages: [SentMessage] = []
  /// By id.
  var users = [KlikUser.jane]
  private var allowance = RequestAllowance(limit: 60)

  init(seed: Seed) {
    self.seed = seed
  }

  static func key(in request: ServiceRequest) -> String? { request.bearerToken }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: message(401, "Unauthenticated.")
    case .forbidden(let reason): message(403, reason)
    case .unknownRoute: message(404, "The route could not be found.")
    case .wrongMethod(let allowed):
      message(
        405,
        "The method is not supported for this route. Supported methods: "
          + allowed.joined(separator: ", ") + ".")
    case .wrongMediaType(let expected): message(415, "The Content-Type must be \(expected).")
    case .malformedBody(let expected): message(400, "The body must be \(expected).")
    case .notFound(let noun): message(404, "\(noun) not found.")
    case .invalid(let problems): invalid(problems)
    }
  }

  mutating func complete(_ reply: inout Reply, at now: Timestamp) {
    allowance.spend(at: now)
    reply.headers += [
      ("x-ratelimit-limit", String(allowance.limit)),
      ("x-ratelimit-remaining", String(allowance.remaining)),
    ]
  }

  private static func message(_ status: Int, _ text: String) -> Reply {
    Reply(status, ["message": .string(text)])
  }

  /// Laravel's response to a failed validation: the first sentence, and all by field.
  private static func invalid(_ problems: [FieldProblem]) -> Reply {
    var errors = JSONObject()
    for problem in problems {
      let earlier = errors[problem.field]?.array ?? []
      errors[problem.field] = .array(earlier + [.string(sentence(problem))])
    }
    var message = problems.first.map(sentence) ?? "The given data was invalid."
    if problems.count > 1 {
      message += " (and \(problems.count - 1) more error\(problems.count > 2 ? "s" : ""))"
    }
    return Reply(422, ["message": .string(message), "errors": .object(errors)])
  }

  private static func sentence(_ problem: FieldProblem) -> String {
    switch problem.fault {
    case .missing: "The \(problem.field) field is required."
    case .expected(let what): "The \(problem.field) field must be \(what)."
    case .rule(let sentence): sentence + "."
    }
  }
}

extension Klik {
  fileprivate static let deviceRoutes: [Route<Klik>] = [
    .get("/api/healthcheck", isOpen: true, checkHealth),
    .get("/api/v1/official-device/status", getStatus),
  ]

  private func checkHealth(_ call: Call) -> JSONValue { ["status": true] }

  private func getStatus(_ call: Call) -> JSONValue {
    let (session, user) = (DeviceSession.official, KlikUser.jane)
    return [
      "success": true,
      "data": [
        "is_connected": .bool(session.isLoggedIn),
        "session": ["uuid": .string(session.uuid), "mobile": .string(session.mobile)],
        "user": [
          "id": .integer(user.id), "name": .string(user.name), "email": .string(user.email),
        ],
      ],
    ]
  }
}

/// A device that was linked in the dashboard.
struct DeviceSession: Sendable {
  let uuid: String
  let mobile: String
  let isLoggedIn: Bool

  /// The one behind klik's shared official device.
  static let official = DeviceSession(
    uuid: "ffd7f83e-06c3-47c8-a6a1-dd943da13b5f", mobile: "919999999999", isLoggedIn: true)

  static let all = [
    official,
    DeviceSession(
      uuid: "0b6f3a52-8c1d-4e7a-9f20-5d3c7e9a1b44", mobile: "14155550123", isLoggedIn: false),
  ]
}
