import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter account` {
  let client = SandboxClient()
  static let account = "/clickmeter/account"

  @Test func `tells whose account it is, to guests too`() {
    let answer = client.get(Self.account)
    #expect(answer["/email"] == "nora@shop.example.com")
    #expect(answer["/registrationDate"] == "20240331074100")
    #expect(answer["/bonusClicks"]?.int == 500)
    #expect(answer["/boGoVal"] == "")
    #expect(client.get("/clickmeter/me").body == answer.body)
  }

  @Test func `changes what may be changed, and empties what isn't sent`() {
    let before = client.get(Self.account).body.object ?? [:]
    let body = #"{"companyName":"New Name","timezone":-5,"redirectOnly":true,"bonusClicks":9}"#
    let answer = client.post(Self.account, json: body)
    let expected = before.merging([
      "firstName": "", "lastName": "", "phone": "", "companyName": "New Name", "companyRole": "",
      "timezone": -5, "timezonename": "UTC", "redirectOnly": true,
    ])
    #expect(answer.body == .object(expected))
    #expect(client.get("/clickmeter/me").body == answer.body)
  }

  @Test(arguments: [
    (#"{"email":"nobody"}"#, "email must be an email address."),
    (#"{"redirectOnly":"maybe"}"#, "redirectOnly must be true or false."),
    (#"{"timezone":-13}"#, "timezone must be an integer from -12 to 14."),
    (#"{"nickname":"N"}"#, "nickname must be left out: it is not a known field."),
    (#"{"companyName":7}"#, "companyName must be text that is not empty."),
  ])
  func `refuses bad values`(body: String, message: String) {
    let before = client.get(Self.account).body
    let answer = client.post(Self.account, json: body)
    #expect(answer.status == 400)
    #expect(answer["/Message"] == .string(message))
    #expect(client.get(Self.account).body == before)
  }

  @Test func `tells the plan and how much of it is used`() throws {
    let plan = client.get(Self.account + "/plan")
    #expect(plan["/billingPeriodStart"] == "20260301000000")
    #expect(plan["/billingPeriodEnd"] == "20260331235959")
    #expect(plan["/usedDatapoints"] == client.get("/clickmeter/datapoints/count")["/count"])
    let month = client.get("/clickmeter/aggregated?timeFrame=currentmonth")
    let hits = ["/totalClicks", "/totalViews"].compactMap { month[$0]?.int }
    #expect(plan["/usedMonthlyEvents"]?.int == hits.reduce(0, +))
    let used = try #require(plan["/usedMonthlyEvents"]?.int)
    #expect((1...200_000).contains(used))
    #expect(client.get("/clickmeter/me/plan").body == plan.body)
    let earlier = SandboxClient(now: "2026-03-12T08:00:00Z").get(Self.account + "/plan")
    #expect(try #require(earlier["/usedMonthlyEvents"]?.int) < used)
  }

  @Test func `ends billing periods where months end`() {
    let plan = SandboxClient(now: "2024-02-10T08:00:00Z").get(Self.account + "/plan")
    #expect(plan["/billingPeriodEnd"] == "20240229235959")
  }

  @Test(arguments: [
    ("domainwhitelist", "name", "Docs.Example.com", 5004),
    ("ipblacklist", "ip", "192.0.2.18", 6005),
  ])
  func `adds to a list and takes away`(list: String, field: String, text: String, id: Int) {
    let path = Self.account + "/" + list
    let before = client.get(path).rows("/entities")
    let entry: JSONValue = .object([
      "id": .string(String(id)), field: .string(text.lowercased()),
    ])
    let body = #"{"\#(field)":"\#(text)"}"#
    #expect(client.post(path, json: body).body == entry)
    #expect(client.get(path).rows("/entities") == before + [entry])
    #expect(client.get(path + "?offset=1&limit=2").rows("/entities") == Array(before[1..<3]))
    #expect(
      client.post(path, json: body)["/Message"] == .string("\(field) is already in the list."))
    #expect(client.post(path, json: "{}")["/Message"] == .string("\(field) is required."))
    #expect(client.delete(path + "/\(id)").body == entry)
    #expect(client.delete(path + "/\(id)").status == 404)
    #expect(client.get(path).rows("/entities") == before)
    #expect(client.post(path, json: body)["/id"] == .string(String(id + 1)))
  }

  @Test(arguments: [
    ("192.0.2.1", 200), ("2001:db8::1", 200), ("::1", 200), ("1:2:3:4:5:6:7:8", 200),
    ("192.0.2.256", 400), ("192.0.2", 400), ("192.0.2.01", 400), ("1:2:3", 400), ("1::2::3", 400),
    ("12345::1", 400), ("office", 400),
  ])
  func `leaves out addresses only`(address: String, status: Int) {
    let answer = client.post(Self.account + "/ipblacklist", json: #"{"ip":"\#(address)"}"#)
    #expect(answer.status == status)
  }

  @Test func `lets through domains only`() {
    let path = Self.account + "/domainwhitelist"
    #expect(client.post(path, json: #"{"name":"https://a.example"}"#).status == 400)
    #expect(client.get(path + "?limit=0").status == 400)
    #expect(client.delete(path + "/first")["/errorCode"] == "WhitelistedDomainNotFound")
    #expect(client.with(key: "invalid").get(path).status == 401)
  }
}
