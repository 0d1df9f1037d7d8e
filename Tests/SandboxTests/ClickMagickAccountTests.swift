import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick account settings` {
  let client = SandboxClient()
  static let settings = "/clickmagick/user/settings"

  @Test func `has the documented defaults`() {
    let answer = client.get(Self.settings)
    #expect(answer["/status"] == "OK")
    for (name, value) in [
      ("currency", "USD"), ("filter_abuser", "nothing"), ("filter_anon", "nothing"),
      ("filter_bot", "flag"), ("filter_server", "flag"), ("filter_spider", "flag"),
      ("filter_user", "flag"), ("public_logo_type", "clickmagick_logo"), ("tablet", "desktop"),
    ] {
      #expect(answer["/settings/\(name)"] == .string(value))
    }
    #expect(answer["/settings/invalid_click_threshold"] == 10)
    #expect(answer["/settings/notify_split"] == false)
    #expect(answer["/settings/custom_logo_image_url"] == .null)
  }

  @Test func `changes only what is sent, and keeps the secret to itself`() throws {
    let before = try #require(client.get(Self.settings)["/settings"]?.object)
    let answer = client.patch(
      Self.settings,
      form: "tablet=mobile&blocked_country=US&blocked_country=T3&clickbank_secret_key=hush")
    #expect(answer.body.object?.keys == ["status", "errors", "warnings"])
    let after = try #require(client.get(Self.settings)["/settings"]?.object)
    #expect(after["blocked_country"] == ["US", "T3"])
    #expect(after["tablet"] == "mobile")
    #expect(after.keys == before.keys)
    let changed = after.keys.filter { after[$0] != before[$0] }
    #expect(Set(changed) == ["tablet", "blocked_country"])
    #expect(!after.keys.contains("clickbank_secret_key"))
  }

  @Test func `applies filters to every Rotator only when asked to`() {
    let path = "/clickmagick/rotators/settings?id=128364&id=128445"
    _ = client.patch(Self.settings, form: "filter_bot=block")
    #expect(client.get(path).rows("/rotators").map { $0["filter_bot"] } == ["flag", "flag"])
    _ = client.patch(Self.settings, form: "filter_apply=true&filter_anon=flag")
    #expect(client.get(path).rows("/rotators").map { $0["filter_bot"] } == ["block", "block"])
    #expect(client.get(path).rows("/rotators").map { $0["filter_anon"] } == ["flag", "flag"])
    #expect(client.get(Self.settings)["/settings/filter_apply"] == nil)
  }

  @Test func `warns of what has no effect`() {
    let logo = "custom_logo_image_url=https://a.example/logo.png"
    let idle = client.patch(Self.settings, form: logo + "&colour=red")
    #expect(
      idle["/warnings"] == [
        "custom_logo_image_url has no effect unless public_logo_type is custom_logo",
        "colour is not a known parameter and was ignored",
      ])
    let shown = client.patch(Self.settings, form: logo + "&public_logo_type=custom_logo")
    #expect(shown["/warnings"] == [])
  }

  @Test(arguments: [
    "", "colour=red", "currency=XXX", "time_zone=Nowhere", "tablet=phone", "filter_bot=hide",
    "blocked_country=usa", "notify_split=perhaps", "invalid_click_threshold=many",
    "date_range=yesterday", "error_url=example", "tablet=",
  ])
  func `refuses a bad edit`(form: String) {
    let before = client.get(Self.settings).body
    let answer = client.patch(Self.settings, form: form)
    #expect(answer.status == 200)
    #expect(answer["/status"] == "ERROR")
    #expect(client.get(Self.settings).body == before)
  }
}
