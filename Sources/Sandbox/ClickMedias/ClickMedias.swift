import JSON

/// Click Medias' AISO platform, `https://clickmedias.com/wp-json/clickmedias/v1`.
struct ClickMedias: Service {
  static let name = "clickmedias"
  static let router = Router<ClickMedias>(
    clientRoutes, reportRoutes, scoreRoutes, crawlRoutes, findingRoutes, contentRoutes,
    auditRoutes, webhookRoutes, tokenRoutes)

  let seed: Seed
  var clients: [MediaClient]
  var clientIDs: IDSequence
  /// Oldest first.
  var crawls: [Crawl]
  var crawlIDs: IDSequence
  /// In the order they were issued.
  var reports: [MediaReport] = []
  var reportIDs = IDSequence(after: 41)
  /// The month whose 15th has not been yet; see `MediaReport.month`.
  var nextReportMonth: Int
  /// By id, oldest first.
  var pieces: [ContentPiece]
  var pieceIDs: IDSequence
  /// By id, oldest first.
  var audits: [Audit]
  var auditIDs: IDSequence
  var webhookIDs = IDSequence(after: 700)
  /// The plan is Agency: 600 requests a minute.
  private var allowance = RequestAllowance(limit: 600)

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    clients = MediaClient.initial(seed: seed, now: now)
    clientIDs = IDSequence(after: clients)
    crawls = Crawl.initial(seed: seed, clients: clients, now: now)
    crawlIDs = IDSequence(after: crawls)
    nextReportMonth = MediaReport.month(of: now.date) - MediaReport.monthsAtFirst
    if now.date.day >= MediaReport.day { nextReportMonth += 1 }
    pieces = ContentPiece.initial(seed: seed, clients: clients, now: now)
    pieceIDs = IDSequence(after: pieces)
    audits = Audit.initial(now: now)
    auditIDs = IDSequence(after: audits)
    issueReports(until: now)
  }

  /// The page does not say how a token of `/auth/token` is sent: it is taken as a bearer token.
  static func key(in request: ServiceRequest) -> String? {
    request.header("X-API-Key") ?? request.bearerToken
  }

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

  /// Does what the clock has made due since the last request.
  mutating func catchUp(at now: Timestamp) {
    issueReports(until: now)
    for place in crawls.indices { crawls[place].job.catchUp(at: now) }
    for place in pieces.indices { pieces[place].job.catchUp(at: now) }
    for place in audits.indices { audits[place].job.catchUp(at: now) }
  }

  /// The client in the path, everything up to date.
  mutating func client(_ call: Call) throws(Refusal) -> MediaClient {
    catchUp(at: call.now)
    return try call.entity("id", in: clients)
  }

  /// When the client's website was last crawled to the end.
  func lastCrawl(of client: MediaClient) -> Timestamp? {
    crawls.filter { $0.clientID == client.id }.compactMap(\.job.completedAt).max()
  }

  private static func invalid(_ problems: [FieldProblem]) -> Reply {
    let isMissing = problems.contains { $0.fault == .missing }
    return failure(
      400, isMissing ? "missing_parameter" : "invalid_parameter",
      problems.map { $0.sentence + "." }.joined(separator: " ")
    )
  }

  static func failure(_ status: Int, _ code: String, _ error: String) -> Reply {
    Reply(status, ["success": false, "error": .string(error), "code": .string(code)])
  }
}
