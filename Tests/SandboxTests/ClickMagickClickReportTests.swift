import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick click reports` {
  let client = SandboxClient()
  static let rotators = "/clickmagick/rotators"
  static let march = "&start_time=2026-03-01T00:00:00Z&end_time=2026-03-31T00:00:00Z"
  static let kinds = [
    ("/clickmagick/links/stats", "id=440001&id=440003"),
    ("/clickmagick/rotators/stats", "id=128364&id=128373"),
    ("/clickmagick/rotators/urls/stats", "rotator_id=128364&id=1283641&id=1283643"),
  ]
  static let counts = ["total_clicks", "unique_clicks", "actions", "sales"]

  @Test(arguments: kinds) func `is read where it was started`(path: String, form: String) throws {
    let started = client.post(path, form: form)
    #expect(started.status == 202)
    let id = try #require(started["/report_id"]?.int)
    let polls = (1...3).map { _ in client.get(path + "/reports/\(id)") }
    #expect(polls.map(\.status) == [202, 202, 200])
    #expect(polls[0]["/progress/percent"] == 33)
    #expect(polls[2]["/last_updated"] == .string(SandboxClient.now))
    #expect(polls[2].rows("/stats").count == 2)
    #expect(client.post(path, form: form).bytes == polls[2].bytes)
    for (other, _) in Self.kinds where other != path {
      #expect(client.get(other + "/reports/\(id)").status == 404)
    }
  }

  @Test(arguments: kinds)
  func `has figures that agree and grow with the range`(path: String, form: String) throws {
    let all = try report(path, form)
    let march = try report(path, form + Self.march)
    let days = try report(
      path, form + "&start_time=2026-03-10T00:00:00Z&end_time=2026-03-12T12:00:00Z")
    for place in all.indices {
      for name in Self.counts {
        let figures = try [all, march, days].map { try #require($0[place][name]?.int) }
        #expect(figures == figures.sorted(by: >))
      }
      let row = try Self.counts.map { try #require(march[place][$0]?.int) }
      #expect(row == row.sorted(by: >))
      #expect(row[3] > 0)
      let rate = try #require(march[place]["sales_rate"]?.number?.double)
      #expect(abs(rate - Double(row[3]) * 100 / Double(row[1])) < 0.006)
    }
    let before = "&start_time=2020-01-01T00:00:00Z&end_time=2020-02-01T00:00:00Z"
    #expect(try report(path, form + before).allSatisfy { $0["total_clicks"] == 0 })
  }

  @Test func `gives a rotator the sums of its URLs, as they are listed`() throws {
    let urls = client.get(Self.rotators + "/128364/urls").rows("/rotator_urls")
    let ids = urls.compactMap { $0["id"]?.int }.map { "&id=\($0)" }.joined()
    for range in ["", Self.march] {
      let rows = try report(Self.rotators + "/urls/stats", "rotator_id=128364" + ids + range)
      let sums = try report(Self.rotators + "/stats", "id=128364" + range)
      for name in Self.counts {
        #expect(sums[0][name]?.int == rows.compactMap { $0[name]?.int }.reduce(0, +))
      }
      guard range.isEmpty else { continue }
      for name in Self.counts + ["revenue", "epc", "sales_rate"] {
        #expect(urls.map { $0[name] } == rows.map { $0[name] })
      }
    }
  }

  @Test func `shows the URL that underperforms within a month, too`() throws {
    for rotator in client.get(Self.rotators).rows("/rotators") {
      let id = try #require(rotator["id"]?.int)
      let urls = client.get(Self.rotators + "/\(id)/urls?status=active_urls")
      let ids = urls.rows("/rotator_urls").compactMap { $0["id"]?.int }.map { "&id=\($0)" }
      let rows = try report(
        Self.rotators + "/urls/stats", "rotator_id=\(id)\(ids.joined())" + Self.march)
      let rates = rows.compactMap { $0["sales_rate"]?.number?.double }.sorted()
      #expect(rates[0] * 2 < rates[1])
      let clicks = rows.compactMap { $0["total_clicks"]?.int }.sorted()
      #expect(clicks[0] * 2 > clicks[clicks.count - 1])
    }
  }

  @Test func `counts the clicks of a day of the zone`() throws {
    func today(_ zone: String) throws -> Int? {
      let form = "rotator_id=128364&id=1283641" + zone
      return try report(Self.rotators + "/urls/stats", form)[0]["clicks_today"]?.int
    }
    let utc = try #require(try today(""))
    #expect(utc > 0)
    #expect(try today("&time_zone=UTC") == utc)
    // 15:30 in London is 00:30 in Tokyo.
    #expect(try #require(try today("&time_zone=Asia/Tokyo")) < utc)
    #expect(try today("&time_zone=%2B09:00") == (try today("&time_zone=Asia/Tokyo")))
  }

  @Test func `starts anew when a rotator has lost a URL`() throws {
    let before = try report(Self.rotators + "/stats", "id=128364")
    _ = client.delete(Self.rotators + "/128364/urls/1283641")
    let after = try report(Self.rotators + "/stats", "id=128364")
    #expect(after[0]["total_clicks"]?.int ?? 0 < before[0]["total_clicks"]?.int ?? 0)
  }

  @Test func `counts no clicks while a URL is paused`() throws {
    let path = Self.rotators + "/128364/urls/1283641"
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    func clicks(_ client: SandboxClient) -> Int? {
      client.get(Self.rotators + "/128364/urls")["/rotator_urls/0/total_clicks"]?.int
    }
    let before = try #require(clicks(client))
    _ = client.patch(path, form: "status=paused")
    clock.advance(days: 10)
    #expect(clicks(client) == before)
    _ = client.patch(path, form: "status=active")
    clock.advance(days: 10)
    #expect(try #require(clicks(client)) > before)
  }

  @Test(arguments: kinds)
  func `keeps figures of the past, but not today's clicks`(path: String, form: String) throws {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    let past = form + "&start_time=2026-03-10T00:00:00Z&end_time=2026-03-12T23:59:59Z"
    let id = try #require(client.post(path, form: past)["/report_id"]?.int)
    for _ in 1...3 { _ = client.get(path + "/reports/\(id)") }
    clock.advance(seconds: 3600)
    let isAboutToday = path.contains("urls")
    #expect(client.post(path, form: past).status == (isAboutToday ? 202 : 200))
    #expect(client.post(path, form: past)["/report_id"]?.int == (isAboutToday ? id + 1 : id))
  }

  @Test(arguments: kinds) func `refuses bad parameters`(path: String, form: String) {
    func errors(_ form: String) -> JSONValue? { client.post(path, form: form)["/errors"] }
    #expect(errors("rotator_id=128364") == ["id is required"])
    #expect(errors(form + "&id=x") == ["id must be an integer of at least 0"])
    #expect(
      errors(form + "&end_time=2026-03-01T00:00:00Z") == [
        "start_time and end_time must be given together"
      ])
    #expect(client.post(path, form: form + "&id=1").status == 404)
    #expect(client.get(path + "/reports/1").status == 404)
  }

  @Test func `wants URLs of the rotator that is named`() {
    let path = Self.rotators + "/urls/stats"
    #expect(client.post(path, form: "id=1283641")["/errors"] == ["rotator_id is required"])
    #expect(client.post(path, form: "rotator_id=128373&id=1283641").status == 404)
    let zone = client.post(path, form: "rotator_id=128364&id=1283641&time_zone=Mars/Olympus")
    #expect(zone["/status"] == "ERROR")
  }

  /// The rows of the finished report.
  private func report(_ path: String, _ form: String) throws -> [JSONValue] {
    var answer = client.post(path, form: form)
    let id = try #require(answer["/report_id"]?.int)
    for _ in 1...3 where answer.status == 202 { answer = client.get(path + "/reports/\(id)") }
    try #require(answer.status == 200)
    return answer.rows("/stats")
  }
}
