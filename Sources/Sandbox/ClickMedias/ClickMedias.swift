import JSON

/// Click Medias' AISO platform, `https://clickmedias.com/wp-json/clickmedias/v1`.
struct ClickMedias: Service {
  static let name = "clickmedias"
  static let router = Router<ClickMedias>(clientRoutes, scoreRoutes, crawlRoutes)

  let seed: Seed
  var clients: [MediaClient]
  /// Oldest first.
  var crawls: [Crawl]
  /// The plan is Agency: 600 requests a minute.
  private var allowance = RequestAllowance(limit: 600)

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    clients = MediaClient.initial(seed: seed, now: now)
    crawls = Crawl.initial(seed: seed, clients: clients, now: now)
  }

  static func key(in request: ServiceRequest) -> String? { request.header("X-API-Key") }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: failure(401, "unauthorized", "Invalid or missing API key.")
    case .forbidden(let reason): failure(403, "forbidden", reason + ".")
    // WordPress answers an unknown path and a wrong method alike.
    case .unknownRoute, .wrongMethod:
      failure(404, "rest_no_route", "No route was found matching the URL and request method.")
    case .wrongMediaType(let expected):
      failure(400, "invalid_content_type", "Content-Type must be \(expected).")
    case .malformedBody(let expected):
      failure(400, "invalid_json", "The request body must be \(expected).")
    case .notFound(let noun):
      failure(404, "\(noun.lowercased())_not_found", "\(noun) not found.")
    case .invalid(let problems): invalid(problems)
    }
  }

  mutating func complete(_ reply: inout Reply, at now: Timestamp) {
    allowance.spend(at: now)
    reply.headers += [
      ("X-RateLimit-Limit", String(allowance.limit)),
      ("X-RateLimit-Remaining", String(allowance.remaining)),
      ("X-RateLimit-Reset", String(allowance.reset.secondsSince1970)),
    ]
  }

  static func success(
    _ data: JSONValue, meta: JSONValue? = nil, status: Int = 200
  ) -> Reply {
    var body: JSONObject = ["success": true, "data": data]
    body["meta"] = meta
    return Reply(status, .object(body))
  }

  /// How records write a time: `2026-01-20 12:00:00`, in UTC.
  static func text(_ time: Timestamp) -> JSONValue { .string("\(time.date) \(time.timeOfDay)") }

  func client(_ id: Int) throws(Refusal) -> MediaClient {
    guard let client = clients.first(where: { $0.id == id }) else { throw .notFound("Client") }
    return client
  }

  private static func invalid(_ problems: [FieldProblem]) -> Reply {
    let isMissing = problems.contains { $0.fault == .missing }
    return failure(
      400, isMissing ? "missing_parameter" : "invalid_parameter",
      problems.map { $0.sentence + "." }.joined(separator: " ")
    )
  }

  private static func failure(_ status: Int, _ code: String, _ error: String) -> Reply {
    Reply(status, ["success": false, "error": .string(error), "code": .string(code)])
  }
}
