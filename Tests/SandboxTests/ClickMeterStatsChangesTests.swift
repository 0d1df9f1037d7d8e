import JSON
import Sandbox
import Testing

@Suite struct `ClickMeter statistics after changes` {
  let client = SandboxClient()

  @Test func `counts nothing while a datapoint is paused`() {
    let clock = TestClock()
    let client = SandboxClient(clock: clock)
    func clicks(_ day: String) -> Int {
      let days = "timeFrame=custom&fromDay=\(day)&toDay=\(day)"
      return client.get("/clickmeter/datapoints/12345900/aggregated?" + days)["/totalClicks"]?.int
        ?? -1
    }
    let path = "/clickmeter/datapoints/12345900"
    let before = clicks("20260331")
    #expect(before > 0)
    #expect(client.post(path, json: #"{"status": "Paused"}"#).status == 200)
    clock.advance(days: 1)
    #expect(clicks("20260331") == before)
    #expect(clicks("20260401") == 0)
    #expect(client.post(path, json: #"{"status": "Active"}"#).status == 200)
    clock.advance(days: 2)
    #expect(clicks("20260331") == before)
    #expect(clicks("20260402") > 0)
  }

  @Test func `follows what is created and deleted`() {
    let body = #"{"type": "TrackingPixel", "title": "Fresh", "groupId": 410551}"#
    let id = client.post("/clickmeter/datapoints", json: body)["/id"]?.int ?? 0
    let fresh = client.totals("/datapoints/\(id)", "timeFrame=beginning")
    #expect(fresh.status == 200)
    #expect(fresh["/totalViews"] == 0)
    let before = client.totals("", "timeFrame=last30")
    let own = client.totals("/datapoints/12345900", "timeFrame=last30")
    #expect(client.delete("/clickmeter/datapoints/12345900").status == 200)
    #expect(client.totals("/datapoints/12345900", "timeFrame=last30").body == own.body)
    let after = client.totals("", "timeFrame=last30")
    for figure in ["totalClicks", "uniqueClicks", "spiderHitsCount", "convertedClicks"] {
      let parts = [after, own].compactMap { $0["/" + figure]?.int }
      #expect(parts.reduce(0, +) == before["/" + figure]?.int)
    }
    let groups = (410_551...410_553).compactMap { group in
      client.totals("/groups/\(group)", "timeFrame=last30")["/totalClicks"]?.int
    }
    #expect(groups.reduce(0, +) == after["/totalClicks"]?.int)
  }

  @Test func `credits a conversion where it is tied`() {
    let path = "/clickmeter/conversions/7003"
    let before = client.totals("/conversions/7003", "timeFrame=last90")["/totalClicks"]?.int ?? -1
    let tied = client.get(path + "/datapoints").rows("/entities").compactMap { $0["id"]?.int }
    #expect(before > 0 && !tied.isEmpty)
    for id in tied {
      let answer = client.put(
        path + "/datapoints/patch", json: #"{"Action": "remove", "Id": \#(id)}"#)
      #expect(answer.status == 200)
    }
    #expect(client.totals("/conversions/7003", "timeFrame=last90")["/totalClicks"] == 0)
  }
}
