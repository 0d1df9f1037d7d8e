import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick rotator updates` {
  let client = SandboxClient()
  static let rotators = "/clickmagick/rotators"
  /// Health Traffic, in mode random.
  static let path = rotators + "/128373"

  @Test func `changes what is sent and nothing else`() {
    let before = settings()
    #expect(client.patch(Self.path, form: "rotator_name=Health+Two").body == SandboxClient.done)
    var expected = before?.object
    expected?["rotator_name"] = "Health Two"
    #expect(settings()?.object == expected)
    #expect(client.get(Self.rotators + "?search=health+two").rows("/rotators").count == 1)
  }

  @Test func `takes clearable fields back with an empty value`() {
    let set =
      "mobile_url=https://m.example.com&notes=n&include_country=US&include_country=CA"
      + "&rotator_group=82&email_reply_to=a@example.com&domain_id=62"
    #expect(client.patch(Self.path, form: set).body == SandboxClient.done)
    #expect(settings()?["include_country"] == ["US", "CA"])
    let cleared =
      "mobile_url=&include_country=&exclude_country=&rotator_group=&email_reply_to=&domain_id="
      + "&rotator_name="
    #expect(client.patch(Self.path, form: cleared).body == SandboxClient.done)
    #expect(settings()?["mobile_url"] == nil)
    #expect(settings()?["email_reply_to"] == nil)
    #expect(settings()?["rotator_name"] == nil)
    #expect(settings()?["include_country"] == [])
    #expect(settings()?["rotator_group"] == 0)
    #expect(settings()?["domain_id"] == 0)
    #expect(settings()?["notes"] == "n")
    let listed = client.get(Self.rotators + "?search=healthtraffic")
    #expect(listed["/rotators/0/rotator_name"] == "healthtraffic")
  }

  @Test func `asks for repeat clicks only where the mode has none yet`() {
    let refused = client.patch(Self.path, form: "rotator_mode=sequential")
    #expect(
      refused["/errors"] == [
        "sequential_repeat_clicks is required when rotator_mode is sequential"
      ])
    let both = client.patch(
      Self.path, form: "rotator_mode=sequential&sequential_repeat_clicks=same_url")
    #expect(both.body == SandboxClient.done)
    // It has kept those of its first mode.
    #expect(client.patch(Self.path, form: "rotator_mode=random").body == SandboxClient.done)
    #expect(settings()?["random_repeat_clicks"] == "same_url")
  }

  @Test func `keeps an iOS URL from standing alone`() {
    let pair = "mobile_url=https://m.example.com&ios_url=https://i.example.com"
    let error: JSONValue = ["ios_url can only be set when mobile_url is set"]
    #expect(client.patch(Self.path, form: "ios_url=https://i.example.com")["/errors"] == error)
    #expect(client.patch(Self.path, form: pair).body == SandboxClient.done)
    #expect(client.patch(Self.path, form: "mobile_url=")["/errors"] == error)
    #expect(client.patch(Self.path, form: "mobile_url=&ios_url=").body == SandboxClient.done)
  }

  @Test(arguments: [
    ("rotator_mode=", "rotator_mode cannot be empty"),
    ("backup_url=", "backup_url cannot be empty"),
    ("notes=", "notes cannot be empty"),
    ("rotator_slug=surf-solo-ads", "rotator_slug is already used by another Rotator"),
    ("rotator_name=Overflow+Main", "rotator_name is already used by another Rotator"),
    ("rotator_group=71", "rotator_group 71 does not exist"),
    ("domain_id=61", "domain_id 61 is not a rotator domain"),
    ("filter_bot=off", "filter_bot must be one of block, flag, nothing"),
    ("", "Nothing to change was sent"),
    ("colour=red", "Nothing to change was sent"),
  ])
  func `refuses a bad update and changes nothing`(form: String, error: String) {
    let before = settings()
    let answer = client.patch(Self.path, form: form)
    #expect(answer.status == 200)
    #expect(answer.body == SandboxClient.refused(error))
    #expect(settings() == before)
  }

  @Test func `may be told its own slug, and warns of what is idle`() {
    let answer = client.patch(
      Self.path, form: "rotator_slug=healthtraffic&spillover_randomize=5&colour=red")
    #expect(answer["/status"] == "OK")
    #expect(
      answer["/warnings"] == [
        "spillover_randomize has no effect when rotator_mode is random",
        "colour is not a known parameter and was ignored",
      ])
    #expect(client.patch(Self.rotators + "/1", form: "notes=a").status == 404)
  }

  private func settings() -> JSONValue? {
    client.get(Self.rotators + "/settings?id=128373")["/rotators/0"]
  }
}
