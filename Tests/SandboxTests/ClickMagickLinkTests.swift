import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick Smart Links` {
  let client = SandboxClient()
  static let links = "/clickmagick/links"

  @Test func `lists links newest first, by page and by part of the name`() throws {
    let ids = client.get(Self.links).rows("/links").compactMap { $0["id"]?.int }
    #expect(ids == Array((440_001...440_012).reversed()))
    let first = client.get(Self.links + "?limit=8")
    let next = try #require(first["/cursor/next"]?.string)
    let second = client.get(Self.links + "?limit=8&cursor=" + next)
    #expect((first.rows("/links") + second.rows("/links")).compactMap { $0["id"]?.int } == ids)
    #expect(second["/cursor/next"] == .null)
    #expect(client.get(Self.links + "?search=PARTNER").rows("/links").count == 2)
    #expect(client.get(Self.links + "?search=nothing").rows("/links") == [])
    #expect(client.get(Self.links + "?limit=0")["/status"] == "ERROR")
  }

  @Test func `creates a link that later reads see, and edits it`() throws {
    let created = client.post(
      Self.links,
      form: "primary_url=https://www.example.com/a&link_slug=spring-a&link_name=Spring&domain_id=61"
    )
    let id = try #require(created["/id"]?.int)
    #expect(id == 440_013)
    #expect(created["/status"] == "OK")
    let row = client.get(Self.links + "?limit=1")["/links/0"]
    #expect(row?["id"]?.int == id)
    #expect(row?["link_url"] == "https://go.bigfoot.example/spring-a")
    let form = "primary_url=https://www.example.com/b&blank_referrer=true"
    #expect(client.patch(Self.links + "/\(id)", form: form).body == SandboxClient.done)
    let settings = client.get(Self.links + "/settings?id=\(id)")["/links/0"]
    #expect(
      settings == [
        "id": .integer(id), "link_slug": "spring-a", "link_name": "Spring",
        "primary_url": "https://www.example.com/b", "domain_id": 61, "blank_referrer": true,
        "link_group": 0, "link_subgroup": 0,
      ])
  }

  @Test func `makes up a slug of its own`() throws {
    let slugs = try (1...2).map { _ in
      let id = client.post(Self.links, form: "primary_url=https://www.example.com")["/id"]?.int
      let settings = client.get(Self.links + "/settings?id=\(id ?? 0)")
      return try #require(settings["/links/0/link_slug"]?.string)
    }
    #expect(slugs.allSatisfy { $0.count == 6 })
    #expect(slugs[0] != slugs[1])
    let twin = SandboxClient()
    _ = twin.post(Self.links, form: "primary_url=https://www.example.com")
    #expect(twin.get(Self.links + "?limit=1")["/links/0/link_slug"] == .string(slugs[0]))
  }

  @Test(arguments: [
    ("link_slug=abc", "link_slug must be 4 to 20 letters, numbers and dashes"),
    ("link_slug=Foam-Boards", "link_slug is already used by another Smart Link"),
    ("domain_id=62", "domain_id 62 is not a link domain"),
    ("blank_referrer=perhaps", "blank_referrer must be true or false"),
    ("primary_url=example.com", "primary_url must be an absolute URL"),
  ])
  func `refuses bad fields in both creation and update`(change: String, error: String) {
    let refused = SandboxClient.refused(error)
    let good = "primary_url=https://www.example.com&"
    #expect(client.post(Self.links, form: good + change).body == refused)
    #expect(client.patch(Self.links + "/440005", form: change).body == refused)
  }

  @Test func `refuses what it does not know`() {
    #expect(client.post(Self.links, form: "")["/errors"] == ["primary_url is required"])
    let empty = client.patch(Self.links + "/440001", form: "link_name=")
    #expect(empty["/errors"] == ["link_name cannot be empty"])
    #expect(client.patch(Self.links + "/1", form: "link_name=a").status == 404)
    #expect(client.get(Self.links + "/settings?id=1").status == 404)
    #expect(client.get(Self.links + "/settings")["/errors"] == ["id is required"])
    #expect(
      client.patch(Self.links + "/440001", form: "link_slug=foam-boards").body == SandboxClient.done
    )
    let unknown = client.patch(Self.links + "/440001", form: "link_name=a&colour=red")
    #expect(unknown["/warnings"] == ["colour is not a known parameter and was ignored"])
  }
}
