import JSON

/// ClickMeter, `https://apiv2.clickmeter.com`: tracking links and pixels.
struct ClickMeter: Service {
  static let name = "clickmeter"
  static let router = Router<ClickMeter>(
    datapointRoutes, datapointBatchRoutes, groupRoutes, tagRoutes, tagMarkRoutes,
    retargetingRoutes, accountRoutes, accountListRoutes, guestRoutes, permissionRoutes,
    domainRoutes, conversionRoutes, conversionDatapointRoutes, aggregatedStatsRoutes,
    summaryStatsRoutes, hitRoutes, topReportRoutes)

  let seed: Seed
  var account: Account
  var whitelist = AccountList.whitelist
  var blacklist = AccountList.blacklist
  /// By id, oldest first; so are the guests.
  var domains = TrackingDomain.initial
  var guests: [Guest]
  /// By id, oldest first, deleted ones among them.
  var conversions: [Conversion]
  /// In the same order; so are the groups.
  var datapoints: [Datapoint]
  var groups: [DatapointGroup]
  var tags = Tag.initial
  var scripts = RetargetingScript.initial
  /// The largest id ever given, by collection, where it was given or taken away here.
  var lastIDs: [String: Int] = [:]

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    datapoints = Datapoint.initial(seed: seed, now: now)
    groups = DatapointGroup.initial(now: now)
    account = Account(now: now)
    guests = Guest.initial(now: now)
    conversions = Conversion.initial(now: now, datapoints: datapoints)
    for conversion in conversions {
      for place in datapoints.indices where conversion.datapointIDs.contains(datapoints[place].id) {
        datapoints[place].tie(conversion.id)
      }
    }
  }

  static func key(in request: ServiceRequest) -> String? {
    request.header("X-Clickmeter-AuthKey") ?? request.query["authKey"]
  }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: failure(401, "Unauthorized", "The authKey is missing or not valid.")
    case .forbidden(let reason): failure(403, "Forbidden", reason + ".")
    case .unknownRoute: failure(404, "EndpointNotFound", "Endpoint not found.")
    case .wrongMethod(let allowed):
      failure(405, "MethodNotAllowed", "Allowed: " + allowed.joined(separator: ", ") + ".")
    case .wrongMediaType(let expected):
      failure(415, "UnsupportedMediaType", "Content-Type must be \(expected).")
    case .malformedBody(let expected):
      failure(400, "InvalidBody", "The body must be \(expected).")
    case .notFound(let noun): failure(404, "\(noun)NotFound", "\(noun) not found.")
    case .invalid(let problems):
      failure(
        400, "InvalidParameter", problems.map { $0.sentence + "." }.joined(separator: " "))
    }
  }

  private static func failure(_ status: Int, _ code: String, _ message: String) -> Reply {
    Reply(
      status,
      [
        "errorCode": .string(code), "httpErrorCode": .string(String(status)),
        "Message": .string(message),
      ]
    )
  }

  /// How answers write a time: `20260120123000`, in UTC.
  static func text(_ time: Timestamp) -> String {
    (time.date.description + time.timeOfDay).filter(\.isNumber)
  }
}
