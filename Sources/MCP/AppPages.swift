internal import JSON

/// Pages that a client shows beside a tool's answer: the extension MCP Apps, 2026-01-26.
///
/// Only who declares it hears of them. For others there is no page, in no list and at no tool.
package enum AppPages {
  /// What a page is read as, to the letter.
  package static let mimeType = "text/html;profile=mcp-app"
  /// What the URIs of pages begin with, and no others.
  package static let scheme = "ui://"
  private static let name = "io.modelcontextprotocol/ui"

  /// Whether a client with these capabilities shows such pages.
  static func areShown(by capabilities: JSONObject) -> Bool {
    let settings = capabilities["extensions"]?[name]
    return settings?["mimeTypes"]?.array?.contains(.string(mimeType)) ?? false
  }
}

extension Resource {
  /// Whether it is a page.
  var isPage: Bool { uri.hasPrefix(AppPages.scheme) }
}

extension ServerFeatures {
  /// The pages that tools may name to a client with these capabilities: none that can't be read.
  func pages(shownBy capabilities: JSONObject) -> Set<String> {
    AppPages.areShown(by: capabilities) ? pages : []
  }

  /// What `resources/list` holds for a client with these capabilities.
  func resources(shownTo capabilities: JSONObject) -> [Resource] {
    let resources = library?.resources ?? []
    return AppPages.areShown(by: capabilities) ? resources : resources.filter { !$0.isPage }
  }
}
