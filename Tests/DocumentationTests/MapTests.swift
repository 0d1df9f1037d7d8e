import Foundation
import TestSupport
import Testing

/// What the pages name and link to is there.
@Suite struct MapTests {
  /// All pages of the checkout but those that others wrote, as paths from its root.
  private static let pages = files.union(topLevel)
    .filter { $0.hasSuffix(".md") && !$0.contains("/licences/") }.sorted()

  /// Its own folders.
  private static let folders = [
    "Sources", "Tests", "Benchmarks", "Packaging", "docs", "examples",
  ]

  private static let topLevel: Set<String> = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Repository.file("").path)
    return Set(names ?? [])
  }()

  /// All files of the checkout's own folders, as paths from its root.
  private static let files: Set<String> = {
    var files: Set<String> = []
    for folder in folders {
      let root = Repository.file(folder).path
      for case let path as String in FileManager.default.enumerator(atPath: root) ?? .init() {
        files.insert("\(folder)/\(path)")
      }
    }
    return files
  }()

  @Test(arguments: pages) func `name only files that are there`(page: String) throws {
    // What has happened may tell of files that are gone.
    if page == "CHANGELOG.md" { return }
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

  @Test(arguments: pages) func `link only to pages and headings that are there`(
    page: String
  ) throws {
    let folder = page.split(separator: "/").dropLast().map(String.init)
    let text = try String(contentsOf: Repository.file(page), encoding: .utf8)
    for match in text.matches(of: /\]\(([^)\s]+)\)/) {
      let parts = match.1.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      guard !match.1.contains("://"), !match.1.hasPrefix("mailto:") else { continue }
      let target = parts[0].isEmpty ? page : Self.path(String(parts[0]), from: folder)
      let isThere = Self.files.contains(target) || Self.topLevel.contains(target)
      #expect(isThere, "\(page) links to \(match.1)")
      guard isThere, parts.count == 2, target.hasSuffix(".md") else { continue }
      let linked = try String(contentsOf: Repository.file(target), encoding: .utf8)
      let hasHeading = Self.anchors(of: linked).contains(String(parts[1]))
      #expect(hasHeading, "\(page) links to \(match.1)")
    }
  }

  /// A relative path of a page in that folder, from the checkout's root.
  private static func path(_ relative: String, from folder: [String]) -> String {
    var parts = folder
    for part in relative.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
    }
    return parts.joined(separator: "/")
  }

  /// The headings of a page as links name them: in lower case, without punctuation, blanks as hyphens.
  private static func anchors(of page: String) -> Set<String> {
    Set(
      page.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
        let words = line.drop { $0 == "#" }.dropFirst().lowercased()
        return String(
          words.compactMap { sign in
            sign == " " ? "-" : sign.isLetter || sign.isNumber || "-_".contains(sign) ? sign : nil
          })
      })
  }
}

extension String {
  fileprivate func trimmingSuffix(_ suffix: String) -> String {
    hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
  }
}
