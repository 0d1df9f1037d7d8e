import JSON

/// ClickMeter, `https://apiv2.clickmeter.com`: tracking links and pixels.
struct ClickMeter: Service {
  static let name = "clickmeter"
  static let router = Router<ClickMeter>(
    datapointRoutes, datapointBatchRoutes, groupRoutes, tagRoutes, tagMarkRoutes,
    retargetingRoutes, accountRoutes, accountListRoutes, guestRoutes, permissionRoutes,
    domainRoutes, conversionRoutes, aggregatedStatsRoutes, summaryStatsRoutes,
    hitRoutes, topReportRoutes)

  let seed: Seed
  var account: Account
  var whitelist = Table(WhitelistedDomain.initial)
  var blacklist = Table(BlacklistedAddress.initial)
  var domains = Table(TrackingDomain.initial)
  var guests: Table<Guest>
  // Deleted ones stay among these.
  var conversions: Table<Conversion>
  var datapoints: Table<Datapoint>
  var groups: Table<DatapointGroup>
  var tags = Table(Tag.initial)
  var scripts = Table(RetargetingScript.initial)

  init(seed: Seed, now: Timestamp) {
    self.seed = seed
    datapoints = Table(Datapoint.initial(seed: seed, now: now))
    groups = Table(DatapointGroup.initial(now: now))
    account = Account(
      registeredAt: Timestamp(now.date.adding(days: -730), hour: 7, minute: 41))
    guests = Table(Guest.initial(now: now))
    conversions = Table(Conversion.initial(now: now))
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
      failure(400, "InvalidParameter", problems.map { $0.sentence + "." }.joined(separator: " "))
    }
  }

  private static func failure(_ status: Int, _ code: String, _ message: String) -> Reply {
    Reply(
      status,
      [
        "errorCode": .string(code), "httpErrorCode": .string(String(status)),
        "Message": .string(message),
      ])
  }

  /// How responses write a time: `20260120123000`, in UTC.
  static func text(_ time: Timestamp) -> String {
    (time.date.description + time.timeOfDay).filter(\.isNumber)
  }
}

extension FieldReader {
  /// `YYYYMMDD` or `YYYYMMDDHHmm`, in UTC.
  mutating func compactTime(_ name: String) -> Timestamp? {
    let kind = FieldKind.custom(expected: "a date as YYYYMMDD or YYYYMMDDHHmm") {
      Timestamp(compact: $0, lengths: [8, 12]) != nil
    }
    return text(name, kind).flatMap { Timestamp(compact: $0, lengths: [8, 12]) }
  }
}

extension Timestamp {
  /// Reads `20260120123000` in UTC. What a shorter text lacks is zero.
  init?(compact text: String, lengths: [Int]) {
    guard lengths.contains(text.utf8.count), text.utf8.count <= 14 else { return nil }
    let digits = text + String(repeating: "0", count: 14 - text.utf8.count)
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
      String(digits.dropFirst(range.lowerBound).prefix(range.count))
    }
    let day = parts[0..<3].joined(separator: "-")
    self.init(parsing: "\(day)T\(parts[3...].joined(separator: ":"))Z")
  }
}
