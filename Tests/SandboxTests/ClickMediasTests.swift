import JSON
import Sandbox
import Testing

@Suite struct `Click Medias` {
  let client = SandboxClient()
  static let clients = "/clickmedias/clients"
  static let crawls = "/clickmedias/crawls"

  @Test func `lists clients in the documented envelope`() throws {
    let answer = client.get(Self.clients + "?per_page=5&page=3")
    #expect(answer.status == 200)
    #expect(answer["/success"] == true)
    #expect(answer["/meta"] == ["total": 12, "page": 3, "per_page": 5, "total_pages": 3])
    #expect(answer.rows("/data").map { $0["id"]?.int } == [11, 12])
    let row = try #require(answer.rows("/data").first?.object)
    #expect(
      row.keys == [
        "id", "company_name", "website_url", "contact_email", "plan_type", "status",
        "created_at",
      ])
  }

  @Test func `filters clients by status and by text`() {
    let inactive = client.get(Self.clients + "?status=inactive").rows("/data")
    #expect(inactive.map { $0["id"]?.int } == [7, 11])
    let found = client.get(Self.clients + "?search=ACME").rows("/data")
    #expect(found.map { $0["company_name"] } == ["Acme Corp"])
    #expect(client.get(Self.clients + "?search=nimbusbackup").rows("/data").count == 1)
  }

  @Test func `carries rate limit headers on every answer`() {
    let first = client.get(Self.clients)
    let second = client.with(key: "").get("/clickmedias/nothing")
    #expect(first.header("X-RateLimit-Limit") == "600")
    #expect(first.header("X-RateLimit-Remaining") == "599")
    #expect(second.header("X-RateLimit-Remaining") == "598")
    let now = Timestamp(parsing: SandboxClient.now)?.secondsSince1970 ?? 0
    #expect(first.header("X-RateLimit-Reset") == String(now + 60))
  }

  @Test func `reads one client with its last crawl`() {
    let answer = client.get(Self.clients + "/1")
    #expect(answer["/data/company_name"] == "Acme Corp")
    #expect(answer["/data/last_crawl_date"]?.string?.count == "2026-01-20 12:00:00".count)
    #expect(client.get(Self.clients + "/12")["/data/last_crawl_date"] == .null)
  }

  @Test func `gives the newest scores of the history as the current ones`() throws {
    let scores = client.get(Self.clients + "/1/scores")
    let history = client.get(Self.clients + "/1/scores/history?months=24").rows("/data/history")
    #expect(history.count == 24)
    #expect(history.first?["report_date"] == "2026-03-15")
    #expect(history.last?["report_date"] == "2024-04-15")
    for name in ["seo_score", "aiso_score", "domain_authority", "organic_traffic"] {
      #expect(scores["/data/\(name)"] == history.first?[name])
    }
    let steps = zip(history, history.dropFirst()).map { newer, older in
      abs((newer["seo_score"]?.int ?? 0) - (older["seo_score"]?.int ?? 0))
    }
    #expect(steps.allSatisfy { $0 <= 12 })
    #expect(history.allSatisfy { (0...100).contains($0["aiso_score"]?.int ?? -1) })
  }

  @Test(arguments: [2, 6, 12]) func `computes growth over the window asked`(months: Int) {
    let answer = client.get(Self.clients + "/3/scores/history?months=\(months)")
    let history = answer.rows("/data/history")
    #expect(history.count == months)
    func change(_ name: String) -> Int? {
      guard let newest = history.first?[name]?.int, let oldest = history.last?[name]?.int else {
        return nil
      }
      return newest - oldest
    }
    #expect(answer["/data/growth/seo_growth"]?.int == change("seo_score"))
    #expect(answer["/data/growth/aiso_growth"]?.int == change("aiso_score"))
    #expect(answer["/data/growth/da_growth"]?.int == change("domain_authority"))
    #expect(answer["/data/growth/traffic_growth"]?.int == change("organic_traffic"))
  }

  @Test func `gives twelve months of history unless asked otherwise`() {
    func months(_ query: String) -> Int {
      client.get(Self.clients + "/2/scores/history" + query).rows("/data/history").count
    }
    #expect(months("") == 12)
    #expect(months("?months=99") == 24)
  }

  @Test func `keeps a month's scores whatever the clock says`() {
    let path = Self.clients + "/4/scores/history?months=24"
    let later = SandboxClient(now: "2026-05-20T00:00:00Z").get(path).rows("/data/history")
    let earlier = client.get(path).rows("/data/history")
    #expect(Array(later.dropFirst(2)) == Array(earlier.dropLast(2)))
  }

  @Test func `moves a crawl one step at each reading`() {
    let created = client.post(Self.crawls, json: #"{"client_id":2,"type":"technical"}"#)
    #expect(created.status == 201)
    #expect(created["/data/status"] == "pending")
    let id = created["/data/crawl_id"]
    let states = (1...4).map { _ in
      client.get(Self.crawls + "?client_id=2").rows("/data")
        .first { $0["crawl_id"] == id }?["status"]?.string
    }
    #expect(states == ["pending", "processing", "completed", "completed"])
    #expect(client.get(Self.clients + "/2")["/data/last_crawl_date"] == "2026-03-31 15:30:00")
  }

  @Test func `moves a crawl also when only completed ones are asked for`() {
    let before = client.get(Self.crawls + "?client_id=5&status=completed").rows("/data").count
    _ = client.post(Self.crawls, json: #"{"client_id":5}"#)
    let counts = (1...3).map { _ in
      client.get(Self.crawls + "?client_id=5&status=completed").rows("/data").count
    }
    #expect(counts == [before, before, before + 1])
  }

  @Test func `remembers ended crawls, failed ones among them`() {
    let rows = client.get(Self.crawls).rows("/data")
    let states = Set(rows.compactMap { $0["status"]?.string })
    #expect(states == ["completed", "failed"])
    let failed = client.get(Self.crawls + "?status=failed").rows("/data")
    #expect(failed.allSatisfy { $0["error"]?.string != nil })
  }

  @Test(arguments: [
    ("/clickmedias/clients/99", 404, "client_not_found"),
    ("/clickmedias/clients/abc", 404, "client_not_found"),
    ("/clickmedias/clients/12/scores", 404, "report_not_found"),
    ("/clickmedias/clients?status=gone", 400, "invalid_parameter"),
    ("/clickmedias/clients?per_page=101", 400, "invalid_parameter"),
    ("/clickmedias/clients/1/scores/history?months=0", 400, "invalid_parameter"),
    ("/clickmedias/crawls?status=running", 400, "invalid_parameter"),
    ("/clickmedias/crawls?client_id=99", 404, "client_not_found"),
    ("/clickmedias/nothing", 404, "rest_no_route"),
  ])
  func `refuses in its own shape`(path: String, status: Int, code: String) {
    let answer = client.get(path)
    #expect(answer.status == status)
    #expect(answer.body.object?.keys == ["success", "error", "code"])
    #expect(answer["/success"] == false)
    #expect(answer["/code"] == .string(code))
  }

  @Test(arguments: [
    (#"{"type":"full"}"#, 400, "missing_parameter"),
    (#"{"client_id":1,"type":"deep"}"#, 400, "invalid_parameter"),
    (#"{"client_id":99}"#, 404, "client_not_found"),
    (#"[1]"#, 400, "invalid_json"),
    (#"{"#, 400, "invalid_json"),
  ])
  func `refuses a bad crawl`(body: String, status: Int, code: String) {
    let answer = client.post(Self.crawls, json: body)
    #expect(answer.status == status)
    #expect(answer["/code"] == .string(code))
  }

  @Test func `wants JSON and the right key and method`() {
    #expect(client.post(Self.crawls, form: "client_id=1")["/code"] == "invalid_content_type")
    #expect(client.with(key: "invalid").get(Self.clients).status == 401)
    #expect(client.delete(Self.crawls)["/code"] == "rest_no_route")
  }
}
