import ArgumentParser
import Testing

@testable import clickport

@Suite struct `A launch without arguments` {
  /// Every property of a command with those of its groups, as `path = value`.
  private func values(of options: Any, at path: String = "") -> [String] {
    Mirror(reflecting: options).children.flatMap { child -> [String] in
      let label = (child.label ?? "").drop { $0 == "_" }
      let place = "\(path)/\(label)"
      if let group = Mirror(reflecting: child.value).descendant("_parsedValue", "value") {
        return group is any ParsableArguments
          ? values(of: group, at: place) : ["\(place) = \(group)"]
      }
      return ["\(place) is not set"]
    }
  }

  @Test func `has the values that reading no arguments gives`() throws {
    let parsed = values(of: try Serve.parse([]))
    #expect(values(of: Serve.unset) == parsed)
    #expect(parsed.count >= 20)
    #expect(!parsed.contains { $0.hasSuffix("is not set") }, "\(parsed)")
  }
}
