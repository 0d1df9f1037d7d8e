import Foundation
import TestSupport
import Testing

/// The pages name files by their paths, or by their names alone; those must be there.
@Suite struct MapTests {
  private static let pages = [
    "README.md", "CONTRIBUTING.md", "docs/architecture.md", "docs/protocol.md",
    "docs/performance.md", "Benchmarks/README.md", "examples/README.md",
  ]

  /// All files of the checkout's own folders, as paths from its root.
  private static let files: Set<String> = {
    var files: Set<String> = []
    for folder in ["Sources", "Tests", "Benchmarks", "docs", "examples"] {
      let root = Repository.file(folder).path
      for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
        files.insert("\(folder)/\(path)")
      }
    }
    return files
  }()

  @Test(arguments: pages) func `name only files that are there`(page: String) throws {
    let text = try String(contentsOf: Repository.file(page), encoding: .utf8)
    let names = Set(Self.files.map { String($0.split(separator: "/").last ?? "") })
    let path = /`((?:Sources|Tests)\/[A-Za-z0-9_\/.+-]+)`/
    for match in text.matches(of: path) {
      let named = String(match.1).trimmingSuffix("/")
      let isThere = Self.files.contains(named)
      #expect(isThere, "\(page) names \(named)")
    }
    for match in text.matches(of: /`([A-Za-z0-9_+-]+\.swift)`/) {
      let name = String(match.1)
      let isThere = name == "Package.swift" || names.contains(name)
      #expect(isThere, "\(page) names \(name)")
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
