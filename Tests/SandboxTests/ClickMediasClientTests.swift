import HTTPTypes
import JSON
import Sandbox
import Testing

@Suite struct `Click Medias clients` {
  let client = SandboxClient()
  static let clients = "/clickmedias/clients"
  static let crawls = "/clickmedias/crawls"
  static let mill = #"""
    {"company_name":"Old Mill","website_url":"https://oldmill.example/",
     "contact_email":"hello@oldmill.example","plan_type":"advanced"}
    """#

  @Test func `creates, lists, reads, updates and deletes a client`() throws {
    let created = client.post(Self.clients, json: Self.mill)
    #expect(created.status == 201)
    #expect(created["/data/id"] == 13)
    #expect(created["/data/status"] == "pending")
    let row = try #require(client.get(Self.clients + "?search=old+mill").rows("/data").first)
    #expect(row["plan_type"] == "advanced")
    #expect(client.get(Self.clients)["/meta/total"] == 13)
    #expect(client.get(Self.clients + "/13").body == created.body)
    let changed = client.put(Self.clients + "/13", json: #"{"status":"active","industry":"Food"}"#)
    #expect(changed.status == 200)
    let read = client.get(Self.clients + "/13")
    #expect(read.body == changed.body)
    #expect(read["/data/industry"] == "Food")
    #expect(read["/data/company_name"] == "Old Mill")
    #expect(client.delete(Self.clients + "/13")["/success"] == true)
    #expect(client.get(Self.clients + "/13").status == 404)
    #expect(client.delete(Self.clients + "/13")["/code"] == "client_not_found")
    #expect(client.get(Self.clients)["/meta/total"] == 12)
  }

  @Test func `gives a client's details in the documented order`() {
    let keys = client.get(Self.clients + "/1")["/data"]?.object?.keys
    #expect(
      keys == [
        "id", "user_id", "company_name", "website_url", "contact_name", "contact_email",
        "contact_phone", "industry", "plan_type", "status", "backlink_count", "citation_count",
        "last_crawl_date", "created_at",
      ])
  }

  @Test func `never uses an id twice`() {
    _ = client.post(Self.clients, json: Self.mill)
    _ = client.delete(Self.clients + "/13")
    #expect(client.post(Self.clients, json: Self.mill)["/data/id"] == 14)
  }

  @Test func `deletes a client's crawls with it`() {
    #expect(!client.get(Self.crawls + "?client_id=3").rows("/data").isEmpty)
    _ = client.delete(Self.clients + "/3")
    #expect(client.get(Self.crawls + "?client_id=3").status == 404)
    let left = client.get(Self.crawls).rows("/data").map { $0["client_id"]?.int }
    #expect(!left.contains(3))
  }

  @Test(arguments: [HTTPRequest.Method.post, .put, .patch])
  func `takes an edit by each method`(method: HTTPRequest.Method) {
    let answer = client.send(
      method, Self.clients + "/2", type: "application/json", body: #"{"plan_type":"agency"}"#)
    #expect(answer["/data/plan_type"] == "agency")
  }

  @Test(arguments: [
    (#"{"company_name":"X","website_url":"https://x.example"}"#, "missing_parameter"),
    (
      #"{"company_name":"X","website_url":"x.example","contact_email":"a@x.example"}"#,
      "invalid_parameter"
    ),
    (
      #"{"company_name":"X","website_url":"https://x.example","contact_email":"x"}"#,
      "invalid_parameter"
    ),
  ])
  func `refuses a bad new client`(body: String, code: String) {
    let answer = client.post(Self.clients, json: body)
    #expect(answer.status == 400)
    #expect(answer["/code"] == .string(code))
    #expect(client.get(Self.clients)["/meta/total"] == 12)
  }

  @Test(arguments: [#"{}"#, #"{"colour":"red"}"#, #"{"plan_type":"gold"}"#, #"{"status":"gone"}"#])
  func `refuses a bad edit`(body: String) {
    let before = client.get(Self.clients + "/2").body
    let answer = client.put(Self.clients + "/2", json: body)
    #expect(answer.status == 400)
    #expect(answer["/code"] == "invalid_parameter")
    #expect(client.get(Self.clients + "/2").body == before)
  }

  @Test(arguments: [("backlinks", "backlink_count"), ("citations", "citation_count")])
  func `counts what it lists`(list: String, counter: String) throws {
    for id in 1...12 {
      let rows = client.get(Self.clients + "/\(id)/\(list)").rows("/data")
      #expect(client.get(Self.clients + "/\(id)")["/data/\(counter)"]?.int == rows.count)
      #expect(rows.isEmpty == (id == 12))
      #expect(Set(rows.compactMap { $0["id"]?.int }).count == rows.count)
    }
  }

  @Test func `finds links, citations and suggestions by a crawl`() {
    for list in ["backlinks", "citations", "suggestions"] {
      #expect(client.get(Self.clients + "/12/" + list)["/data"] == [])
    }
    crawl(12)
    for list in ["backlinks", "citations", "suggestions"] {
      #expect(!client.get(Self.clients + "/12/" + list).rows("/data").isEmpty)
    }
  }

  @Test func `filters suggestions by status`() {
    let path = Self.clients + "/4/suggestions"
    let all = client.get(path).rows("/data")
    let parts = ["pending", "approved", "deployed", "dismissed"].map { status in
      let rows = client.get(path + "?status=" + status).rows("/data")
      #expect(rows.allSatisfy { $0["status"]?.string == status })
      return rows.count
    }
    #expect(parts.reduce(0, +) == all.count)
    #expect(client.get(path + "?status=new")["/code"] == "invalid_parameter")
  }

  /// A whole crawl: asked for, and read until it is completed.
  private func crawl(_ id: Int) {
    _ = client.post(Self.crawls, json: #"{"client_id":\#(id)}"#)
    for _ in 1...2 { _ = client.get(Self.crawls + "?client_id=\(id)") }
  }
}
