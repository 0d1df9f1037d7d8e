import Foundation
package import JSON

/// Looks for a key in what a program gives away: whole or either half of it, in every spelling that
/// a program is likely to give it.
package struct SecretSearch: Sendable {
  /// What is looked for, and the name of each in a finding.
  private let traces: [(name: String, bytes: [UInt8])]

  /// A key that can be recognised anywhere, with characters that JSON, URLs and patterns escape.
  package static let key = #"kQ7-w9Zx/Rb"4\vT+m&2Yc?h.*8Lp%5Jd"#

  package init(_ key: String = Self.key) {
    let halves = key.count / 2
    let parts = [
      ("the key", key), ("its first half", String(key.prefix(halves))),
      ("its second half", String(key.suffix(key.count - halves))),
    ]
    traces = parts.flatMap { name, text in
      Self.spellings(of: text).map { ("\(name), \($0.0)", Array($0.1.utf8)) }
    }
  }

  /// What is found, by name; empty when nothing is.
  package func findings(in bytes: some Sequence<UInt8>) -> [String] {
    let data = Data(bytes)
    return traces.filter { data.range(of: Data($0.bytes)) != nil }.map(\.name)
  }

  package func findings(in text: String) -> [String] { findings(in: text.utf8) }

  package func findings(in value: JSONValue) -> [String] { findings(in: value.description) }

  /// The parts of a key of so many characters that stand in a text.
  package static func parts(of key: String, in text: String, length: Int = 6) -> [String] {
    let characters = Array(key)
    guard characters.count >= length else { return text.contains(key) ? [key] : [] }
    return (0...(characters.count - length)).map { start in
      String(characters[start..<(start + length)])
    }.filter { text.contains($0) }
  }

  private static func spellings(of text: String) -> [(String, String)] {
    let quoted = String(JSONValue.string(text).description.dropFirst().dropLast())
    let twice = JSONValue.string(quoted).description.dropFirst().dropLast()
    let unreserved = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
    let digits = text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
    return [
      ("plain", text), ("in JSON", quoted), ("in JSON in JSON", String(twice)),
      ("in JSON with slashes", quoted.replacingOccurrences(of: "/", with: "\\/")),
      ("in a URL", text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text),
      ("in base64", String(Data(text.utf8).base64EncodedString().prefix { $0 != "=" }.dropLast())),
      ("in hexadecimal", digits.joined()), ("in a memory dump", digits.joined(separator: " ")),
    ]
  }
}
