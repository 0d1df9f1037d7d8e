internal import JSON

/// The names of media types (RFC 9110 section 8.3.1), with or without parameters.
package enum MediaType {
  package static let json = "application/json"
  package static let form = "application/x-www-form-urlencoded"
  package static let octets = "application/octet-stream"

  /// Whether what has that type is JSON, or may be.
  package static func isJSON(_ name: String) -> Bool {
    let type = essence(name)
    return ["application/json", "text/json", "*/*", "application/*"].contains(type)
      || type.hasPrefix("application/") && type.hasSuffix("+json")
  }

  package static func isForm(_ name: String) -> Bool { essence(name) == form }

  package static func isMultipartForm(_ name: String) -> Bool {
    essence(name) == "multipart/form-data"
  }

  /// Whether what has that type is text that a person may write.
  package static func isText(_ name: String) -> Bool {
    let type = essence(name)
    return type.hasPrefix("text/") || textual.contains(type)
      || textualEndings.contains(where: type.hasSuffix)
  }

  private static let textual: Set = [
    "application/graphql", "application/javascript", "application/jsonl", "application/sql",
    "application/toml", "application/x-ndjson", "application/x-yaml", "application/xml",
    "application/yaml",
  ]
  private static let textualEndings = ["+xml", "+yaml"]

  /// Whether it leaves open what exactly is meant: `image/*`.
  package static func isRange(_ name: String) -> Bool { name.utf8.contains(UInt8(ascii: "*")) }

  /// Whether `name` can be sent as the type of a body.
  package static func isConcrete(_ name: String) -> Bool {
    let parts = essence(name).split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && !isRange(name)
      && parts.allSatisfy { ProviderDescriptor.isFieldName(String($0)) }
      && name.utf8.allSatisfy { (0x20...0x7E).contains($0) } && name.trimmed == name
  }

  /// The name in lower case without its parameters.
  package static func essence(_ name: String) -> String {
    name.prefix { $0 != ";" }.lowercased().trimmed
  }
}
