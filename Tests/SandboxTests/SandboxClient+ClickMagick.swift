import JSON

/// The envelopes of ClickMagick.
extension SandboxClient {
  static let done: JSONValue = ["status": "OK", "errors": [], "warnings": []]

  static func created(_ id: Int) -> JSONValue {
    ["id": .integer(id), "status": "OK", "errors": [], "warnings": []]
  }

  static func refused(_ error: String) -> JSONValue {
    ["status": "ERROR", "errors": [.string(error)], "warnings": []]
  }
}
