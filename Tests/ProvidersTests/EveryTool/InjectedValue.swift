import Exchange
import HTTPTypes
import JSON
import Providers
import Tools

/// A value that would lead elsewhere, had it been put into a request as it is.
struct InjectedValue {
  let argument: ArgumentDescriptor
  let value: JSONValue
  let text: String

  static let ofPaths = [
    "a/b", "a?b", "a#b", "a%2fb", "a%2Fb", "..", ".", "%2e%2e", "a\\b", "a b", "ä", "", "../x",
    "/..",
    "a\r\nX-Evil: 1", "a\nb", "a\u{0}b", "%00", "//evil.example", "@evil.example", "a;b=c", "a&x=1",
    "\u{202E}x", "x/../../y", "%252e%252e%252f", "~", "+",
  ]

  static let ofContents = [
    "a&x=1#b", "a=b;c", "a\r\nX-Evil: 1\r\n\r\n{}", "a\u{0}b", #"a","x":"y"#, #"a\",\"x\":\""#,
    "%26x=1", "a+b", "ä€𝄞", "a\u{2028}b", "a]}", "a%00", "--boundary",
  ]

  /// What an argument of each kind might be given; whether it takes it is its schema's business.
  static func all(for argument: ArgumentDescriptor) -> [InjectedValue] {
    let texts = argument.location == .path ? ofPaths : ofContents
    // An optional argument that is blank isn't given.
    return texts.filter { argument.isRequired || !$0.isEmpty }.map { text in
      let value: JSONValue =
        switch argument.schema.document["type"]?.string {
        case "array": [.string(text)]
        case "object": .object([text: .string(text)])
        case _: .string(text)
        }
      return InjectedValue(argument: argument, value: value, text: text)
    }
  }

  /// What is wrong with a request that was sent with it.
  func problems(in request: ProviderRequest, of tool: ToolDescriptor) throws -> [String] {
    let sent = try SentRequest(request, beneath: "/\(tool.provider)")
    let target = (request.head.path ?? "").dropFirst(tool.provider.count + 1)
    let raw = target.prefix { $0 != "?" }.split(separator: "/").map(String.init)
    let paths = AllowedPath.all(of: tool).filter { $0.method == sent.method }
    guard let inPath = paths.lazy.compactMap({ $0.arguments(in: raw, sent.path) }).first else {
      return ["it leads elsewhere"]
    }
    var problems: [String] = []
    if target.contains("#") { problems.append("it has a fragment") }
    let known = Set(tool.arguments.map(\.wireName))
    let looked = Set(tool.consent?.lookup?.query.map(\.name) ?? [])
    for pair in sent.query + sent.form where !known.union(looked).contains(pair.name) {
      problems.append("\(pair.name) is none of its names")
    }
    if !request.head.headerFields.allSatisfy({ HTTPField.isValidValue($0.value) }) {
      problems.append("a field is malformed")
    }
    let isMain = sent.method == tool.request?.method.rawValue
    if !arrived(sent, inPath, isMain: isMain) { problems.append("the value is another one") }
    return problems
  }

  /// Whether the service reads exactly the value, where the request carries it.
  private func arrived(
    _ sent: SentRequest, _ inPath: [String: String], isMain: Bool
  ) -> Bool {
    switch argument.location {
    case .path: inPath[argument.name].map { $0 == text } ?? true
    case .query: !isMain || sent.query.isEmpty || sent.query(argument.wireName) == wireTexts
    case .form: sent.form.isEmpty || sent.form(argument.wireName) == wireTexts
    case .body:
      sent.body.isEmpty || argument.wirePointer.value(in: .object(sent.body)) == value
    case .multipart, .header, .tool: true
    }
  }

  private var wireTexts: [String] {
    value.object.map { [JSONValue.object($0).description] } ?? [text]
  }
}
