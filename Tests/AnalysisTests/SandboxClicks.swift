import Exchange
import HTTPTypes
import JSON
import Providers
import Sandbox
import TestSupport
import Testing

/// The clicks of a sandbox, asked for without any tool.
struct SandboxClicks: Sendable {
  struct Row: Equatable, Sendable {
    let day: CalendarDate
    let advertiser: String
    let clicks: Int
  }

  let now: Timestamp
  /// It never changes, and computing its rows takes a while.
  let services: RememberingTransport

  /// The most days that it is asked for at once.
  static let cap = 90

  init(at now: String) throws {
    let now = try #require(Timestamp(parsing: now))
    self.now = now
    services = RememberingTransport(SandboxTransport(world: SandboxWorld { now }))
  }

  func bench(over services: (any HTTPTransport)? = nil) throws -> QueryBench {
    try QueryBench(Repository.manifest(), over: services ?? self.services, at: now)
  }

  /// The rows of certain days, as the service lists them.
  func rows(_ days: ClosedRange<CalendarDate>) async throws -> [Row] {
    var rows: [Row] = []
    for window in Self.windows(of: days).reversed() {
      var page: Int? = 1
      while let number = page {
        let answer = try await answer(
          "start_date=\(window.lowerBound)&end_date=\(window.upperBound)&per_page=1000&page=\(number)"
        )
        rows += try #require(answer["data"]?.array).map(row)
        page = answer["meta"]?["next_page"]?.int
      }
    }
    return rows
  }

  /// From the first day on, so many at once.
  static func windows(of days: ClosedRange<CalendarDate>) -> [ClosedRange<CalendarDate>] {
    stride(from: days.lowerBound.daysSince1970, through: days.upperBound.daysSince1970, by: cap).map
    {
      let first = CalendarDate(daysSince1970: $0)
      return first...min(days.upperBound, first.adding(days: cap - 1))
    }
  }

  private func row(_ row: JSONValue) throws -> Row {
    Row(
      day: try #require(row["click_date"]?.string.flatMap { CalendarDate(parsing: $0) }),
      advertiser: try #require(row["advertiser_name"]?.string),
      clicks: try #require(row["click_count"]?.int))
  }

  private func answer(_ query: String) async throws -> JSONValue {
    var head = HTTPRequest(
      method: .get, scheme: "http", authority: "sandbox.invalid",
      path: "/hienergy/api/v1/clicks?\(query)")
    let name = try #require(HTTPField.Name("X-Api-Key"))
    head.headerFields[name] = SandboxWorld.key
    return try JSONValue(parsing: await services.send(ProviderRequest(head: head)).body)
  }
}
