internal import JSON

/// A host's file in one of the formats, which can be given and relieved of an entry without a change
/// to anything else.
protocol ConfigurationText {
  /// Throws where it can't be read.
  init(_ bytes: [UInt8]) throws(HostFileProblem)

  /// All it says; an empty object where it says nothing.
  var value: JSONValue { get }

  /// Throws where the section can't be told for certain, or can't have entries.
  func checkSection(_ section: String) throws(HostFileProblem)

  /// The passages that make this the entry of that name; several ways, the best first.
  func setting(
    _ entry: JSONObject, named name: String, in section: String
  ) throws(HostFileProblem) -> [[(Range<Int>, [UInt8])]]

  /// The passages that take the entry out, and the section where it is to go once it is empty.
  func removing(
    _ name: String, from section: String, keepsSection: Bool
  ) throws(HostFileProblem) -> [[(Range<Int>, [UInt8])]]
}

extension JSONValue {
  /// As JSON, with escapes for what TOML or YAML read as no character, or as the end of a line:
  /// further controls and separators.
  var escaped: String {
    var text = ""
    for scalar in description.unicodeScalars {
      switch scalar.value {
      case 0x7F...0x9F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// What it is called in a sentence.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a truth value"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}
