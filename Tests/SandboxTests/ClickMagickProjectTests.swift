import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick projects` {
  let client = SandboxClient()
  static let projects = "/clickmagick/campaigns/projects"
  static let stats = projects + "/29583/stats"
  static let reports = projects + "/stats/reports"
  static let march = "start_time=2026-03-01T00:00:00Z&end_time=2026-03-31T00:00:00Z"

  @Test func `lists projects by part of their name`() {
    let all = client.get(Self.projects)
    #expect(all.rows("/projects").count == 6)
    #expect(all.body.object?.keys == ["projects", "status", "errors", "warnings"])
    let found = client.get(Self.projects + "?search=bigFOOT")
    #expect(found["/projects"] == [["id": 29583, "name": "Bigfoot Surfboards"]])
    #expect(client.get(Self.projects + "?search=%3Cb%3E")["/status"] == "ERROR")
  }

  @Test func `makes a report in two readings and gives it with the third`() throws {
    let started = client.post(Self.stats, form: Self.march)
    #expect(started.status == 202)
    #expect(started["/status"] == "OK")
    let id = try #require(started["/report_id"]?.int)
    let polls = (1...4).map { _ in client.get(Self.reports + "/\(id)") }
    #expect(polls.map(\.status) == [202, 202, 200, 200])
    #expect(polls.map { $0["/progress/percent"]?.int } == [33, 66, 100, 100])
    #expect(polls[0]["/stats"] == nil)
    #expect(polls[2]["/last_updated"] == .string(SandboxClient.now))
    #expect(polls[2]["/total_seconds"]?.int != nil)
    #expect(polls[2].bytes == polls[3].bytes)
  }

  @Test func `answers at once from a finished report, but for a refresh`() throws {
    let finished = try report(Self.stats, Self.march)
    let again = client.post(Self.stats, form: Self.march)
    #expect(again.status == 200)
    #expect(again.bytes == finished.bytes)
    let refreshed = client.post(Self.stats, form: Self.march + "&refresh=true")
    #expect(refreshed.status == 202)
    #expect(refreshed["/report_id"] != finished["/report_id"])
  }

  @Test func `keeps a report of all times while the clock runs`() throws {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    let id = client.post(Self.stats, form: "")["/report_id"]
    for _ in 1...3 {
      clock.advance(seconds: 1)
      _ = client.get(Self.reports + "/\(id?.int ?? 0)")
    }
    clock.advance(seconds: 1)
    let again = client.post(Self.stats, form: "")
    #expect(again.status == 200)
    #expect(again["/report_id"] == id)
  }

  @Test func `counts whole sales for the last click and parts for a linear model`() throws {
    #expect(try report(Self.stats, Self.march)["/stats/sales"]?.int != nil)
    let linear = try report(Self.stats + "/linear", Self.march + "&utm_source=google")
    #expect(linear["/stats/sales"]?.int == nil)
    let roas = try #require(linear["/stats/roas"]?.number?.double)
    #expect((1...6).contains(roas))
  }

  @Test func `gives figures that agree with each other`() throws {
    let answer = try report(Self.stats, Self.march)
    func figure(_ name: String) -> Double { answer["/stats/\(name)"]?.number?.double ?? .nan }
    #expect(figure("clicks") > figure("unique_clicks"))
    #expect(figure("unique_clicks") > figure("engagements"))
    #expect(figure("actions") > figure("sales"))
    #expect(figure("sales") > 0)
    #expect(abs(figure("profit") - (figure("revenue") - figure("cost"))) < 0.001)
    #expect(abs(figure("epc") - figure("revenue") / figure("clicks")) < 0.006)
    #expect(answer["/stats/revenue"]?.number?.text.split(separator: ".").last?.count == 2)
  }

  @Test func `credits ads differently by model and keeps the total`() throws {
    let models = ["first_click", "last_click", "linear", "pos_based", "time_decay"]
    let google = try models.map { model in
      try report(Self.stats + "/" + model, Self.march + "&utm_source=google")["/stats/sales"]
    }
    #expect(Set(google).count == models.count)
    let totals = try models.map { model in
      try report(Self.stats + "/" + model, Self.march)["/stats/sales"]?.number?.double ?? .nan
    }
    #expect(totals.allSatisfy { $0 == totals[0] })
    let plain = try report(Self.stats, Self.march + "&utm_source=google")["/stats/sales"]
    #expect(plain == google[1])
  }

  @Test func `adds up over the values of a filter`() throws {
    let campaigns = ["end+of+season", "beginner%20boards", "brand"]
    let parts = try campaigns.map { campaign in
      try report(Self.stats, Self.march + "&utm_campaign=" + campaign)["/stats/clicks"]?.int ?? 0
    }
    #expect(parts.allSatisfy { $0 > 0 })
    #expect(try report(Self.stats, Self.march)["/stats/clicks"]?.int == parts.reduce(0, +))
    #expect(try report(Self.stats, "utm_source=nobody")["/stats/clicks"] == 0)
  }

  @Test func `gives the same figures for past days whatever the clock says`() throws {
    let later = SandboxClient(now: "2026-04-02T00:00:00Z")
    let id = later.post(Self.stats, form: Self.march)["/report_id"]?.int ?? 0
    let polls = (1...3).map { _ in later.get(Self.reports + "/\(id)") }
    #expect(try report(Self.stats, Self.march)["/stats/clicks"] == polls[2]["/stats/clicks"])
  }

  @Test(arguments: [
    ("start_time=2026-03-01T00:00:00Z", "start_time and end_time must be given together"),
    (
      "start_time=2026-03-02T00:00:00Z&end_time=2026-03-01T00:00:00Z",
      "end_time must not be before start_time"
    ),
    ("refresh=perhaps", "refresh must be true or false"),
  ])
  func `refuses bad parameters with 200 and errors`(form: String, error: String) {
    let answer = client.post(Self.stats, form: form)
    #expect(answer.status == 200)
    #expect(answer.body == SandboxClient.refused(error))
  }

  @Test func `refuses what it does not know`() {
    #expect(client.post(Self.projects + "/1/stats", form: "").status == 404)
    #expect(client.get(Self.reports + "/1").status == 404)
    let model = client.post(Self.stats + "/guess", form: "")
    #expect(model.status == 200)
    #expect(model["/status"] == "ERROR")
    #expect(client.with(key: "invalid").get(Self.projects).status == 401)
    #expect(client.post(Self.projects + "/29583/stats", json: "{}")["/status"] == "ERROR")
  }

  @Test func `takes an empty body as no parameters`() {
    #expect(client.send(.post, Self.stats).status == 202)
  }

  /// The finished report.
  private func report(_ path: String, _ form: String) throws -> Answer {
    var answer = client.post(path, form: form)
    let id = try #require(answer["/report_id"]?.int)
    for _ in 1...3 where answer.status == 202 { answer = client.get(Self.reports + "/\(id)") }
    try #require(answer.status == 200)
    return answer
  }
}
