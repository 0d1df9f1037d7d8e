import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick logs` {
  let client = SandboxClient()
  static let campaigns = "/clickmagick/campaigns"
  static let project = campaigns + "/projects/29583"
  static let march = "start_time=2026-03-01T00:00:00Z&end_time=2026-03-31T12:00:00Z"
  static let week = "start_time=2026-03-20T07:00:00Z&end_time=2026-03-26T19:30:00Z"
  static let kinds = ["actions", "engagements", "sales"]
  static let models = ["first_click", "last_click", "linear", "pos_based", "time_decay"]

  @Test(arguments: kinds) func `logs what the stats count`(kind: String) throws {
    let rows = try walk(Self.project + "/" + kind, Self.week)
    #expect(!rows.isEmpty)
    #expect(try stats("", Self.week)[kind]?.int == rows.count)
    let google = rows.filter { $0["utm_source"] == "google" }
    #expect(try stats("", Self.week + "&utm_source=google")[kind]?.int == google.count)
    let filtered = try walk(Self.project + "/" + kind, Self.week + "&utm_source=google")
    #expect(filtered == google)
  }

  @Test(arguments: models) func `credits rows as the stats do`(model: String) throws {
    for filter in [Self.march, Self.march + "&utm_medium=cpc"] {
      let figures = try stats("/" + model, filter)
      let sales = try walk(Self.project + "/sales/" + model, filter)
      #expect(hundredths(figures["sales"]) == sum(sales, "credit"))
      #expect(hundredths(figures["revenue"]) == sum(sales, "revenue"))
      let actions = try walk(Self.project + "/actions/" + model, filter)
      #expect(hundredths(figures["actions"]) == sum(actions, "credit"))
    }
  }

  @Test func `shares a sale out among its clicks`() throws {
    let whole = try walk(Self.project + "/sales", Self.march)
    let parts = try walk(Self.project + "/sales/linear", Self.march)
    #expect(parts.count > whole.count)
    for sale in whole {
      let own = parts.filter { $0["id"] == sale["id"] }
      #expect(sum(own, "credit") == 100)
      #expect(sum(own, "revenue") == hundredths(sale["amount"]))
    }
  }

  @Test(arguments: kinds) func `has the rows of all projects in one log`(kind: String) throws {
    let ids = [29583, 29591, 29640, 29702, 29755, 29811]
    let day = "start_time=2026-03-30T00:00:00Z&end_time=2026-03-30T05:00:00Z"
    for model in ["", "/pos_based"] {
      let parts = try ids.flatMap { id in
        try walk(Self.campaigns + "/projects/\(id)/\(kind)\(model)", day)
      }
      #expect(try walk(Self.campaigns + "/\(kind)\(model)", day) == parts)
      #expect(parts.allSatisfy { ids.contains($0["project_id"]?.int ?? 0) })
    }
  }

  @Test func `splits a time into parts without losing or doubling a row`() throws {
    let parts = [
      "start_time=2026-03-20T07:00:00Z&end_time=2026-03-23T11:22:33Z",
      "start_time=2026-03-23T11:22:34Z&end_time=2026-03-26T19:30:00Z",
    ]
    let rows = try parts.flatMap { try walk(Self.project + "/actions", $0) }
    let whole = try walk(Self.project + "/actions", Self.week)
    #expect(Set(rows) == Set(whole))
    #expect(rows.count == whole.count)
    let times = whole.compactMap { $0["time"]?.string }
    #expect(times.allSatisfy { ("2026-03-20T07:00:00Z"..."2026-03-26T19:30:00Z").contains($0) })
  }

  @Test func `ends with the present when no time is asked for`() throws {
    let newest = client.get(Self.campaigns + "/engagements?limit=100").rows("/sales")
    let times = newest.compactMap { $0["time"]?.string }
    #expect(times.count == 100)
    #expect(times.allSatisfy { $0 <= SandboxClient.now })
  }

  @Test func `gives the same rows for the same seed, and others for another`() {
    let path = Self.campaigns + "/sales/linear?" + Self.week
    let bytes = client.get(path).bytes
    #expect(SandboxClient().get(path).bytes == bytes)
    #expect(SandboxClient(seed: 1).get(path).bytes != bytes)
  }

  @Test func `keeps past rows whatever the clock says`() throws {
    let path = Self.project + "/actions?" + Self.week
    let later = SandboxClient(now: "2026-04-02T00:00:00Z")
    #expect(later.get(path).bytes == client.get(path).bytes)
  }

  @Test func `walks forwards and backwards`() throws {
    let path = Self.project + "/sales?limit=10&" + Self.march
    let first = client.get(path)
    #expect(first.body.object?.keys == ["cursor", "sales", "status"])
    #expect(first["/cursor/prev"] == .null)
    let next = try #require(first["/cursor/next"]?.string)
    let second = client.get(path + "&cursor=" + next)
    #expect(second.rows("/sales").count == 10)
    #expect(second.rows("/sales") != first.rows("/sales"))
    let back = try #require(second["/cursor/prev"]?.string)
    #expect(client.get(path + "&cursor=" + back).body == first.body)
  }

  @Test func `tells what kind of thing a row is`() throws {
    let sale = try #require(client.get(Self.project + "/sales").rows("/sales").first?.object)
    #expect(
      sale.keys == [
        "id", "project_id", "time", "credit", "amount", "revenue", "utm_campaign", "utm_content",
        "utm_medium", "utm_source", "utm_term",
      ])
    let action = client.get(Self.project + "/actions").rows("/actions").first
    #expect(action?["name"]?.string != nil)
    #expect(action?["amount"] == nil)
  }

  @Test(arguments: [
    ("/sales?limit=0", 200), ("/actions?limit=101", 200), ("/engagements?cursor=abc", 200),
    ("/sales?start_time=2026-03-01T00:00:00Z", 200), ("/actions/guess", 200),
    ("/sales?start_time=2026-03-02T00:00:00Z&end_time=2026-03-01T00:00:00Z", 200),
    ("/projects/1/sales", 404), ("/projects/x/actions/linear", 404),
  ])
  func `refuses what is wrong`(path: String, status: Int) {
    let answer = client.get(Self.campaigns + path)
    #expect(answer.status == status)
    #expect(answer["/status"] == "ERROR")
  }

  @Test func `lists built URLs page by page`() throws {
    let path = Self.campaigns + "/urls"
    let all = client.get(path).rows("/urls")
    let first = client.get(path + "?limit=40")
    let next = try #require(first["/cursor/next"]?.string)
    let second = client.get(path + "?limit=40&cursor=" + next)
    #expect(first.rows("/urls") + second.rows("/urls") == all)
    #expect(second["/cursor/next"] == .null)
    let url = try #require(all.first?["url"]?.string)
    #expect(url.hasPrefix("https://www.example.com/bigfoot-surfboards?utm_campaign=end+of+season&"))
    #expect(client.get(path + "?limit=1000")["/status"] == "ERROR")
  }

  /// All rows, page by page.
  private func walk(_ path: String, _ filter: String) throws -> [JSONValue] {
    var (rows, cursor, pages) = ([JSONValue](), "", 0)
    repeat {
      let answer = client.get(path + "?" + filter + cursor)
      try #require(answer["/status"] == "OK")
      rows += answer.rows("/sales") + answer.rows("/actions")
      cursor = answer["/cursor/next"]?.string.map { "&cursor=" + $0 } ?? ""
      pages += 1
    } while !cursor.isEmpty && pages < 100
    return rows
  }

  /// The figures of the project's report.
  private func stats(_ model: String, _ filter: String) throws -> JSONObject {
    let id = try #require(
      client.post(Self.project + "/stats" + model, form: filter)["/report_id"]?.int)
    let polls = (1...3).map { _ in
      client.get(Self.campaigns + "/projects/stats/reports/\(id)")
    }
    return try #require(polls.last?["/stats"]?.object)
  }

  private func sum(_ rows: [JSONValue], _ name: String) -> Int {
    rows.reduce(0) { $0 + hundredths($1[name]) }
  }

  private func hundredths(_ value: JSONValue?) -> Int {
    Int(((value?.number?.double ?? .nan) * 100).rounded())
  }
}
