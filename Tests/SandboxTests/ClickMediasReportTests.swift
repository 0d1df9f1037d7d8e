import JSON
import Sandbox
import Testing

@Suite struct `Click Medias reports` {
  let client = SandboxClient()
  static let clients = "/clickmedias/clients"

  @Test func `lists reports, the newest first, twelve unless asked otherwise`() throws {
    let path = Self.clients + "/1/reports"
    let rows = client.get(path).rows("/data")
    #expect(rows.count == 12)
    #expect(rows.first?["report_date"] == "2026-03-15")
    #expect(rows.last?["report_date"] == "2025-04-15")
    #expect(client.get(path + "?limit=3").rows("/data") == Array(rows.prefix(3)))
    #expect(client.get(path + "?limit=99").rows("/data").count == 24)
    #expect(client.get(path + "?limit=0").status == 400)
  }

  @Test func `gives the newest as the latest, in the documented shape`() throws {
    let latest = client.get(Self.clients + "/1/reports/latest")
    #expect(latest["/data"] == client.get(Self.clients + "/1/reports").rows("/data").first)
    #expect(
      latest["/data"]?.object?.keys == [
        "id", "client_id", "report_date", "seo_score", "aiso_score", "ai_visibility_score",
        "domain_authority", "organic_traffic", "month_over_month", "year_over_year",
        "recommendations", "pdf_url",
      ])
    let scores = try #require(client.get(Self.clients + "/1/scores")["/data"]?.object)
    for (name, value) in scores { #expect(latest["/data/\(name)"] == value) }
  }

  @Test func `compares a report with those of a month and of a year ago`() {
    let rows = client.get(Self.clients + "/2/reports?limit=13").rows("/data")
    func change(_ name: String, over months: Int) -> Int? {
      guard let new = rows[0][name]?.int, let old = rows[months][name]?.int else { return nil }
      return new - old
    }
    let latest = client.get(Self.clients + "/2/reports/latest")
    let pairs = [
      ("seo_score", "seo_score_change"), ("aiso_score", "aiso_score_change"),
      ("organic_traffic", "traffic_change"),
    ]
    for (name, member) in pairs {
      #expect(latest["/data/month_over_month/\(member)"]?.int == change(name, over: 1))
      #expect(latest["/data/year_over_year/\(member)"]?.int == change(name, over: 12))
    }
    #expect(
      latest["/data/month_over_month/da_change"]?.int == change("domain_authority", over: 1))
  }

  @Test func `recommends what is suggested and not decided on`() {
    let pending = client.get(Self.clients + "/6/suggestions?status=pending").rows("/data")
    let latest = client.get(Self.clients + "/6/reports/latest").rows("/data/recommendations")
    #expect(latest.map { $0["title"] } == pending.map { $0["title"] })
  }

  @Test func `makes a generated report the latest, in lists and scores too`() throws {
    let path = Self.clients + "/5"
    let before = client.get(path + "/reports?limit=99").rows("/data").count
    let generated = client.post(path + "/reports/generate", json: "")
    #expect(generated.status == 201)
    #expect(generated["/data/report_date"] == "2026-03-31")
    #expect(client.get(path + "/reports/latest").body == generated.body)
    #expect(client.get(path + "/reports?limit=99").rows("/data").count == before + 1)
    #expect(client.get(path + "/scores")["/data/seo_score"] == generated["/data/seo_score"])
    let history = client.get(path + "/scores/history").rows("/data/history")
    #expect(history.first?["report_date"] == "2026-03-31")
    #expect(history.dropFirst().first?["report_date"] == "2026-02-15")
  }

  @Test func `reports on a new client after its first crawl`() {
    let path = Self.clients + "/12"
    let refused = client.post(path + "/reports/generate", json: "")
    #expect(refused.status == 400)
    #expect(client.get(path + "/reports/latest")["/code"] == "report_not_found")
    #expect(client.get(path + "/reports")["/data"] == [])
    _ = client.post("/clickmedias/crawls", json: #"{"client_id":12}"#)
    for _ in 1...2 { _ = client.get("/clickmedias/crawls?client_id=12") }
    let first = client.post(path + "/reports/generate", json: "")
    #expect(first.status == 201)
    #expect(first["/data/month_over_month/seo_score_change"] == 0)
    #expect(client.get(path + "/scores").status == 200)
  }

  @Test(arguments: [
    "", "/reports", "/reports/latest", "/scores", "/scores/history", "/backlinks", "/citations",
    "/content", "/suggestions",
  ])
  func `does not know other clients`(path: String) {
    let answer = client.get(Self.clients + "/99" + path)
    #expect(answer.status == 404)
    #expect(answer["/code"] == "client_not_found")
  }
}
