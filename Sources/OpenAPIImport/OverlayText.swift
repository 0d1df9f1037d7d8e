package import JSON

/// An overlay as people write and change it: what fits on a line stays on one.
package enum OverlayText {
  private static let width = 100

  package static func text(_ overlay: JSONObject) -> String {
    text(.object(overlay), after: 0, indentation: 0)
  }

  /// The value as it stands behind so many characters of its first line.
  private static func text(_ value: JSONValue, after column: Int, indentation: Int) -> String {
    let line = oneLine(value)
    guard column + line.count >= width else { return line }
    let inner = indentation + 2
    let space = String(repeating: " ", count: inner)
    let end = "\n" + String(repeating: " ", count: indentation)
    switch value {
    case .object(let object) where !object.isEmpty:
      let members = object.map { key, value in
        let name = JSONValue.string(key).description + ": "
        return space + name + text(value, after: inner + name.count, indentation: inner)
      }
      return "{\n" + members.joined(separator: ",\n") + end + "}"
    case .array(let elements) where !elements.isEmpty:
      let lines = elements.map { space + text($0, after: inner, indentation: inner) }
      return "[\n" + lines.joined(separator: ",\n") + end + "]"
    case .object, .array, .null, .bool, .number, .string: return line
    }
  }

  private static func oneLine(_ value: JSONValue) -> String {
    switch value {
    case .object(let object) where !object.isEmpty:
      let members = object.map { "\(JSONValue.string($0.key)): \(oneLine($0.value))" }
      return "{ \(members.joined(separator: ", ")) }"
    case .array(let elements): return "[\(elements.map(oneLine).joined(separator: ", "))]"
    case .object, .null, .bool, .number, .string: return value.description
    }
  }
}
