internal import Foundation
internal import JSON

/// Some zones as they were on the day that they were written down; no system's database is read.
package struct RecordedTimeZones: TimeZoneSource {
  package init() {}

  package var isPresent: Bool { true }

  package func file(of name: String) -> [UInt8]? { Self.files[name] }

  private static let files: [String: [UInt8]] = {
    let recorded = Repository.file("Tests/JSONTests/Calendar/offsets.txt")
    let lines = (try? String(contentsOf: recorded, encoding: .utf8))?.split(separator: "\n") ?? []
    return lines.reduce(into: [:]) { files, line in
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, let file = Data(base64Encoded: String(words[1])) else { return }
      files[String(words[0])] = Array(file)
    }
  }()
}
