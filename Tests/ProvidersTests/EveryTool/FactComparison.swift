import JSON
import Tools

/// What a tool declares, held against what the catalog says about its operation.
struct FactComparison {
  let tool: ToolDescriptor
  let variant: RequestVariant
  let operation: CatalogOperation

  func deviations() -> [Deviation] { effect + pairs.flatMap(deviations) }

  /// Each parameter with the argument that stands for it.
  private var pairs: [(CatalogParameter, ArgumentDescriptor)] {
    let places = operation.path.split(separator: "/").map(String.init)
    let path = zip(places, variant.segments).compactMap { place, ours in
      operation.parameter(inPath: place).flatMap { parameter in
        tool.argument(in: ours).map { (parameter, $0) }
      }
    }
    let rest = operation.parameters.filter { $0.isIn != "path" && !$0.isReadOnly }
    return path
      + rest.flatMap { parameter in
        let nested = tool.arguments(inside: parameter)
        let leaves = parameter.leaves(besides: Set(nested.map(\.wirePointer)))
        let inside = nested.compactMap { argument in
          leaves[argument.wirePointer].map { ($0, argument) }
        }
        return nested.isEmpty
          ? tool.argument(for: parameter).map { [(parameter, $0)] } ?? [] : inside
      }
  }

  private var effect: [Deviation] {
    let expected: Effect? =
      switch (operation.effect, operation.isIdempotent) {
      case ("read", _): .read
      case ("write", true): .idempotentWrite
      case ("write", false): .write
      case ("destructive", true): .destructive
      case _: nil
      }
    guard tool.effect != expected else { return [] }
    return [
      deviation("", .effect, "\(tool.effect) instead of \(expected?.rawValue ?? "something else")")
    ]
  }

  private func deviations(
    _ parameter: CatalogParameter, _ argument: ArgumentDescriptor
  ) -> [Deviation] {
    let schema = argument.schema.document
    let facts = parameter.facts
    var deviations = shape(schema, facts).map { deviation(parameter.name, $0.0, $0.1) }
    for (fact, keyword, key) in [
      (Deviation.Fact.minimum, "minimum", "min"), (.maximum, "maximum", "max"),
      (.default, "default", "default"),
    ] where facts[key] != nil && facts[key] != schema[keyword] {
      deviations.append(
        deviation(parameter.name, fact, text(schema[keyword], facts[key])))
    }
    if argument.isClearable != (facts["clearable"] == true) {
      let ours = argument.isClearable ? "clears" : "does not clear"
      deviations.append(deviation(parameter.name, .clearable, "the empty text \(ours) it here"))
    }
    if parameter.isRequired ? !isNeeded(argument) : argument.isRequired {
      let ours = argument.isRequired ? "required" : "optional"
      deviations.append(deviation(parameter.name, .required, "\(ours) here only"))
    }
    return deviations
  }

  /// Differences of type, choices and properties, at any depth.
  private func shape(_ schema: JSONValue, _ facts: JSONValue) -> [(Deviation.Fact, String)] {
    var differences: [(Deviation.Fact, String)] = []
    if schema["type"] != facts["type"] {
      differences.append((.type, text(schema["type"], facts["type"])))
    }
    let choices = schema["enum"]?.array.map(Set.init)
    if choices != facts["enum"]?.array.map(Set.init) {
      differences.append((.choices, text(schema["enum"], facts["enum"])))
    }
    if let items = facts["items"] { differences += shape(schema["items"] ?? [:], items) }
    if let properties = facts["properties"]?.object {
      let ours = schema["properties"]?.object ?? [:]
      if Set(ours.keys) != Set(properties.keys) {
        differences.append((.shape, "\(ours.keys) instead of \(properties.keys)"))
      }
      for (name, property) in properties {
        if let own = ours[name] { differences += shape(own, property) }
      }
    }
    return differences
  }

  /// Whether the request can't be without the argument: it must be given, follows from others, is
  /// one of several, or is why the request has this path.
  private func isNeeded(_ argument: ArgumentDescriptor) -> Bool {
    argument.isRequired || argument.implied != nil || argument.location == .path
      || tool.rules.contains { rule in
        guard case .atLeastOne(let names) = rule else { return false }
        return names.contains(argument.name)
      }
  }

  private func deviation(
    _ parameter: String, _ fact: Deviation.Fact, _ detail: String
  ) -> Deviation {
    Deviation(operation: operation.name, parameter: parameter, fact: fact, detail: detail)
  }

  private func text(_ ours: JSONValue?, _ theirs: JSONValue?) -> String {
    "\(ours?.description ?? "nothing") instead of \(theirs?.description ?? "nothing")"
  }
}
