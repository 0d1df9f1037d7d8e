package import JSON

/// The arguments of one call, read: canonical names, right types, in the manifest's order.
package struct Arguments: Equatable, Sendable {
  package let values: JSONObject

  package init(_ values: JSONObject) {
    self.values = values
  }

  package subscript(name: String) -> JSONValue? { values[name] }
}
