import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick rotators` {
  let client = SandboxClient()
  static let rotators = "/clickmagick/rotators"
  static let good =
    "rotator_slug=spring-test&rotator_mode=fulfillment&backup_url=https://www.example.com/b"

  @Test func `lists rotators newest first, or as asked`() {
    func ids(_ query: String) -> [Int] {
      client.get(Self.rotators + query).rows("/rotators").compactMap { $0["id"]?.int }
    }
    #expect(ids("").count == 10)
    #expect(ids("").first == 128_445)
    #expect(ids("?sort_direction=oldest_first") == ids("").reversed())
    #expect(ids("?group_id=81") == [128_409, 128_364])
    #expect(ids("?search=keto") == [128_382])
    let names = client.get(Self.rotators + "?sort_direction=alpha").rows("/rotators")
      .compactMap { $0["rotator_name"]?.string?.lowercased() }
    #expect(names == names.sorted())
  }

  @Test func `walks all rotators exactly once, and back`() throws {
    var ids: [Int] = []
    var query = "?limit=3"
    var last: Answer?
    while true {
      let page = client.get(Self.rotators + query)
      ids += page.rows("/rotators").compactMap { $0["id"]?.int }
      last = page
      guard let next = page["/cursor/next"]?.string else { break }
      query = "?limit=3&cursor=" + next
    }
    #expect(ids.count == 10)
    #expect(Set(ids).count == 10)
    let previous = try #require(last?["/cursor/prev"]?.string)
    let back = client.get(Self.rotators + "?limit=3&cursor=" + previous)
    #expect(back.rows("/rotators").compactMap { $0["id"]?.int } == Array(ids[6..<9]))
    #expect(client.get(Self.rotators + "?cursor=guess")["/status"] == "ERROR")
  }

  @Test func `creates a rotator that later reads see`() throws {
    let created = client.post(
      Self.rotators, form: Self.good + "&include_country=US&include_country=MX&notes=a+%26+b")
    let id = try #require(created["/id"]?.int)
    #expect(created.body == SandboxClient.created(id))
    let settings = client.get(Self.rotators + "/settings?id=\(id)")
    #expect(settings["/rotators/0/rotator_slug"] == "spring-test")
    #expect(settings["/rotators/0/include_country"] == ["US", "MX"])
    #expect(settings["/rotators/0/notes"] == "a & b")
    #expect(settings["/rotators/0/filter_bot"] == "flag")
    #expect(settings["/rotators/0/blank_referrer"] == false)
    #expect(client.get(Self.rotators + "?limit=1")["/rotators/0/id"]?.int == id)
    #expect(client.get(Self.rotators + "/\(id)/urls")["/rotator_urls"] == [])
  }

  @Test func `reads the settings of several rotators`() {
    let answer = client.get(Self.rotators + "/settings?id=128373&id=128364")
    #expect(answer.rows("/rotators").map { $0["id"]?.int } == [128_373, 128_364])
    #expect(answer["/rotators/0/random_repeat_clicks"] == "same_url")
    #expect(client.get(Self.rotators + "/settings?id=1").status == 404)
    #expect(client.get(Self.rotators + "/settings")["/errors"] == ["id is required"])
  }

  @Test func `deletes a rotator for good`() {
    let path = Self.rotators + "/128364"
    #expect(client.delete(path).body == SandboxClient.done)
    #expect(client.delete(path).status == 404)
    #expect(client.get(path + "/urls").status == 404)
    #expect(client.get(Self.rotators).rows("/rotators").count == 9)
  }

  @Test(arguments: [
    ("rotator_mode=random", "random_repeat_clicks is required when rotator_mode is random"),
    (
      "rotator_mode=sequential",
      "sequential_repeat_clicks is required when rotator_mode is sequential"
    ),
    (
      "rotator_mode=spillover",
      "spillover_repeat_clicks is required when rotator_mode is spillover"
    ),
    (
      "rotator_mode=roundabout",
      "rotator_mode must be one of fulfillment, spillover, random, sequential"
    ),
    ("rotator_slug=abc", "rotator_slug must be 4 to 20 letters, numbers and dashes"),
    ("rotator_slug=no_underscore", "rotator_slug must be 4 to 20 letters, numbers and dashes"),
    ("rotator_slug=HealthTraffic", "rotator_slug is already used by another Rotator"),
    ("ios_url=https://i.example.com", "ios_url can only be set when mobile_url is set"),
    ("filter_bot=maybe", "filter_bot must be one of block, flag, nothing"),
    ("include_country=USA", "include_country must be two-letter country codes, EU, T1, T2 or T3"),
    ("backup_url=example.com", "backup_url must be an absolute URL"),
    ("rotator_group=9", "rotator_group 9 does not exist"),
    ("email_reply_to=nobody", "email_reply_to must be an email address"),
  ])
  func `refuses a bad rotator with 200 and errors`(change: String, error: String) {
    let answer = client.post(Self.rotators, form: Self.good + "&" + change)
    #expect(answer.status == 200)
    #expect(answer.body == SandboxClient.refused(error))
    #expect(client.get(Self.rotators).rows("/rotators").count == 10)
  }

  @Test func `lists all that is missing at once`() {
    let answer = client.post(Self.rotators, form: "rotator_mode=random")
    #expect(
      answer["/errors"] == [
        "backup_url is required",
        "random_repeat_clicks is required when rotator_mode is random",
      ])
  }

  @Test func `warns of what has no effect`() {
    let answer = client.post(Self.rotators, form: Self.good + "&spillover_randomize=5&colour=red")
    #expect(answer["/status"] == "OK")
    #expect(
      answer["/warnings"] == [
        "spillover_randomize has no effect when rotator_mode is fulfillment",
        "colour is not a known parameter and was ignored",
      ])
  }

  @Test func `refuses JSON bodies, other methods and wrong keys`() {
    let answer = client.post(Self.rotators, json: #"{"rotator_slug":"spring-test"}"#)
    #expect(answer["/errors"] == ["Content-Type must be application/x-www-form-urlencoded"])
    #expect(client.delete(Self.rotators).status == 405)
    #expect(client.with(key: "").get(Self.rotators).status == 401)
  }

  @Test(arguments: [SandboxWorld.defaultSeed, 1, 2])
  func `shows which URL of a rotator underperforms`(seed: UInt64) throws {
    let client = SandboxClient(seed: seed)
    for rotator in client.get(Self.rotators).rows("/rotators") {
      let id = try #require(rotator["id"]?.int)
      let urls = client.get(Self.rotators + "/\(id)/urls").rows("/rotator_urls")
      #expect((3...6).contains(urls.count))
      let rates = urls.compactMap { $0["sales_rate"]?.number?.double }.sorted()
      #expect(rates[0] * 3 < rates[1])
    }
  }

  @Test func `filters URLs by status and pages them`() {
    let path = Self.rotators + "/128364/urls"
    let all = client.get(path).rows("/rotator_urls")
    let active = client.get(path + "?status=active_urls").rows("/rotator_urls")
    #expect(active == all.filter { $0["status"] == "active" })
    #expect(client.get(path + "?status=gone")["/status"] == "ERROR")
    let first = client.get(path + "?limit=1")
    let second = client.get(path + "?limit=1&cursor=" + (first["/cursor/next"]?.string ?? ""))
    #expect(first.rows("/rotator_urls") + second.rows("/rotator_urls") == Array(all.prefix(2)))
  }
}
