import JSON

extension HiEnergy {
  static let clickRoutes: [Route<HiEnergy>] = [.get("/api/v1/clicks", listClicks)]

  /// The most days a request may span, both ends included.
  private static let maximumDays = 90
  /// A page is never longer, whatever is asked for.
  private static let maximumRows = 1000
  private static let usualRows = 100

  /// Rows by day, newest first, then clicks, most first, then the advertiser's name.
  private static func listClicks(
    _ service: inout HiEnergy, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let range = try dateRange(&query)
    let number = query.integer("page") ?? 1
    let perPage = query.integer("per_page")
    let size = min(perPage ?? query.integer("limit") ?? usualRows, maximumRows)
    let publisherID = query.integer("publisher_id")
    try query.check()
    let publisher = try publisher(publisherID, for: call.caller)
    let rows = service.clicks(of: publisher, in: range, today: call.now.date)
    let page = Page(number: number, size: size, total: rows.count)
    return Reply(
      200,
      [
        "data": .array(page.rows(of: rows).map { $0.json(publisher) }),
        "meta": meta(page, range, publisher),
      ]
    )
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

  private static func publisher(
    _ id: Int?, for caller: Caller
  ) throws(Refusal) -> Publisher {
    guard let id else { return Publisher.own }
    guard caller.isAdministrator else {
      throw .forbidden(reason: "publisher_id is for administrators only")
    }
    return try Publisher.all.entity(id)
  }

  private static func days(_ range: ClosedRange<CalendarDate>) -> Int {
    range.upperBound.daysSince1970 - range.lowerBound.daysSince1970 + 1
  }

  private static func meta(
    _ page: Page, _ range: ClosedRange<CalendarDate>, _ publisher: Publisher
  ) -> JSONValue {
    [
      "current_page": .integer(page.number),
      "next_page": .optional(page.next),
      "prev_page": .optional(page.previous),
      "total_pages": .integer(page.totalPages),
      "total_count": .integer(page.total),
      "per_page": .integer(page.size),
      "used_searchkick": true,
      "start_date": .string(range.lowerBound.description),
      "end_date": .string(range.upperBound.description),
      "days": .integer(days(range)),
      "publisher_id": .integer(publisher.id),
    ]
  }
}
