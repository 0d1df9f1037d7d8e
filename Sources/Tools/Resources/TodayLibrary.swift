internal import JSON
package import MCP

/// What day it is, to be read: models don't know, and guess.
package struct TodayLibrary: ResourceLibrary {
  private let days: DayClock

  private static let uri = "clickport://today"

  package init(_ days: DayClock) {
    self.days = days
  }

  package var resources: [Resource] {
    [
      Resource(
        uri: Self.uri,
        Resource.Label(
          name: "today", title: "Today", description: "Today's date, its time zone, and the time.",
          mimeType: "application/json"))
    ]
  }

  package var templates: [ResourceTemplate] { [] }

  package func read(_ uri: String) -> [ResourceContents]? {
    guard uri == Self.uri else { return nil }
    let now = days.now()
    return [
      ResourceContents(
        uri: uri,
        [
          "date": .string("\(days.zone.date(of: now))"), "time_zone": .string(days.zone.name),
          "now": .string("\(now)"),
        ])
    ]
  }

  package func completions(of template: String, argument: String, value: String) -> [String]? {
    nil
  }
}
