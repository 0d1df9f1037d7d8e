import JSON
import Sandbox
import Testing

@Suite struct `Hi Energy` {
  let client = SandboxClient()
  static let clicks = "/hienergy/api/v1/clicks"
  static let march = clicks + "?start_date=2026-03-01&end_date=2026-03-31"

  @Test func `answers rows and meta in the documented shape`() throws {
    let answer = client.get(Self.march + "&per_page=2")
    #expect(answer.status == 200)
    #expect(answer.header("Content-Type") == "application/json")
    let row = try #require(answer.rows("/data").first?.object)
    #expect(
      row.keys == [
        "advertiser_id", "advertiser_name", "advertiser_slug", "publisher_id", "publisher_name",
        "network_id", "network_name", "click_date", "click_count",
      ])
    #expect(row["publisher_id"] == 45)
    #expect(row["click_date"] == "2026-03-31")
    #expect(
      answer["/meta"]?.object?.keys == [
        "current_page", "next_page", "prev_page", "total_pages", "total_count", "per_page",
        "used_searchkick", "start_date", "end_date", "days", "publisher_id",
      ])
    #expect(answer["/meta/days"] == 31)
    #expect(answer["/meta/next_page"] == 2)
    #expect(answer["/meta/prev_page"] == .null)
  }

  @Test func `orders rows by day, then clicks, then name`() {
    let rows = client.get(Self.march + "&per_page=1000").rows("/data")
    let keys = rows.map { row in
      Key(
        date: row["click_date"]?.string ?? "", count: row["click_count"]?.int ?? 0,
        name: row["advertiser_name"]?.string ?? "")
    }
    #expect(rows.count > 500)
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.precedes($1) })
    #expect(keys.allSatisfy { $0.count > 0 })
  }

  @Test(arguments: ["per_page=97", "limit=97"])
  func `walks all rows exactly once`(size: String) throws {
    var seen: [String] = []
    var page: Int? = 1
    var total = 0
    while let number = page {
      let answer = client.get(Self.march + "&\(size)&page=\(number)")
      seen += answer.rows("/data").map(\.description)
      total = try #require(answer["/meta/total_count"]?.int)
      page = answer["/meta/next_page"]?.int
    }
    #expect(seen.count == total)
    #expect(Set(seen).count == total)
  }

  @Test func `cuts a page at 1000 rows`() {
    let answer = client.get(
      Self.clicks + "?start_date=2026-01-01&end_date=2026-03-31&per_page=5000")
    #expect(answer["/meta/per_page"] == 1000)
    #expect(answer.rows("/data").count == 1000)
  }

  @Test(arguments: [
    ("", "start_date and end_date are required"),
    ("?start_date=2026-03-01", "start_date and end_date are required"),
    (
      "?start_date=2026-02-30&end_date=2026-03-01",
      "Invalid date format. Use YYYY-MM-DD"
    ),
    (
      "?start_date=2026-03-02&end_date=2026-03-01",
      "end_date must be on or after start_date"
    ),
    ("?start_date=2026-01-01&end_date=2026-04-01", "Date range cannot exceed 90 days"),
    (
      "?start_date=2026-03-01&end_date=2026-03-01&page=0",
      "page must be an integer of at least 1"
    ),
  ])
  func `refuses a bad request`(query: String, message: String) {
    let answer = client.get(Self.clicks + query)
    #expect(answer.status == 400)
    #expect(answer.body == ["error": ["code": "BAD_REQUEST", "message": .string(message)]])
  }

  @Test func `allows exactly 90 days`() {
    let answer = client.get(Self.clicks + "?start_date=2026-01-01&end_date=2026-03-31")
    #expect(answer.status == 200)
    #expect(answer["/meta/days"] == 90)
  }

  @Test(arguments: ["", "invalid-key"]) func `refuses a missing or wrong key`(key: String) {
    let answer = client.with(key: key).get(Self.march)
    #expect(answer.status == 401)
    #expect(answer["/error/code"] == "UNAUTHORIZED")
  }

  @Test func `accepts the key in the query`() {
    #expect(client.with(key: "").get(Self.march + "&api_key=some-key").status == 200)
  }

  @Test func `lets administrators only ask for another publisher`() {
    let refused = client.get(Self.march + "&publisher_id=1338")
    #expect(refused.status == 403)
    #expect(refused["/error/code"] == "FORBIDDEN")
    let administrator = client.with(key: SandboxWorld.key)
    let answer = administrator.get(Self.march + "&publisher_id=1338")
    #expect(answer["/meta/publisher_id"] == 1338)
    #expect(answer.rows("/data").allSatisfy { $0["publisher_id"] == 1338 })
    #expect(administrator.get(Self.march + "&publisher_id=9").status == 404)
  }

  @Test func `gives the same rows for a day whatever the clock says`() {
    let day = Self.clicks + "?start_date=2026-03-01&end_date=2026-03-07&per_page=1000"
    let later = SandboxClient(now: "2026-09-12T01:00:00Z")
    #expect(client.get(day).bytes == later.get(day).bytes)
  }

  @Test func `has no rows for the future or for more than 400 days ago`() {
    let future = client.get(Self.clicks + "?start_date=2026-04-01&end_date=2026-04-05")
    #expect(future["/meta/total_count"] == 0)
    #expect(future["/meta/total_pages"] == 0)
    let past = client.get(Self.clicks + "?start_date=2025-01-01&end_date=2025-02-01")
    #expect(past["/meta/total_count"] == 0)
  }

  private struct Key {
    let date: String
    let count: Int
    let name: String

    func precedes(_ other: Key) -> Bool {
      (other.date, other.count, name) < (date, count, other.name)
    }
  }
}
