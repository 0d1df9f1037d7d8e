import JSON

/// Click Medias' AISO platform, `https://clickmedias.com/wp-json/clickmedias/v1`.
struct ClickMedias: Service {
  static let name = "clickmedias"
  static let router = Router<ClickMedias>(
    clientRoutes, reportRoutes, scoreRoutes, crawlRoutes, findingRoutes, contentRoutes,
    auditRoutes, webhookRoutes, tokenRoutes)

  let seed: Seed
  var clients: Table<MediaClient>
  var crawls: Table<Crawl>
  /// In the order they were issued.
  var reports = Table<MediaReport>(lastID: 41)
  /// The month whose 15th has not been yet; see `MediaReport.month`.
  var nextReportMonth: Int
  var pieces: Table<ContentPiece>
  var audits: Table<Audit>
  var lastWebhook = 700
  /// The plan is Agency: 600 requests a minute.
  private var allowance = RequestAllowance(limit: 600)

  init(seed: Seed, now: Timestamp) {
    let profiles = MediaClient.initial(seed: seed, now: now)
    self.seed = seed
    clients = Table(profiles)
    crawls = Table(Crawl.initial(seed: seed, clients: profiles, now: now))
    nextReportMonth = MediaReport.month(of: now.date) - MediaReport.monthsAtFirst
    if now.date.day >= MediaReport.day { nextReportMonth += 1 }
    pieces = Table(ContentPiece.initial(seed: seed, clients: profiles, now: now))
    audits = Table([Audit.initial(now: now)])
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
    case .invalid(let problems):
      failure(
        400,
        problems.contains { $0.fault == .missing } ? "missing_parameter" : "invalid_parameter",
        problems.map { $0.sentence + "." }.joined(separator: " "))
    }
  }

  static func failure(_ status: Int, _ code: String, _ error: String) -> Reply {
    Reply(status, ["success": false, "error": .string(error), "code": .string(code)])
  }

  static func success(_ data: JSONValue, meta: JSONValue? = nil, status: Int = 200) -> Reply {
    var body: JSONObject = ["success": true, "data": data]
    body["meta"] = meta
    return Reply(status, .object(body))
  }

  mutating func catchUp(at now: Timestamp) {
    issueReports(until: now)
    for index in crawls.indices { crawls[index].job.catchUp(at: now) }
    for index in pieces.indices { pieces[index].job.catchUp(at: now) }
    for index in audits.indices { audits[index].job.catchUp(at: now) }
  }

  mutating func complete(_ reply: inout Reply, at now: Timestamp) {
    allowance.spend(at: now)
    reply.headers += [
      ("X-RateLimit-Limit", String(allowance.limit)),
      ("X-RateLimit-Remaining", String(allowance.remaining)),
      ("X-RateLimit-Reset", String(allowance.reset.secondsSince1970)),
    ]
  }

  /// How records write a time: `2026-01-20 12:00:00`, in UTC; null when there is none.
  static func text(_ time: Timestamp?) -> JSONValue {
    .optional(time.map { "\($0.date) \($0.timeOfDay)" })
  }
}

/// Work the platform does by itself: pending, then processing, then completed or failed.
struct Job: Sendable {
  enum State: String, CaseIterable, Sendable {
    case pending, processing, completed, failed
  }

  let createdAt: Timestamp
  private(set) var state = State.pending
  private(set) var startedAt: Timestamp?
  private(set) var completedAt: Timestamp?
  private(set) var error: String?

  /// Seconds after which it is under way, and ended, when nobody has read it in between.
  private static let (startsAfter, endsAfter) = (60, 600)

  /// One step on the way from pending to completed; what has ended stays as it is.
  mutating func advance(at now: Timestamp) {
    switch state {
    case .pending:
      state = .processing
      startedAt = now
    case .processing:
      state = .completed
      completedAt = now
    case .completed, .failed: break
    }
  }

  /// The steps that the clock has made in the meantime.
  mutating func catchUp(at now: Timestamp) {
    let start = createdAt.adding(seconds: Self.startsAfter)
    let end = createdAt.adding(seconds: Self.endsAfter)
    if state == .pending, now >= start { advance(at: start) }
    if state == .processing, now >= end { advance(at: end) }
  }

  mutating func fail(_ reason: String) {
    state = .failed
    error = reason
  }
}
