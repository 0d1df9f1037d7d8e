import Exchange
import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `Click Medias content and audits` {
  let client = SandboxClient()
  static let content = "/clickmedias/clients/2/content"
  static let audits = "/clickmedias/audits"

  @Test func `filters content by status and type`() {
    let all = client.get(Self.content).rows("/data")
    #expect(!all.isEmpty)
    for (name, values) in [
      ("status", ["draft", "published", "approved"]),
      ("type", ["blog", "press_release", "social"]),
    ] {
      let parts = values.map { value in
        let rows = client.get(Self.content + "?\(name)=\(value)").rows("/data")
        #expect(rows.allSatisfy { $0[name]?.string == value })
        return rows.count
      }
      #expect(parts.reduce(0, +) == all.count)
      #expect(client.get(Self.content + "?\(name)=other").status == 400)
    }
  }

  @Test func `writes a piece while it is read`() {
    let topic = #"{"type":"press_release","topic":"We moved"}"#
    let created = client.post(Self.content, json: topic)
    #expect(created.status == 201)
    #expect(created["/data/title"] == "We moved")
    #expect(created["/data/excerpt"] == .null)
    let states = (1...4).map { _ in
      client.get(Self.content).rows("/data").first?["status"]?.string
    }
    #expect(states == ["pending", "processing", "draft", "draft"])
    let written = client.get(Self.content + "?status=draft").rows("/data").first
    #expect(written?["id"] == created["/data/id"])
    #expect((written?["word_count"]?.int ?? 0) > 0)
  }

  @Test func `generates no social piece and deletes pieces with their client`() {
    #expect(client.post(Self.content, json: #"{"type":"social"}"#).status == 400)
    let created = client.post(Self.content, json: "{}")
    #expect(created["/data/type"] == "blog")
    _ = client.delete("/clickmedias/clients/2")
    #expect(client.get(Self.content).status == 404)
  }

  @Test func `audits any website without an API key`() throws {
    let anyone = client.with(key: "")
    let receipt = anyone.post(
      Self.audits, json: #"{"email":"a@b.example","website_url":"https://b.example"}"#)
    #expect(receipt.status == 201)
    #expect(receipt["/data/audit_id"] == 502)
    let key = try #require(receipt["/data/key"]?.string)
    let url = "https://clickmedias.com/audit-results/?id=502&key=" + key
    #expect(receipt["/data/results_url"] == .string(url))
    let answers = (1...3).map { _ in anyone.get(Self.audits + "/502?key=" + key) }
    #expect(answers.map { $0["/data/status"] } == ["pending", "processing", "completed"])
    #expect(answers[0]["/data/results"] == .null)
    #expect(answers[2]["/data/results/seo_score"]?.int != nil)
    #expect(answers[2]["/data/completed_at"] == "2026-03-31 15:30:00")
  }

  @Test func `guards the results by the audit's own key`() {
    #expect(client.get(Self.audits + "/501")["/code"] == "missing_parameter")
    #expect(client.get(Self.audits + "/501?key=abc").status == 403)
    #expect(client.get(Self.audits + "/501?key=audit-501-key")["/data/status"] == "completed")
    #expect(client.get(Self.audits + "/502?key=abc")["/code"] == "audit_not_found")
    let bad = client.post(Self.audits, json: #"{"email":"a","website_url":"https://b.example"}"#)
    #expect(bad["/code"] == "invalid_parameter")
    #expect(client.post(Self.audits, json: "{}")["/code"] == "missing_parameter")
  }

  @Test func `ends crawls, content and audits by the clock alone`() throws {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    _ = client.post("/clickmedias/crawls", json: #"{"client_id":12}"#)
    _ = client.post(Self.content, json: "{}")
    let receipt = client.post(
      Self.audits, json: #"{"email":"a@b.example","website_url":"https://b.example"}"#)
    clock.advance(seconds: 600)
    let crawl = client.get("/clickmedias/crawls?client_id=12").rows("/data").first
    #expect(crawl?["status"] == "completed")
    #expect(crawl?["started_at"] == "2026-03-31 15:31:00")
    #expect(crawl?["completed_at"] == "2026-03-31 15:40:00")
    #expect(client.get(Self.content).rows("/data").first?["status"] == "draft")
    let key = try #require(receipt["/data/key"]?.string)
    #expect(client.get(Self.audits + "/502?key=" + key)["/data/status"] == "completed")
  }

  @Test func `issues the monthly report when its day has come`() {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    let path = "/clickmedias/clients/1/reports/latest"
    let before = client.get(path)
    clock.advance(days: 15)
    let after = client.get(path)
    #expect(after["/data/report_date"] == "2026-04-15")
    #expect((after["/data/id"]?.int ?? 0) > (before["/data/id"]?.int ?? .max))
  }

  @Test func `registers webhooks`() throws {
    let answer = client.post(
      "/clickmedias/webhooks",
      json: #"{"url":"https://a.example/hook","events":["report.generated","crawl.completed"]}"#)
    #expect(answer.status == 201)
    #expect(answer["/data/events"] == ["report.generated", "crawl.completed"])
    #expect(answer["/data/id"]?.string?.count == 36)
    #expect(answer["/data/secret"]?.string?.hasPrefix("whsec_") == true)
    let all = client.post("/clickmedias/webhooks", json: #"{"url":"https://a.example/hook"}"#)
    #expect(all["/data/events"] == ["*"])
    #expect(all["/data/id"] != answer["/data/id"])
    #expect(all["/data/secret"] != answer["/data/secret"])
  }

  @Test(arguments: [
    #"{"events":["*"]}"#, #"{"url":"a.example"}"#,
    #"{"url":"https://a.example","events":["client.deleted"]}"#,
    #"{"url":"https://a.example","events":[]}"#,
  ])
  func `refuses a bad webhook`(body: String) {
    #expect(client.post("/clickmedias/webhooks", json: body).status == 400)
  }

  @Test func `hands out tokens that open the door`() throws {
    let anyone = client.with(key: "")
    let path = "/clickmedias/auth/token"
    let answer = anyone.post(path, json: #"{"username":"jane","password":"secret"}"#)
    #expect(answer.body.object?.keys == ["success", "token", "expires", "user_id", "role"])
    #expect(answer["/expires"] == "2026-04-07T15:30:00+00:00")
    let token = try #require(answer["/token"]?.string)
    #expect(anyone.get("/clickmedias/clients").status == 401)
    var request = anyone.request(.get, "/clickmedias/clients")
    request.head.headerFields[.authorization] = "Bearer " + token
    #expect(Answer(client.world.answer(request)).status == 200)
    let refused = anyone.post(path, json: #"{"username":"jane","password":"invalid"}"#)
    #expect(refused.status == 401)
    #expect(refused["/code"] == "invalid_credentials")
    #expect(anyone.post(path, json: "{}")["/code"] == "missing_parameter")
  }
}
