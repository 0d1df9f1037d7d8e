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

  static func key(in request: ServiceRequest) -> String? {
    request.bearerToken
  }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: message(401, "Unauthenticated.")
    case .forbidden(let reason): message(403, reason)
    case .unknownRoute: message(404, "The route could not be found.")
    case .wrongMethod(let allowed):
      message(
        405,
        "The method is not supported for this route. Supported methods: "
          + allowed.joined(separator: ", ") + "."
      )
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

  /// A failure of logic: HTTP says 200, the body says no.
  static func failure(_ message: String) -> Reply {
    Reply(200, ["success": false, "errors": [], "message": .string(message)])
  }

  private static func message(_ status: Int, _ text: String) -> Reply {
    Reply(status, ["message": .string(text)])
  }

  /// Laravel's answer to a failed validation: the first sentence, and all by field.
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
