import JSON

/// Hi Energy AI, `https://app.hienergy.ai`: daily clicks of publishers at advertisers.
struct HiEnergy: Service {
  static let name = "hienergy"
  static let router = Router<HiEnergy>(clickRoutes, schemaRoutes)

  /// Where every figure comes from; nothing is stored.
  let seed: Seed

  static func key(in request: ServiceRequest) -> String? {
    request.header("X-Api-Key") ?? request.query["api_key"]
  }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: failure(401, "UNAUTHORIZED", "Invalid or missing API key")
    case .forbidden(let reason): failure(403, "FORBIDDEN", reason)
    case .unknownRoute: failure(404, "NOT_FOUND", "No such endpoint")
    case .wrongMethod(let allowed):
      failure(405, "METHOD_NOT_ALLOWED", "Allowed: " + allowed.joined(separator: ", "))
    case .wrongMediaType(let expected):
      failure(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be \(expected)")
    case .malformedBody(let expected): failure(400, "BAD_REQUEST", "Body must be \(expected)")
    case .notFound(let noun): failure(404, "NOT_FOUND", "\(noun) not found")
    case .invalid(let problems):
      failure(400, "BAD_REQUEST", problems.map(\.sentence).joined(separator: "; "))
    }
  }

  private static func failure(_ status: Int, _ code: String, _ message: String) -> Reply {
    Reply(status, ["error": ["code": .string(code), "message": .string(message)]])
  }

  static let clickRoutes: [Route<HiEnergy>] = [.get("/api/v1/clicks", listClicks)]

  /// The most days a request may span, both ends included.
  private static let maximumDays = 90
  /// A page is never longer, whatever is asked for.
  private static let maximumRows = 1000
  private static let usualRows = 100

  /// Rows by day, newest first, then clicks, most first, then the advertiser's name.
  private func listClicks(_ call: Call) throws(Refusal) -> JSONValue {
    var query = call.query
    let range = try Self.dateRange(&query)
    let number = query.integer("page") ?? 1
    let perPage = query.integer("per_page")
    let size = min(perPage ?? query.integer("limit") ?? Self.usualRows, Self.maximumRows)
    let publisherID = query.integer("publisher_id")
    try query.check()
    let publisher = try Self.publisher(publisherID, for: call.caller)
    let rows = clicks(of: publisher, in: range, today: call.now.date)
    let page = Page(number: number, size: size, total: rows.count)
    return [
      "data": .array(page.rows(of: rows).map { $0.json(publisher) }),
      "meta": [
        "current_page": .integer(page.number), "next_page": .optional(page.next),
        "prev_page": .optional(page.previous), "total_pages": .integer(page.totalPages),
        "total_count": .integer(page.total), "per_page": .integer(page.size),
        "used_searchkick": true, "start_date": .string(range.lowerBound.description),
        "end_date": .string(range.upperBound.description),
        "days": .integer(Self.days(range)), "publisher_id": .integer(publisher.id),
      ],
    ]
  }

  /// The range asked for. The messages of its problems are the service's own, one at a time.
  private static func dateRange(
    _ query: inout FieldReader
  ) throws(Refusal) -> ClosedRange<CalendarDate> {
    guard query.isSent("start_date"), query.isSent("end_date") else {
      throw problem("start_date", "start_date and end_date are required")
    }
    guard let start = query.date("start_date"), let end = query.date("end_date") else {
      throw problem("start_date", "Invalid date format. Use YYYY-MM-DD")
    }
    guard start <= end else {
      throw problem("end_date", "end_date must be on or after start_date")
    }
    guard days(start...end) <= maximumDays else {
      throw problem("end_date", "Date range cannot exceed \(maximumDays) days")
    }
    return start...end
  }

  private static func problem(_ field: String, _ sentence: String) -> Refusal {
    .invalid([FieldProblem(field: field, fault: .rule(sentence))])
  }

  private static func publisher(_ id: Int?, for caller: Caller) throws(Refusal) -> Publisher {
    guard let id else { return Publisher.own }
    guard caller.isAdministrator else {
      throw .forbidden(reason: "publisher_id is for administrators only")
    }
    return try Publisher.all.entity(id)
  }

  private static func days(_ range: ClosedRange<CalendarDate>) -> Int {
    range.upperBound.daysSince1970 - range.lowerBound.daysSince1970 + 1
  }

  /// How many days back the service remembers, today included.
  private static let daysKept = 400

  /// The rows of a publisher, in the service's order. Days without clicks have no row.
  private func clicks(
    of publisher: Publisher, in range: ClosedRange<CalendarDate>, today: CalendarDate
  ) -> [ClickRow] {
    let first = max(range.lowerBound, today.adding(days: 1 - Self.daysKept))
    let last = min(range.upperBound, today)
    guard first <= last else { return [] }
    return (first.daysSince1970...last.daysSince1970).reversed().flatMap { day in
      let date = CalendarDate(daysSince1970: day)
      let rows = Advertiser.all.map { advertiser in
        let count = clicks(of: publisher, at: advertiser, on: date)
        return ClickRow(advertiser: advertiser, date: date, count: count)
      }
      return rows.filter { $0.count > 0 }
        .sorted { ($1.count, $0.advertiser.name) < ($0.count, $1.advertiser.name) }
    }
  }

  /// A function of the seed, the two and the day, and of nothing else.
  private func clicks(
    of publisher: Publisher, at advertiser: Advertiser, on date: CalendarDate
  ) -> Int {
    let (one, other, day) = (publisher.id, advertiser.id, date.daysSince1970)
    // A fifth of the pairs do not work together, and those that do pause now and then.
    guard seed.unit(1, one, other) > 0.2, seed.unit(2, one, other, day / 21) > 0.06 else {
      return 0
    }
    let affinity = 0.2 + 1.6 * seed.unit(3, one, other)
    let trend = 0.7 + 0.6 * seed.drift(at: day, period: 45, 4, other)
    let noise = 0.75 + 0.5 * seed.unit(5, one, other, day)
    let isPromoted = seed.unit(6, other, day / 5) < 0.04
    let clicks =
      advertiser.dailyClicks * publisher.reach * affinity * trend * noise
      * Self.weekdays[date.weekday] * (date.month >= 11 ? 1.35 : 1) * (isPromoted ? 2.1 : 1)
    return Int(clicks.rounded())
  }

  /// From Monday to Sunday.
  private static let weekdays = [1.08, 1.02, 0.98, 0.97, 0.9, 0.96, 1.14]
}

private struct ClickRow: Sendable {
  let advertiser: Advertiser
  let date: CalendarDate
  let count: Int

  func json(_ publisher: Publisher) -> JSONValue {
    [
      "advertiser_id": .integer(advertiser.id), "advertiser_name": .string(advertiser.name),
      "advertiser_slug": .string(advertiser.slug),
      "publisher_id": .integer(publisher.id), "publisher_name": .string(publisher.name),
      "network_id": .integer(advertiser.network.id),
      "network_name": .string(advertiser.network.name),
      "click_date": .string(date.description), "click_count": .integer(count),
    ]
  }
}
