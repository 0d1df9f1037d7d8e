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
  /// By id, oldest first.
  var projects: [Project]
  var projectIDs: IDSequence
  /// The fields of `AccountSettings.fields`, `null` where one is not set.
  var account = AccountSettings.initial
  /// By id, oldest first.
  var reports: [StatsReport] = []
  var reportIDs = IDSequence(after: 3_752_920)
  /// By id, oldest first.
  var rotators: [Rotator]
  var rotatorIDs: IDSequence
  /// By id, oldest first, of all Rotators.
  var rotatorURLs: [RotatorURL]
  var rotatorURLIDs: IDSequence
  /// By id, oldest first.
  var smartLinks: [SmartLink]
  var linkIDs: IDSequence
  var linkGroups = Groups.initialOfLinks
  var rotatorGroups = Groups.initialOfRotators
  /// By id, oldest first.
  var domains = CustomDomain.initial
  var domainIDs: IDSequence

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    projects = Project.initial(seed: seed, now: now)
    projectIDs = IDSequence(after: projects)
    rotators = Rotator.initial(now: now)
    rotatorIDs = IDSequence(after: rotators)
    rotatorURLs = RotatorURL.initial(seed: seed, rotators: rotators, now: now)
    rotatorURLIDs = IDSequence(after: rotatorURLs)
    smartLinks = SmartLink.initial(seed: seed, now: now)
    linkIDs = IDSequence(after: smartLinks)
    domainIDs = IDSequence(after: domains)
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
    let envelope: JSONObject = [
      "status": "OK", "errors": [], "warnings": .strings(warnings),
    ]
    return Reply(status, .object(members.merging(envelope)))
  }

  private static func failure(_ status: Int, _ errors: [String]) -> Reply {
    Reply(status, ["status": "ERROR", "errors": .strings(errors), "warnings": []])
  }

  /// The time range of a request: `start_time` and `end_time`, both or neither.
  static func timeRange(_ reader: inout FieldReader) -> ClosedRange<Timestamp>? {
    let start = reader.instant("start_time")
    let end = reader.instant("end_time")
    if reader.isSent("start_time") != reader.isSent("end_time") {
      reader.report("start_time", .rule("start_time and end_time must be given together"))
    }
    guard let start, let end else { return nil }
    guard start <= end else {
      reader.report("end_time", .rule("end_time must not be before start_time"))
      return nil
    }
    return start...end
  }
}
