import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter top reports` {
  let client = SandboxClient()

  static let whole = [
    "browsers", "browsersfamilies", "platforms", "cities", "countries", "isps", "oss",
    "ossfamilies", "referrers", "languages",
  ]

  private func report(_ path: String, _ query: String) -> Answer {
    client.get("/clickmeter\(path)/reports?timeframe=last30&" + query)
  }

  private func sum(_ answer: Answer, _ figure: String) -> Int {
    SandboxClient.sum(answer.rows("/data"), figure)
  }

  @Test(arguments: whole)
  func `shares all hits out`(type: String) {
    let answer = report("", "type=" + type)
    #expect(answer.status == 200)
    #expect(answer["/createdAt"] == "20260331153000")
    #expect(answer["/key"] == .string(type))
    let totals = client.get("/clickmeter/aggregated?timeframe=last30")
    for (figure, total) in [
      ("totalClicks", "totalClicks"), ("uniqueClicks", "uniqueClicks"),
      ("totalViews", "totalViews"), ("uniqueViews", "uniqueViews"),
      ("spiderHits", "spiderHitsCount"),
    ] {
      #expect(sum(answer, figure) == totals["/" + total]?.int)
    }
    let hits = answer.rows("/data").compactMap { $0["totalHits"]?.int }
    #expect(hits.count > 1)
    #expect(hits == hits.sorted(by: >))
    #expect(Set(answer.rows("/data").map { $0["id"]?.string }).count == hits.count)
  }

  @Test(arguments: ["keywords", "params", "ips", "destinations"])
  func `leaves out hits that have nothing of the kind`(type: String) {
    let answer = report("", "type=" + type)
    let totals = client.get("/clickmeter/aggregated?timeframe=last30")
    #expect(!answer.rows("/data").isEmpty)
    #expect(answer.rows("/data").count <= 100)
    #expect(sum(answer, "totalClicks") <= totals["/totalClicks"]?.int ?? -1)
    #expect(answer.rows("/data").allSatisfy { $0["entityData"]?["name"]?.string?.isEmpty == false })
  }

  @Test(arguments: ["datapoints", "groups", "convparameters", "countries"])
  func `ranks what led to a conversion`(type: String) {
    let answer = report("/conversions/7001", "type=" + type)
    let totals = client.get("/clickmeter/conversions/7001/aggregated?timeframe=last30")
    #expect(sum(answer, "totalConversions") == totals["/convertedClicks"]?.int)
    #expect(sum(answer, "totalConversions") > 0)
    #expect(sum(answer, "totalViews") == 0)
  }

  @Test(arguments: [("datapoint", 12_345_678), ("group", 410_551), ("conversion", 7001)])
  func `is the same by path and by query`(kind: String, id: Int) {
    let own = report("/\(kind)s/\(id)", "type=countries")
    #expect(!own.rows("/data").isEmpty)
    #expect(report("", "type=countries&\(kind)=\(id)").body == own.body)
  }

  @Test func `counts clicks or views alone`() {
    let (all, clicks, views) = (
      report("", "type=oss"), report("", "type=oss&hittype=clicks"),
      report("", "type=oss&hittype=views")
    )
    #expect(sum(clicks, "totalViews") == 0)
    #expect(sum(views, "totalClicks") == 0)
    #expect(sum(clicks, "totalHits") + sum(views, "totalHits") == sum(all, "totalHits"))
  }

  @Test(arguments: [
    ("", "timeframe=last7", 400), ("", "type=browsers", 400),
    ("", "type=datapoints&timeframe=last7", 400), ("", "type=browsers&timeframe=today", 400),
    ("", "type=browsers&timeframe=last7&hittype=hits", 400),
    ("", "type=browsers&timeframe=last7&group=410551&conversion=7001", 400),
    ("", "type=browsers&timeframe=last7&group=1", 404),
    ("/conversions/7001", "type=isps&timeframe=last7", 400),
    ("/conversions/1", "type=browsers&timeframe=last7", 404),
    ("/datapoints/1", "type=browsers&timeframe=last7", 404),
    ("/groups/1", "type=browsers&timeframe=last7", 404),
  ])
  func `refuses what it does not know`(path: String, query: String, status: Int) {
    let answer = client.get("/clickmeter\(path)/reports?" + query)
    #expect(answer.status == status)
    #expect(answer["/httpErrorCode"] == .string(String(status)))
  }
}
