import Foundation
import JSON
import TestSupport

/// The valid messages that fuzzing starts from, of both eras.
struct Corpus: Sendable {
  let messages: [JSONValue]
  /// Every value inside them, to be put elsewhere.
  let fragments: [JSONValue]

  /// The lines of `messages.jsonl`, their twins with an envelope, and those of the examples.
  static let whole: Corpus = {
    let written = lines(of: Repository.file("Tests/FuzzTests/messages.jsonl"))
    let folder = Repository.file("examples")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let examples = names.filter { $0.hasSuffix(".in.jsonl") }.sorted()
      .flatMap { lines(of: folder.appending(path: $0)) }
    return Corpus(written + written.compactMap(enveloped) + examples)
  }()

  /// Without the message that opens a session.
  static let withoutInitialize = Corpus(
    whole.messages.filter { $0["method"] != "initialize" || isEnveloped($0) })

  private init(_ messages: [JSONValue]) {
    self.messages = messages
    fragments = messages.flatMap(Self.values) + Self.odd
  }

  static let envelope: JSONObject = [
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientCapabilities": [:],
  ]

  /// Whether a request says of itself that it is modern.
  static func isEnveloped(_ message: JSONValue) -> Bool {
    let meta = message["params"]?["_meta"]?.object
    return message["method"] == "server/discover"
      || envelope.keys.contains { meta?.contains($0) ?? false }
  }

  private static func enveloped(_ message: JSONValue) -> JSONValue? {
    guard message["id"] != nil, message["method"] != nil else { return nil }
    let meta = message["params"]?["_meta"]?.object ?? [:]
    var params = message["params"]?.object ?? [:]
    params["_meta"] = .object(meta.merging(envelope))
    return message.setting("/params", to: .object(params))
  }

  private static func lines(of file: URL) -> [JSONValue] {
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").compactMap { try? JSONValue(parsing: String($0)) }
  }

  private static func values(in value: JSONValue) -> [JSONValue] {
    switch value {
    case .null, .bool, .number, .string: [value]
    case .array(let elements): [value] + elements.flatMap(values)
    case .object(let object): [value] + object.members.flatMap { values(in: $0.value) }
    }
  }

  /// Values that programs trip over.
  private static let odd: [JSONValue] = {
    let numbers = [
      "0", "-0", "-1", "1.0", "1e3", "1E+400", "-1e-400", "9007199254740993",
      "18446744073709551616",
      "99999999999999999999999999999999999999", "0.1", "-32700",
    ]
    let texts = [
      "", " ", "\u{0}", "\u{7F}\u{1B}[31m", "\"\\", "\n\r\t\u{2028}", "é", "e\u{301}", "👩‍👩‍👧‍👦",
      "\u{FEFF}",
      "\u{FFFF}", "𝒳", "ﷺ", "../../../../etc/passwd", "2026-02-30", "1338", "true", "null", "{}",
      String(repeating: "長", count: 3_000), String(repeating: "a", count: 300),
    ]
    let deep = (0..<110).reduce(JSONValue.null) { inner, depth in
      depth.isMultiple(of: 2) ? [inner] : ["deep": inner]
    }
    return numbers.compactMap { JSONNumber(text: $0).map(JSONValue.number) }
      + texts.map(JSONValue.string) + [nil, true, false, [], [:], [[]], deep]
  }()
}
