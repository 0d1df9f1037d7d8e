import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick domains` {
  let client = SandboxClient()
  static let domains = "/clickmagick/domains"

  @Test func `creates a domain, uses it and deletes it`() throws {
    #expect(client.get(Self.domains).rows("/domains").map { $0["id"] } == [61, 62, 63])
    let created = client.post(
      Self.domains,
      form: "domain=Track.Example.com&type=rotator&error_url=https://www.example.com/lost")
    #expect(created.body == SandboxClient.created(64))
    #expect(
      client.get(Self.domains).rows("/domains").last == [
        "id": 64, "domain": "track.example.com", "type": "rotator",
        "error_url": "https://www.example.com/lost",
      ])
    #expect(
      client.patch("/clickmagick/rotators/128364", form: "domain_id=64").body == SandboxClient.done)
    #expect(rotatorLink() == "https://track.example.com/surf-solo-ads")
    #expect(client.delete(Self.domains + "/64").body == SandboxClient.done)
    #expect(rotatorLink() == "https://clkmr.com/sandbox/surf-solo-ads")
    #expect(client.delete(Self.domains + "/64").status == 404)
    #expect(client.get(Self.domains).rows("/domains").count == 3)
  }

  @Test func `leaves links without their deleted domain`() {
    _ = client.delete(Self.domains + "/61")
    let link = client.get("/clickmagick/links?search=foam")["/links/0"]
    #expect(link?["link_url"] == "https://clkmg.com/sandbox/foam-boards")
    let settings = client.get("/clickmagick/links/settings?id=440001")
    #expect(settings["/links/0/domain_id"] == 0)
  }

  @Test(arguments: [
    ("type=link", "domain is required"),
    ("domain=a.example.com", "type is required"),
    ("domain=a.example.com&type=page", "type must be one of link, rotator"),
    ("domain=go.BIGFOOT.example&type=link", "domain is already set up"),
    (
      "domain=https://example.com&type=link",
      "domain must be a domain name of at most 255 characters, such as track.example.com"
    ),
    (
      "domain=a.example.com&type=link&error_url=lost",
      "error_url must be an absolute URL of at most 255 characters"
    ),
  ])
  func `refuses a bad domain`(form: String, error: String) {
    let answer = client.post(Self.domains, form: form)
    #expect(answer.body == SandboxClient.refused(error))
  }

  private func rotatorLink() -> JSONValue? {
    client.get("/clickmagick/rotators?search=surf")["/rotators/0/rotator_link"]
  }
}
