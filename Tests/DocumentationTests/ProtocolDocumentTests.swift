import Foundation
import JSON
import TestSupport
import Testing

/// `docs/protocol.md` says which test holds which requirement of the protocol. It is made from
/// `docs/protocol-requirements.json` and the tests' own names.
struct ProtocolDocumentTests {
  private struct Requirement {
    let section: String
    let text: String
    let tests: [String]
  }

  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  private static func requirements() throws -> [Requirement] {
    let bytes = try Data(contentsOf: Repository.file("docs/protocol-requirements.json"))
    let sections = try JSONValue(parsing: Array(bytes)).array ?? []
    return sections.flatMap { section in
      (section["requirements"]?.array ?? []).map { requirement in
        Requirement(
          section: section["section"]?.string ?? "", text: requirement["requirement"]?.string ?? "",
          tests: requirement["tests"]?.array?.compactMap(\.string) ?? [])
      }
    }
  }

  /// The names of all tests, as their authors wrote them between backticks.
  private static func testNames() throws -> Set<String> {
    var names: Set<String> = []
    let files = FileManager.default.enumerator(atPath: Repository.file("Tests").path)
    while let path = files?.nextObject() as? String {
      guard path.hasSuffix(".swift") else { continue }
      let text = try String(contentsOf: Repository.file("Tests/\(path)"), encoding: .utf8)
      names.formUnion(text.matches(of: /func `([^`]+)`/).map { String($0.1) })
    }
    return names
  }

  private static func document(_ requirements: [Requirement], _ names: Set<String>) -> String {
    var lines = [
      "# What the protocol asks, and which test holds it", "",
      "Made from `docs/protocol-requirements.json` and the names of the tests; a requirement that",
      "no test holds is marked **missing**. Record it anew with",
      "`RECORD=1 swift test --filter DocumentationTests`.",
    ]
    var section = ""
    for requirement in requirements {
      if requirement.section != section {
        section = requirement.section
        lines += ["", "## \(section)", "", "| requirement | test |", "|---|---|"]
      }
      let tests = requirement.tests.map { names.contains($0) ? $0 : "**missing**: \($0)" }
      let cell = tests.isEmpty ? "**missing**" : tests.joined(separator: "<br>")
      lines.append("| \(requirement.text) | \(cell) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test func `says which test holds each requirement, and none is missing`() throws {
    let requirements = try Self.requirements()
    let names = try Self.testNames()
    #expect(!requirements.isEmpty)
    for requirement in requirements {
      #expect(!requirement.tests.isEmpty, "no test holds: \(requirement.text)")
      for test in requirement.tests {
        #expect(names.contains(test), "no test is named: \(test)")
      }
    }
    let file = Repository.file("docs/protocol.md")
    let document = Self.document(requirements, names)
    if Self.isRecording {
      try document.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("docs/protocol.md was recorded; run again without RECORD=1")
      return
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == document)
  }
}
