internal import JSON
package import MCP

/// The page that draws the answers of tools with a chart, for clients that show pages.
///
/// Its URI never changes, as it is what users and other programs know it by. So that no host shows
/// an older release's page, reading it says that it may not be kept.
package struct ChartPage: ResourceLibrary {
  package static let uri = "ui://clickport/chart"

  private let html: @Sendable () -> String

  /// `html` gives the whole document, which needs nothing from elsewhere.
  package init(html: @escaping @Sendable () -> String) {
    self.html = html
  }

  package var resources: [Resource] {
    [
      Resource(
        uri: Self.uri,
        Resource.Label(
          name: "chart", title: "Chart", description: "Draws an answer, with its table.",
          mimeType: AppPages.mimeType))
    ]
  }

  package var templates: [ResourceTemplate] { [] }

  package func read(_ uri: String) -> [ResourceContents]? {
    guard uri == Self.uri else { return nil }
    return [
      ResourceContents(
        uri: uri, mimeType: AppPages.mimeType, .text(html()),
        metadata: ["ui": ["prefersBorder": true]])
    ]
  }

  package func completions(of template: String, argument: String, value: String) -> [String]? {
    nil
  }
}
