import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick rotator URLs` {
  let client = SandboxClient()
  static let path = "/clickmagick/rotators/128364/urls"
  static let settings = "/clickmagick/rotators/urls/settings"
  static let good = "name=New+page&url=https://www.example.com/new"

  @Test func `creates a URL at the end, edits it and deletes it`() throws {
    let before = ids()
    let created = client.post(Self.path, form: Self.good + "&max_clicks=500&include_country=US")
    let id = try #require(created["/id"]?.int)
    #expect(created.body == SandboxClient.created(id))
    #expect(ids() == before + [id])
    let settings = client.get(Self.settings + "?id=\(id)")["/rotator_urls/0"]
    #expect(settings?["rotator_id"] == 128_364)
    #expect(settings?["position"] == .integer(before.count + 1))
    #expect(settings?["status"] == "active")
    #expect(settings?["weight"] == 1)
    #expect(settings?["max_clicks"] == 500)
    #expect(settings?["max_t1"] == 100)
    #expect(settings?["include_country"] == ["US"])
    #expect(
      client.patch(Self.path + "/\(id)", form: "status=paused&max_clicks=").body
        == SandboxClient.done)
    let edited = client.get(Self.settings + "?id=\(id)")["/rotator_urls/0"]
    #expect(edited?["max_clicks"] == nil)
    #expect(edited?["status"] == "paused")
    #expect(edited?["name"] == "New page")
    #expect(client.delete(Self.path + "/\(id)").body == SandboxClient.done)
    #expect(client.delete(Self.path + "/\(id)").status == 404)
    #expect(client.patch(Self.path + "/\(id)", form: "name=x").status == 404)
    #expect(client.get(Self.settings + "?id=\(id)").status == 404)
    #expect(ids() == before)
    let next = client.post(Self.path, form: Self.good)["/id"]?.int
    #expect(next == id + 1, "an id is never used twice")
  }

  @Test func `a new URL has no clicks yet`() {
    _ = client.post(Self.path, form: Self.good)
    let row = client.get(Self.path).rows("/rotator_urls").last
    #expect(row?["total_clicks"] == 0)
    #expect(row?["sales_rate"]?.number?.double == 0)
  }

  @Test func `puts URLs where their position says`() throws {
    let before = ids()
    let last = before.count
    #expect(client.patch(Self.path + "/\(before[0])", form: "position=").body == SandboxClient.done)
    #expect(ids() == before.dropFirst() + [before[0]])
    #expect(
      client.patch(Self.path + "/\(before[0])", form: "position=1").body == SandboxClient.done)
    #expect(ids() == before)
    let id = try #require(client.post(Self.path, form: Self.good + "&position=2")["/id"]?.int)
    #expect(ids() == [before[0], id] + before.dropFirst())
    #expect(client.patch(Self.path + "/\(id)", form: "position=99").body == SandboxClient.done)
    #expect(ids() == before + [id])
    _ = client.delete(Self.path + "/\(before[1])")
    let positions = client.get(Self.path).rows("/rotator_urls").compactMap { $0["position"]?.int }
    #expect(positions == Array(1...last))
  }

  @Test(arguments: [
    ("min_t1=10", "min_t1 and max_t1 must be set at the same time"),
    ("max_mobile=10", "min_mobile and max_mobile must be set at the same time"),
    ("min_t1=60&max_t1=40", "min_t1 must not be greater than max_t1"),
    (
      "start_time=2026-05-02T00:00:00Z&end_time=2026-05-01T00:00:00Z",
      "end_time must not be before start_time"
    ),
    ("weight=11", "weight must be an integer from 1 to 10"),
    ("bonus=101", "bonus must be an integer from 0 to 100"),
    ("position=0", "position must be an integer of at least 1"),
    ("status=gone", "status must be one of active, paused, archived"),
    ("url=example.com", "url must be an absolute URL"),
    ("send_start_email=never", "send_start_email must be one of on_add, on_first_click"),
    ("exclude_country=usa", "exclude_country must be two-letter country codes, EU, T1, T2 or T3"),
    ("email=nobody", "email must be an email address"),
  ])
  func `refuses bad fields in both creation and update`(change: String, error: String) {
    let refused = SandboxClient.refused(error)
    let before = client.get(Self.path).bytes
    #expect(client.post(Self.path, form: Self.good + "&" + change).body == refused)
    #expect(client.patch(Self.path + "/1283641", form: change).body == refused)
    #expect(client.get(Self.path).bytes == before)
  }

  @Test func `checks an update against what is set already`() {
    let path = Self.path + "/1283641"
    #expect(client.patch(path, form: "start_time=2026-05-02T00:00:00Z").body == SandboxClient.done)
    let early = "end_time=2026-05-01T00:00:00Z"
    #expect(
      client.patch(path, form: early)["/errors"] == ["end_time must not be before start_time"])
    #expect(client.patch(path, form: early + "&start_time=").body == SandboxClient.done)
    #expect(client.patch(path, form: "name=")["/errors"] == ["name cannot be empty"])
    #expect(client.patch(path, form: "")["/errors"] == ["Nothing to change was sent"])
  }

  @Test func `warns of a weight outside sequential rotators`() {
    let warning: JSONValue = ["weight has no effect when rotator_mode is fulfillment"]
    #expect(client.patch(Self.path + "/1283641", form: "weight=3")["/warnings"] == warning)
    let sequential = "/clickmagick/rotators/128382/urls/1283821"
    #expect(client.patch(sequential, form: "weight=3").body == SandboxClient.done)
  }

  @Test func `lists what is missing, and knows no strangers`() {
    #expect(client.post(Self.path, form: "")["/errors"] == ["name is required", "url is required"])
    #expect(client.post("/clickmagick/rotators/1/urls", form: Self.good).status == 404)
    #expect(client.delete("/clickmagick/rotators/128373/urls/1283641").status == 404)
    #expect(client.get(Self.settings)["/errors"] == ["id is required"])
    let two = client.get(Self.settings + "?id=1283731&id=1283641").rows("/rotator_urls")
    #expect(two.map { $0["id"] } == [1_283_731, 1_283_641])
    _ = client.delete("/clickmagick/rotators/128364")
    #expect(client.get(Self.settings + "?id=1283641").status == 404)
  }

  private func ids() -> [Int] {
    client.get(Self.path).rows("/rotator_urls").compactMap { $0["id"]?.int }
  }
}
