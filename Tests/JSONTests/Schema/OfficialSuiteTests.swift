import Foundation
import JSON
import Testing

/// Runs the JSON Schema Test Suite, which is not part of this package: `JSON_SCHEMA_TEST_SUITE`
/// names its folder `tests/draft2020-12`.
struct OfficialSuiteTests {
  private static let folder = ProcessInfo.processInfo.environment["JSON_SCHEMA_TEST_SUITE"]

  @Test(.enabled(if: folder != nil, "JSON_SCHEMA_TEST_SUITE does not name the suite's folder"))
  func `agrees with the official test suite`() throws {
    let folder = try #require(Self.folder)
    var total = OfficialSuiteTally()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    for name in names where name.hasSuffix(".json") {
      total.add(try tally("\(folder)/\(name)"), of: name)
    }
    for name in Self.optional {
      total.add(try tally("\(folder)/optional/\(name).json"), of: "optional/\(name)")
    }
    print("official test suite: \(total.passed) passed, \(total.failures.count) failed")
    for failure in total.failures { print("  \(failure)") }
    #expect(total.passed > 1000)
    #expect(total.failures.allSatisfy(OfficialSuiteTally.isOutOfScope))
  }

  /// The optional files about what this validator does.
  private static let optional =
    ["anchor", "bignum", "dynamicRef", "float-overflow", "id", "no-schema", "non-bmp-regex"]
    + ["refOfUnknownKeyword", "unknownKeyword"]
    + ["date", "date-time", "time", "email", "uri", "uuid", "hostname", "ipv4", "ipv6"]
    .map { "format/\($0)" }

  private func tally(_ path: String) throws -> OfficialSuiteTally {
    let bytes = Array(try Data(contentsOf: URL(filePath: path)))
    var tally = OfficialSuiteTally()
    for group in try #require(try JSONValue(parsing: bytes).array) {
      let schema = Result { try JSONSchema(compiling: group["schema"] ?? .null) }
      for test in group["tests"]?.array ?? [] {
        let name = "\(group["description"] ?? .null) \(test["description"] ?? .null)"
        switch schema {
        case .failure(let error):
          tally.failures.append("\(name): \(error)")
        case .success(let schema):
          let violations = schema.violations(in: test["data"] ?? .null)
          if violations.isEmpty == test["valid"]?.bool {
            tally.passed += 1
          } else {
            tally.failures.append("\(name): \(violations)")
          }
        }
      }
    }
    return tally
  }
}

struct OfficialSuiteTally {
  var passed = 0
  var failures: [String] = []

  /// Takes in the tally of one file, naming it in the failures.
  mutating func add(_ other: OfficialSuiteTally, of file: String) {
    passed += other.passed
    failures += other.failures.map { "\(file): \($0)" }
  }

  /// What this validator leaves out: documents to be fetched, vocabularies of other dialects,
  /// and `format` as a mere annotation.
  static func isOutOfScope(_ failure: String) -> Bool {
    failure.contains("is not in this document") || failure.contains("$schema: must be")
      || failure.hasPrefix("format.json")
  }
}
