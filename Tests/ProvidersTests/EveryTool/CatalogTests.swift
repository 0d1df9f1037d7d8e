import JSON
import TestSupport
import Testing
import Tools

/// Every tool, held against the services' own documents where these lie beside the checkout.
@Suite struct `Every operation of the catalog` {
  /// Values for each request.
  private static let seeds: [UInt64] = [1, 2, 3]

  @Test(arguments: ServiceTools.providers)
  func `is asked for as its service documents it`(provider: String) throws {
    guard CatalogOperation.all != nil else { return }
    var parameters = 0
    let matches = try Self.matches(provider)
    for match in matches {
      let unknown = try Self.deviations(match).filter { deviation in
        !KnownDeviation.all.contains { $0.covers(deviation) }
      }
      #expect(unknown.map(\.description) == [], "\(match.tool.name)")
      parameters += match.operation.parameters.filter { !$0.isReadOnly }.count
    }
    print("\(provider): \(matches.count) operations, \(parameters) parameters as documented")
  }

  @Test(arguments: ServiceTools.providers)
  func `has a tool, and every request of a tool is an operation`(provider: String) throws {
    guard let all = CatalogOperation.all else { return }
    let tools = try ServiceTools.of(provider)
    let matched = Set(try Self.matches(provider).map(\.operation.name))
    let expected = all.filter { $0.provider == provider }.map(\.name).filter { name in
      CatalogCoverage.leftOut[name] == nil
        && CatalogCoverage.chosen[provider]?.contains(name) ?? true
    }
    #expect(matched == Set(expected))
    for tool in tools {
      let requests = RequestVariant.all(of: tool)
      #expect(CatalogCoverage.names(tool).count == requests.count, "\(tool.name)")
    }
  }

  @Test func `leaves out only what the catalog has`() {
    guard let all = CatalogOperation.all else { return }
    for name in CatalogCoverage.leftOut.keys {
      #expect(all.contains { $0.name == name }, "\(name)")
    }
  }

  @Test func `differs from its tool wherever it is said to`() throws {
    guard CatalogOperation.all != nil else { return }
    let deviations = try ServiceTools.providers.flatMap(Self.matches).flatMap(Self.deviations)
    for known in KnownDeviation.all {
      let found = deviations.filter { $0.fact == known.fact }.map(\.place)
      #expect(known.places.filter { !found.contains($0) } == [], "\(known.reason)")
    }
  }

  /// A tool with one of its requests and the operation it is for.
  private struct Match {
    let tool: ToolDescriptor
    let variant: RequestVariant
    let operation: CatalogOperation
  }

  private static func matches(_ provider: String) throws -> [Match] {
    try ServiceTools.of(provider).flatMap { tool in
      let names = CatalogCoverage.names(tool)
      let operations = (CatalogOperation.all ?? []).filter {
        $0.provider == provider && names.contains($0.name)
      }
      return RequestVariant.all(of: tool).flatMap { variant in
        operations.filter(variant.isFor).map { Match(tool: tool, variant: variant, operation: $0) }
      }
    }
  }

  private static func deviations(_ match: Match) throws -> [Deviation] {
    let facts = FactComparison(
      tool: match.tool, variant: match.variant, operation: match.operation)
    return try facts.deviations()
      + seeds.flatMap { seed in
        try WireComparison(
          tool: match.tool, variant: match.variant, operation: match.operation,
          values: values(match, seed: seed)
        ).deviations()
      }
  }

  /// A value for every argument but those this request does without. Instants have an offset, which
  /// no service takes as it is.
  private static func values(_ match: Match, seed: UInt64) throws -> JSONObject {
    var generator = ValueGenerator(seed: seed)
    var values: JSONObject = [:]
    for argument in match.tool.arguments where !match.variant.omitted.contains(argument.name) {
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
