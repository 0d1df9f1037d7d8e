import JSON

/// ClickMagick, `https://api.clickmagick.com/v1`: projects with their statistics, Smart
/// Links, Rotators, and what both are sorted and addressed by.
///
/// Validation problems come as HTTP 200 with `status: "ERROR"`.
struct ClickMagick: Service {
  static let name = "clickmagick"
  static let router = Router<ClickMagick>(
    projectRoutes, projectReportRoutes, logRoutes, builtURLRoutes, rotatorRoutes,
    rotatorURLRoutes, linkRoutes, groupRoutes, domainRoutes, clickReportRoutes, accountRoutes)

  let seed: Seed
  /// The fields of `AccountSettings.fields`, `null` where one is not set.
  var account = AccountSettings.initial
  var projects: Table<Project>
  var reports = Table<StatsReport>(lastID: 3_752_920)
  var rotators: Table<Rotator>
  var rotatorURLs: Table<RotatorURL>
  var smartLinks: Table<SmartLink>
  var linkGroups = Table(Group.initialOfLinks)
  /// Of all groups of links; those of Rotators have none.
  var subgroups = Table(Subgroup.initial)
  var rotatorGroups = Table(Group.initialOfRotators)
  var domains = Table(CustomDomain.initial)

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    projects = Table(Project.initial(seed: seed, now: now))
    rotators = Table(Rotator.initial(now: now))
    rotatorURLs = Table(RotatorURL.initial(seed: seed, rotators: rotators, now: now))
    smartLinks = Table(SmartLink.initial(seed: seed, now: now))
  }

  static func key(in request: ServiceRequest) -> String? { request.header("X-APIKEY") }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: failure(401, ["Invalid or missing API key"])
    case .forbidden(let reason): failure(403, [reason])
    case .unknownRoute: failure(404, ["Unknown endpoint"])
    case .wrongMethod(let allowed):
      failure(405, ["Method not allowed; use " + allowed.joined(separator: " or ")])
    case .wrongMediaType(let expected): failure(200, ["Content-Type must be \(expected)"])
    case .malformedBody(let expected): failure(200, ["The body must be \(expected)"])
    case .notFound(let noun): failure(404, ["\(noun) not found"])
    case .invalid(let problems): failure(200, problems.map(\.sentence))
    }
  }

  /// The envelope around these members.
  static func success(
    _ members: JSONObject = [:], warnings: [String] = [], status: Int = 200
  ) -> Reply {
    let envelope: JSONObject = ["status": "OK", "errors": [], "warnings": .strings(warnings)]
    return Reply(status, .object(members.merging(envelope)))
  }

  private static func failure(_ status: Int, _ errors: [String]) -> Reply {
    Reply(status, ["status": "ERROR", "errors": .strings(errors), "warnings": []])
  }
}

extension FieldReader {
  /// The time range of a request: `start_time` and `end_time`, both or neither.
  mutating func timeRange() -> ClosedRange<Timestamp>? {
    let (start, end) = (instant("start_time"), instant("end_time"))
    if isSent("start_time") != isSent("end_time") {
      report("start_time", .rule("start_time and end_time must be given together"))
    }
    guard let start, let end else { return nil }
    guard start <= end else {
      report("end_time", .rule("end_time must not be before start_time"))
      return nil
    }
    return start...end
  }
}
