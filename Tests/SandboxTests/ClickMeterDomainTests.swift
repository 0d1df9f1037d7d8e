import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter domains` {
  let client = SandboxClient()
  static let domains = "/clickmeter/domains"

  private func names(_ query: String) -> [String] {
    client.get(Self.domains + query).rows("/entities").compactMap { $0["name"]?.string }
  }

  @Test(arguments: [
    ("", ["9nl.es", "9nl.it", "9nl.me", "9nl.eu"]), ("?type=go", ["go.9nl.es"]),
    ("?type=personal", ["go.shop.example.com", "try.shop.example.com"]),
    ("?type=dedicated", ["shop-links.example"]),
    ("?type=personal&name=TRY", ["try.shop.example.com"]),
  ])
  func `lists and counts system domains, or as asked`(query: String, expected: [String]) {
    #expect(names(query) == expected)
    #expect(client.count(Self.domains + "/count" + query) == expected.count)
  }

  @Test func `lists whole ones, a page at a time`() {
    let rows = client.get(Self.domains + "?limit=2&offset=1&_expand=true").rows("/entities")
    #expect(rows.map { $0["id"]?.int } == [1598, 1599])
    #expect(rows.first == client.get(Self.domains + "/1598").body)
  }

  @Test func `registers, changes and deletes one`() {
    let body = #"{"name":"Links.Example.org","custom404":"https://example.org/lost"}"#
    let receipt: JSONValue = ["id": 1605, "uri": "/domains/1605"]
    #expect(client.post(Self.domains, json: body).body == receipt)
    let path = Self.domains + "/1605"
    #expect(
      client.get(path).body == [
        "id": 1605, "name": "links.example.org", "type": "Personal",
        "custom404": "https://example.org/lost", "customHomepage": "",
      ])
    #expect(names("?type=personal").last == "links.example.org")

    let change = #"{"name":"other.example.org","type":"Dedicated","customHomepage":"https://a.b/"}"#
    #expect(client.post(path, json: change).body == receipt)
    #expect(client.get(path)["/name"] == "links.example.org")
    #expect(client.get(path)["/type"] == "Dedicated")
    #expect(client.get(path)["/customHomepage"] == "https://a.b/")
    #expect(client.get(path)["/custom404"] == "", "what isn't sent is emptied")

    #expect(client.delete(path).body == receipt)
    #expect(client.get(path)["/errorCode"] == "DomainNotFound")
    #expect(client.delete(path).status == 404)
    #expect(client.post(path, json: change).status == 404)
    #expect(!names("?type=dedicated").contains("links.example.org"))
    #expect(client.post(Self.domains, json: #"{"name":"new.example.org"}"#)["/id"] == 1606)
  }

  @Test(arguments: [
    ("{}", "name is required."),
    (#"{"name":"nodots"}"#, "name must be a domain name such as go.example.com."),
    (#"{"name":"a.b","home":"x"}"#, "home must be left out: it is not a known field."),
    (#"{"name":"9NL.es"}"#, "name is already registered."),
    (#"{"name":"a.b","type":"Free"}"#, "type must be one of System, Go, Dedicated, Personal."),
    (#"{"name":"a.b","custom404":"lost"}"#, "custom404 must be an absolute URL."),
  ])
  func `refuses a bad domain`(body: String, message: String) {
    let answer = client.post(Self.domains, json: body)
    #expect(answer.status == 400)
    #expect(answer["/Message"] == .string(message))
  }

  @Test(arguments: ["?type=Personal", "/count?type=own", "?limit=101", "?offset=-1"])
  func `refuses a bad query`(query: String) {
    #expect(client.get(Self.domains + query).status == 400)
  }
}
