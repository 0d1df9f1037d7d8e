import JSON
import Testing

@Suite struct `Nearest names` {
  @Test(arguments: [
    ("publsher_id", "publisher_id"), ("Publisher_ID", "publisher_id"), ("pgae", "page"),
    ("start_dat", "start_date"), ("start", "start_date"), ("publisher_id_number", "publisher_id"),
  ])
  func `finds the name that was meant`(written: String, meant: String) {
    let known = ["start_date", "end_date", "publisher_id", "page"]
    #expect(nearestName(to: written, among: known) == meant)
  }

  @Test(arguments: ["colour", "", "x", "xy", "ate"])
  func `finds nothing where nothing is close`(written: String) {
    #expect(nearestName(to: written, among: ["publisher_id", "page"]) == nil)
    #expect(nearestName(to: written, among: []) == nil)
  }

  @Test func `takes no endless name for a known one`() {
    let endless = String(repeating: "z", count: 1_000_000)
    #expect(nearestName(to: endless, among: ["page", "publisher_id"]) == nil)
  }

  @Test func `prefers the closest`() {
    #expect(nearestName(to: "paged", among: ["pages_", "page", "paged_"]) == "page")
  }
}
