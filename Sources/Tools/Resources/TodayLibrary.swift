internal import JSON
package import MCP

/// What day it is, to be read: models don't know, and guess.
package struct TodayLibrary: ResourceLibrary {
  private let now: @Sendable () -> Timestamp

  private static let uri = "clickport://today"

  package init(_ clock: WallClock) {
    now = clock.now
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
    let now = now()
    return [
      ResourceContents(
        uri: uri,
        [
          "date": .string("\(now.date)"), "time_zone": .string(TimeZoneRules.utc.name),
          "now": .string("\(now)"),
        ])
    ]
  }

  package func completions(of template: String, argument: String, value: String) -> [String]? {
    nil
  }
}
