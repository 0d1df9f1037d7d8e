/// Several libraries as one; each knows its own URIs.
package struct JoinedLibrary: ResourceLibrary {
  private let parts: [any ResourceLibrary]

  package init(_ parts: [any ResourceLibrary]) {
    self.parts = parts
  }

  package var resources: [Resource] { parts.flatMap(\.resources) }
  package var templates: [ResourceTemplate] { parts.flatMap(\.templates) }

  package func read(_ uri: String) async -> [ResourceContents]? {
    for part in parts {
      if let contents = await part.read(uri) { return contents }
    }
    return nil
  }

  package func completions(of template: String, place: String, value: String) -> [String]? {
    for part in parts {
      if let values = part.completions(of: template, place: place, value: value) { return values }
    }
    return nil
  }
}
