internal import JSON

/// How a value with parts is written where there is only text, as OpenAPI means it.
///
/// Source: OpenAPI 3.1, Parameter Object, "Style Values"; RFC 6570 section 3.2.
package struct ArgumentStyle: Equatable, Sendable {
  package let kind: Kind
  /// Whether each part stands by itself instead of all of them in one text.
  package let explodes: Bool

  package enum Kind: String, CaseIterable, Sendable {
    /// `color=blue,black`
    case form
    /// `color=blue%20black`
    case spaceDelimited
    /// `color=blue%7Cblack`
    case pipeDelimited
    /// `color[r]=100`, at any depth
    case deepObject
    /// `blue,black`
    case simple
    /// `.blue,black`
    case label
    /// `;color=blue,black`
    case matrix

    fileprivate var locations: [ArgumentDescriptor.Location] {
      switch self {
      case .form, .spaceDelimited, .pipeDelimited, .deepObject: [.query, .form]
      case .simple: [.path, .header]
      case .label, .matrix: [.path]
      }
    }
  }

  /// A path's, where it has none of its own.
  package static let simple = ArgumentStyle(kind: .simple, explodes: false)

  private init(kind: Kind, explodes: Bool) {
    self.kind = kind
    self.explodes = explodes
  }

  /// Reads an argument's `style` and `explode`; nil where it has none.
  init?(reading cursor: ManifestCursor, in location: ArgumentDescriptor.Location) {
    let kind = cursor.choice("style", Kind.self)
    guard let kind else {
      if cursor.object.contains("explode"), !cursor.object.contains("style") {
        cursor.report(at: "explode", "needs a style: what is it that explodes?")
      }
      return nil
    }
    let explodes = cursor.bool("explode")
    self.init(kind: kind, explodes: explodes ?? (kind == .form || kind == .deepObject))
    guard !cursor.isProven else { return }
    if !kind.locations.contains(location) {
      let places = kind.locations.map(\.rawValue).joined(separator: " or ")
      cursor.report(at: "style", "\(kind.rawValue) is for an argument in \(places)")
    }
    if kind == .deepObject {
      if explodes == false { cursor.report(at: "explode", "deepObject has no other form") }
      let type = cursor.object["type"]?.string ?? "object"
      if type != "object", type != "array" {
        cursor.report(at: "style", "deepObject is for objects and arrays")
      }
    }
    if cursor.object.contains("content_type") {
      cursor.report(at: "content_type", "has no meaning beside a style")
    }
  }
}
