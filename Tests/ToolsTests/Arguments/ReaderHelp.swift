import JSON
import TestSupport
import Testing
import Tools

/// A reader over a tool of the real manifest.
func reader(of tool: String) throws -> ArgumentReader {
  ArgumentReader(try #require(try Repository.tool(tool)))
}

/// A reader over a tool of these arguments and rules.
func reader(_ arguments: JSONValue, rules: JSONValue = []) throws -> ArgumentReader {
  ArgumentReader(
    try SmallManifest.tool([("/arguments", arguments), ("/rules", rules)]))
}

extension ArgumentReader {
  /// The arguments as one object; fails the test when there are problems.
  func values(_ given: JSONObject) throws -> JSONValue {
    .object(try read(given).get().values)
  }

  /// What is wrong, or nothing.
  func problems(_ given: JSONObject) -> [ArgumentProblem] {
    switch read(given) {
    case .success: []
    case .failure(let failure): failure.problems
    }
  }
}
