import JSON
import Tools

extension CatalogOperation {
  /// The parameter whose place in the path that is, such as `{id}`.
  func parameter(inPath place: String) -> CatalogParameter? {
    parameters.first { $0.isIn == "path" && "{\($0.name)}" == place }
  }
}

extension CatalogParameter {
  /// Every property without properties of its own, by its place in the body. Those in `whole` are
  /// not looked into: one argument stands for them.
  func leaves(besides whole: Set<JSONPointer>) -> [JSONPointer: CatalogParameter] {
    leaves(at: .root.appending(name), whole)
  }

  private func leaves(
    at place: JSONPointer, _ whole: Set<JSONPointer>
  ) -> [JSONPointer: CatalogParameter] {
    guard let properties, !whole.contains(place) else { return [place: self] }
    return properties.reduce(into: [:]) { leaves, property in
      var facts = property.value.object ?? [:]
      facts["name"] = .string(property.key)
      let parameter = CatalogParameter(facts: .object(facts), isIn: isIn)
      leaves.merge(parameter.leaves(at: place.appending(property.key), whole)) { first, _ in first }
    }
  }

  /// Whether a value on the wire is among the documented ones, by choices and pattern.
  func isKept(by value: JSONValue) -> Bool {
    let facts = facts["items"] ?? facts
    if let choices = facts["enum"]?.array {
      guard
        (value.array ?? [value]).allSatisfy({ value in
          choices.contains { $0 == value || $0.description == value.string }
        })
      else { return false }
    }
    guard let pattern = facts["pattern"],
      let schema = try? JSONSchema(compiling: ["pattern": pattern])
    else { return true }
    return (value.array ?? [value]).allSatisfy { schema.violations(in: $0).isEmpty }
  }
}

extension ToolDescriptor {
  /// The argument whose place in the path that is.
  func argument(in place: String) -> ArgumentDescriptor? {
    arguments.first { $0.location == .path && "{\($0.name)}" == place }
  }

  /// The argument that is sent as this parameter.
  func argument(for parameter: CatalogParameter) -> ArgumentDescriptor? {
    arguments.first { argument in
      guard argument.location.rawValue == parameter.isIn else { return false }
      return parameter.isIn == "body"
        ? argument.wirePointer.tokens == [parameter.name] : argument.wireName == parameter.name
    }
  }

  /// The arguments that are sent as properties of this parameter.
  func arguments(inside parameter: CatalogParameter) -> [ArgumentDescriptor] {
    guard parameter.isIn == "body" else { return [] }
    return arguments.filter { argument in
      argument.location == .body && argument.wirePointer.tokens.count > 1
        && argument.wirePointer.tokens.first == parameter.name
    }
  }
}
