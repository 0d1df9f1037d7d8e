import Exchange
import HTTPTypes
import JSON
import Sandbox
import TestSupport

/// The rows of the sandbox's services as these give them, page by page. Nothing of the server's is
/// between, so that its figures can be held against them.
struct RawRows {
  private let world = SandboxWorld { SandboxedTools.now }

  struct Refused: Error {
    let path: String
    let status: Int
  }

  /// Clicks by advertiser and day, of which the service gives 90 days at once.
  func clicks(_ first: String, _ last: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var start = CalendarDate(parsing: first)
    while let from = start, let last = CalendarDate(parsing: last), from <= last {
      let to = min(from.adding(days: 89), last)
      rows += try clicks(window: "start_date=\(from)&end_date=\(to)")
      start = to.adding(days: 1)
    }
    return rows
  }

  private func clicks(window: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var page: Int? = 1
    while let number = page {
      let answer = try get("hienergy/api/v1/clicks?\(window)&per_page=500&page=\(number)")
      rows += answer["data"]?.array ?? []
      page = answer["meta"]?["next_page"]?.int
    }
    return rows
  }

  /// Hits of the account, or of what the path names, between two days as `20260401`.
  func hits(of path: String = "", _ first: String, _ last: String) throws -> [JSONValue] {
    var rows: [JSONValue] = []
    var key: String? = ""
    while let offset = key {
      let after = offset.isEmpty ? "" : "&offset=\(offset)"
      let answer = try get(
        "clickmeter\(path)/hits?timeframe=custom&fromDay=\(first)&toDay=\(last)&limit=100\(after)")
      rows += answer["hits"]?.array ?? []
      key = answer["lastKey"]?.string
    }
    return rows
  }

  /// Tracking links, not pixels.
  func links() throws -> [JSONValue] {
    try get("clickmeter/datapoints?type=tl&limit=100")["entities"]?.array ?? []
  }

  /// Of each smart link, from the start of a UTC day to the end of another: the report is begun,
  /// then read until it is there.
  func smartLinkClicks(_ first: String, _ last: String) throws -> [(clicks: Int, unique: Int)] {
    let ids = (try get("clickmagick/links?limit=100")["links"]?.array ?? [])
      .compactMap { $0["id"]?.int }
    let form =
      ids.map { "id=\($0)" }.joined(separator: "&")
      + "&start_time=\(first)T00:00:00Z&end_time=\(last)T23:59:59Z"
    var report = try send(.post, "clickmagick/links/stats", form: form)
    for _ in 0..<10 where report["stats"] == nil {
      let id = report["report_id"]?.int ?? 0
      report = try send(.get, "clickmagick/links/stats/reports/\(id)")
    }
    return (report["stats"]?.array ?? []).map {
      ($0["total_clicks"]?.int ?? 0, $0["unique_clicks"]?.int ?? 0)
    }
  }

  func scores(ofClient id: Int) throws -> [JSONValue] {
    let answer = try get("clickmedias/clients/\(id)/scores/history?months=12")
    return answer["data"]?["history"]?.array ?? []
  }

  /// What each URL of a rotator has had since an instant, until another, and what state it is in.
  func rotatorURLs(
    of rotator: Int, _ start: String, _ end: String
  ) throws -> [(row: JSONValue, status: String)] {
    let listed = try get("clickmagick/rotators/\(rotator)/urls?limit=100")["rotator_urls"]?.array
    let ids = (listed ?? []).compactMap { $0["id"]?.int }
    let form =
      ids.map { "id=\($0)&" }.joined()
      + "rotator_id=\(rotator)&start_time=\(start)&end_time=\(end)"
    var report = try send(.post, "clickmagick/rotators/urls/stats", form: form)
    let id = report["report_id"]?.int ?? 0
    // It takes a few readings, and no time.
    for _ in 0..<10 where report["stats"] == nil {
      report = try get("clickmagick/rotators/urls/stats/reports/\(id)")
    }
    return (report["stats"]?.array ?? []).map { row in
      (row, listed?.first { $0["id"] == row["id"] }?["status"]?.string ?? "")
    }
  }

  private func get(_ path: String) throws -> JSONValue { try send(.get, path) }

  private func send(
    _ method: HTTPRequest.Method, _ path: String, form: String = ""
  ) throws -> JSONValue {
    var head = HTTPRequest(
      method: method, scheme: "https", authority: "sandbox.invalid", path: "/" + path)
    if !form.isEmpty { head.headerFields[.contentType] = "application/x-www-form-urlencoded" }
    for name in ["X-Api-Key", "X-APIKEY", "X-Clickmeter-AuthKey"] {
      guard let field = HTTPField.Name(name) else { continue }
      head.headerFields[field] = SandboxWorld.key
    }
    let response = world.answer(ProviderRequest(head: head, body: Array(form.utf8)))
    guard [200, 202].contains(response.head.status.code) else {
      throw Refused(path: path, status: response.head.status.code)
    }
    return try JSONValue(parsing: response.body)
  }
}
