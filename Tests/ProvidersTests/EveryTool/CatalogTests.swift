import JSON
import TestSupport
import Testing
import Tools

/// Every tool, held against the services' own documents where these lie beside the checkout.
@Suite(.enabled(if: CatalogOperation.areAtHand, "the services' documents aren't at hand"))
struct `Every operation of the catalog` {
  @Test(arguments: ServiceTools.providers)
  func `is asked for as its service documents it`(provider: String) throws {
    var parameters = 0
    var filledIn = 0
    let matches = try Self.matches(provider)
    #expect(!matches.isEmpty)
    for match in matches {
      #expect(try match.unmeantDeviations().map(\.description) == [], "\(match.tool.name)")
      parameters += match.parameters
      filledIn += match.operation.parameters.count(where: \.isReadOnly)
    }
    print(
      "\(provider): \(matches.count) operations, \(parameters) parameters as documented; "
        + "\(filledIn) more, which the service fills in itself, have no argument")
  }

  @Test(arguments: ServiceTools.providers)
  func `has a tool, and every request of a tool is an operation`(provider: String) throws {
    let tools = try ServiceTools.of(provider)
    let matched = Set(try Self.matches(provider).map(\.operation.name))
    let all = CatalogOperation.all
    let expected = all.filter { $0.provider == provider }.map(\.name).filter { name in
      CatalogCoverage.leftOut[name] == nil
        && CatalogCoverage.chosen[provider]?.contains(name) ?? true
    }
    #expect(matched == Set(expected))
    for tool in tools where !CatalogCoverage.further.contains(tool.name) {
      let requests = RequestVariant.all(of: tool)
      #expect(CatalogCoverage.names(tool).count == requests.count, "\(tool.name)")
    }
  }

  @Test(arguments: ServiceTools.providers)
  func `is given the key that its service wants for it, or none`(provider: String) throws {
    let common = try Repository.manifest().providers.first { $0.id == provider }?.authentication
    for match in try Self.matches(provider) {
      let wanted =
        switch match.tool.key {
        case .service: common?.place
        case .none: ProviderDescriptor.Authentication.Place?.none
        case .other(let other): other.place
        }
      let field: String? = if case .header(let name, _)? = wanted { name } else { nil }
      #expect(field?.lowercased() == match.operation.keyField?.lowercased(), "\(match.tool.name)")
    }
  }

  @Test func `leaves out only what the catalog has`() {
    for name in CatalogCoverage.leftOut.keys {
      #expect(CatalogOperation.all.contains { $0.name == name }, "\(name)")
    }
  }

  @Test func `differs from its tool wherever it is said to`() throws {
    let places = KnownDeviation.all.flatMap(\.places)
    let matches = try ServiceTools.providers.flatMap(Self.matches).filter { match in
      places.contains { $0.split(separator: "/").first ?? "" == match.operation.name }
    }
    let deviations = try matches.flatMap { try $0.deviations() }
    for known in KnownDeviation.all {
      let found = deviations.filter { $0.fact == known.fact }.map(\.place)
      #expect(known.places.filter { !found.contains($0) } == [], "\(known.reason)")
    }
  }

  private static func matches(_ provider: String) throws -> [CatalogMatch] {
    try ServiceTools.of(provider).flatMap(CatalogMatch.all)
  }
}
