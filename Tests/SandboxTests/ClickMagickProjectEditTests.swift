import JSON
import Sandbox
import Testing

@Suite struct `ClickMagick project settings` {
  let client = SandboxClient()
  static let projects = "/clickmagick/campaigns/projects"
  static let settings = projects + "/settings?id="

  @Test func `creates, lists, reads, edits and deletes a project`() throws {
    let created = client.post(
      Self.projects, form: "name=Tide+Charts&currency=EUR&attribution_window=30")
    #expect(created["/status"] == "OK")
    #expect(created["/id"] == 29812)
    #expect(client.get(Self.projects + "?search=tide").rows("/projects").count == 1)
    #expect(
      client.get(Self.settings + "29812")["/projects/0"] == [
        "id": 29812, "name": "Tide Charts", "time_zone": "America/New_York", "currency": "EUR",
        "project_domain": nil, "use_cogs": false, "attribution_window": 30,
      ])
    let edit = "time_zone=Australia/Sydney&use_cogs=true&project_domain=tides.example"
    #expect(client.patch(Self.projects + "/29812", form: edit)["/status"] == "OK")
    let edited = client.get(Self.settings + "29812")
    #expect(edited["/projects/0/time_zone"] == "Australia/Sydney")
    #expect(edited["/projects/0/use_cogs"] == true)
    #expect(edited["/projects/0/name"] == "Tide Charts")
    #expect(client.delete(Self.projects + "/29812")["/status"] == "OK")
    #expect(client.delete(Self.projects + "/29812").status == 404)
    #expect(client.get(Self.settings + "29812").status == 404)
    #expect(client.get(Self.projects).rows("/projects").count == 6)
    #expect(client.post(Self.projects, form: "name=Tide+Charts")["/id"] == 29813)
  }

  @Test func `takes currency and time zone from the account`() {
    _ = client.patch("/clickmagick/user/settings", form: "currency=GBP&time_zone=Europe/London")
    _ = client.post(Self.projects, form: "name=Tides")
    let settings = client.get(Self.settings + "29812")
    #expect(settings["/projects/0/currency"] == "GBP")
    #expect(settings["/projects/0/time_zone"] == "Europe/London")
    #expect(client.get(Self.settings + "29583")["/projects/0/currency"] == "USD")
  }

  @Test func `clears domain and window with an empty value`() {
    let path = Self.projects + "/29591"
    _ = client.patch(path, form: "project_domain=keto.example&attribution_window=7")
    #expect(client.get(Self.settings + "29591")["/projects/0/attribution_window"] == 7)
    #expect(client.patch(path, form: "project_domain=&attribution_window=")["/status"] == "OK")
    let settings = client.get(Self.settings + "29591")
    #expect(settings["/projects/0/project_domain"] == .null)
    #expect(settings["/projects/0/attribution_window"] == .null)
  }

  @Test func `reads several projects' settings in the order asked`() {
    let answer = client.get(Self.settings + "29702&id=29583")
    #expect(answer.rows("/projects").map { $0["id"] } == [29702, 29583])
    #expect(client.get(Self.projects + "/settings")["/errors"] == ["id is required"])
    #expect(client.get(Self.settings + "29702&id=1").status == 404)
  }

  @Test func `warns of a name that cannot be edited`() {
    let answer = client.patch(Self.projects + "/29583", form: "name=Other&use_cogs=true")
    #expect(answer["/warnings"] == ["name is not a known parameter and was ignored"])
    #expect(client.get(Self.settings + "29583")["/projects/0/name"] == "Bigfoot Surfboards")
  }

  @Test(arguments: [
    "", "currency=USD", "name=What%3F", "name=bigfoot+SURFBOARDS", "name=A&currency=XYZ",
    "name=A&time_zone=Mars/Base", "name=A&time_zone=-04:00", "name=A&attribution_window=0",
    "name=A&project_domain=https://a.example", "name=A&use_cogs=maybe",
  ])
  func `refuses a bad new project`(form: String) {
    #expect(client.post(Self.projects, form: form)["/status"] == "ERROR")
    #expect(client.get(Self.projects).rows("/projects").count == 6)
  }

  @Test(arguments: ["", "name=Other", "currency=usd", "time_zone=", "attribution_window=x"])
  func `refuses a bad edit`(form: String) {
    let before = client.get(Self.settings + "29583").body
    let answer = client.patch(Self.projects + "/29583", form: form)
    #expect(answer.status == 200)
    #expect(answer["/status"] == "ERROR")
    #expect(client.get(Self.settings + "29583").body == before)
  }

  @Test func `has no traffic in a new project`() {
    _ = client.post(Self.projects, form: "name=Tides")
    #expect(client.get(Self.projects + "/29812/sales")["/sales"] == [])
    let id = client.post(Self.projects + "/29812/stats", form: "")["/report_id"]?.int ?? 0
    let polls = (1...3).map { _ in client.get(Self.projects + "/stats/reports/\(id)") }
    #expect(polls[2]["/stats/clicks"] == 0)
    #expect(client.get(Self.projects + "/utms?id=29812")["/utm/utm_source"] == [])
  }

  @Test func `deletes logs, URLs and reports with their project`() {
    let id = client.post(Self.projects + "/29811/stats", form: "")["/report_id"]?.int ?? 0
    let urls = client.get("/clickmagick/campaigns/urls").rows("/urls").count
    _ = client.delete(Self.projects + "/29811")
    #expect(client.get(Self.projects + "/stats/reports/\(id)").status == 404)
    #expect(client.post(Self.projects + "/29583/stats", form: "")["/report_id"]?.int == id + 1)
    #expect(client.get(Self.projects + "/29811/actions").status == 404)
    #expect(client.get("/clickmagick/campaigns/urls").rows("/urls").count == urls - 5)
  }

  @Test func `lists the UTM values that clicks carry`() {
    let answer = client.get(Self.projects + "/utms?id=29583")
    #expect(answer.body.object?.keys == ["utm", "status"])
    #expect(answer["/utm/utm_campaign"] == ["beginner boards", "brand", "end of season"])
    #expect(answer["/utm/utm_medium"] == ["cpc", "email", "paid_social", "video"])
    let before = "&start_time=2020-01-01T00:00:00Z&end_time=2020-01-02T00:00:00Z"
    #expect(client.get(Self.projects + "/utms?id=29583" + before)["/utm/utm_medium"] == [])
    #expect(client.get(Self.projects + "/utms")["/status"] == "ERROR")
    #expect(client.get(Self.projects + "/utms?id=1").status == 404)
  }
}
