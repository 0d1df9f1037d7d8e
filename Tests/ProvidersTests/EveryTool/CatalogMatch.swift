import JSON
import Testing
import Tools

/// A tool with one of its requests, and the operation of the catalog that it is for.
struct CatalogMatch {
  let tool: ToolDescriptor
  let variant: RequestVariant
  let operation: CatalogOperation

  /// Values for each request.
  private static let seeds: [UInt64] = [1, 2, 3]

  /// Every request of a tool that is an operation of its service.
  static func all(of tool: ToolDescriptor) -> [CatalogMatch] {
    let names = CatalogCoverage.names(tool)
    let operations = CatalogOperation.all.filter {
      $0.provider == tool.provider && names.contains($0.name)
    }
    return RequestVariant.all(of: tool).flatMap { variant in
      operations.filter(variant.isFor).map {
        CatalogMatch(tool: tool, variant: variant, operation: $0)
      }
    }
  }

  /// How many parameters a caller can give.
  var parameters: Int { operation.parameters.filter { !$0.isReadOnly }.count }

  /// Where tool and operation differ, in what is declared and in what is sent.
  func deviations() throws -> [Deviation] {
    try FactComparison(tool: tool, variant: variant, operation: operation).deviations()
      + Self.seeds.flatMap { seed in
        try WireComparison(
          tool: tool, variant: variant, operation: operation, values: values(seed: seed)
        ).deviations()
      }
  }

  /// Those that no table says are meant.
  func unmeantDeviations() throws -> [Deviation] {
    try deviations().filter { deviation in
      !KnownDeviation.all.contains { $0.covers(deviation) }
    }
  }

  /// A value for every argument but those this request does without. Instants have an offset, which
  /// no service takes as it is.
  private func values(seed: UInt64) throws -> JSONObject {
    var generator = ValueGenerator(seed: seed)
    var values: JSONObject = [:]
    for argument in tool.arguments where !variant.omitted.contains(argument.name) {
      let schema = argument.schema.document
      var value = try generator.value(for: schema)
      if schema["format"] == "date-time", let instant = value.string {
        value = .string(instant.replacing("Z", with: "+02:00"))
      }
      try #require(argument.schema.violations(in: value).isEmpty, "\(argument.name) \(value)")
      values[argument.name] = value
    }
    return values
  }
}
