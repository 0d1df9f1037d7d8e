internal import JSON
internal import Tools

/// Chooses identifiers for names that others gave, each of them once.
struct NameChooser {
  /// Names that are somebody else's already.
  private let reserved: Set<String>
  private var chosen: Set<String> = []

  init(reserved: Set<String> = []) {
    self.reserved = reserved
  }

  /// The identifier of the first candidate that is still free, its signs put into words where only
  /// those tell it apart; numbered when none is. `prefix` comes before a name that is reserved, and
  /// stands where no candidate has a letter.
  mutating func choose(_ candidates: String..., prefix: String) -> String {
    choose(candidates, inWords: candidates[0], prefix: prefix)
  }

  /// `text` is the one whose signs are put into words.
  mutating func choose(
    _ candidates: [String], inWords text: String, prefix: String
  ) -> String {
    let isUsable = { (text: String) in !Self.identifier(text).isEmpty }
    var texts = candidates.map(Self.comparing).filter(isUsable)
    texts += [Self.spoken(text), Self.spoken(text, withCapitals: true)].filter(isUsable)
    if texts.isEmpty { texts = [prefix] }
    let names = texts.map { text in
      let name = Self.identifier(text)
      return reserved.contains(name) ? Self.identifier("\(prefix) \(text)") : name
    }
    for (name, text) in zip(names, texts) {
      let free = ([name] + Self.cuts(of: text)).first(where: isFree)
      if let free { return take(free) }
    }
    var number = 2
    while !isFree(Self.numbered(names[0], number)) { number += 1 }
    return take(Self.numbered(names[0], number))
  }

  /// What signs are called where they have to be told apart.
  private static let signs: [Character: String] = [
    "<": "less", ">": "greater", "=": "equal", "!": "not", "+": "plus", "-": "dash", ".": "dot",
    "/": "slash", "_": "underscore", "$": "dollar", "@": "at", "*": "star", "~": "tilde",
    ":": "colon", ",": "comma", "[": "in", "{": "by", "&": "and", "|": "or", "%": "percent",
    "#": "hash", "?": "any", "(": "of", " ": "space",
  ]

  /// Signs that say something about what they stand beside: `StartTime<`, `+1`.
  private static func comparing(_ text: String) -> String {
    var text = text
    var ending = ""
    while let last = text.last, "<>=!".contains(last), let word = signs[last] {
      ending = " \(word)\(ending)"
      text.removeLast()
    }
    if let first = text.first, first == "+" || first == "-",
      text.dropFirst().first?.isNumber == true
    {
      text = (first == "+" ? "plus " : "minus ") + text.dropFirst()
    }
    return text + ending
  }

  /// The text with every sign in words, and letters beyond ASCII by their numbers.
  private static func spoken(_ text: String, withCapitals: Bool = false) -> String {
    text.unicodeScalars.prefix(readingLimit).map { scalar in
      if withCapitals, ("A"..."Z").contains(scalar) { return " capital \(scalar)" }
      if !scalar.isASCII { return " u\(String(scalar.value, radix: 16)) " }
      return signs[Character(scalar)].map { " \($0) " } ?? String(scalar)
    }.joined()
  }

  private func isFree(_ name: String) -> Bool { !reserved.contains(name) && !chosen.contains(name) }

  private mutating func take(_ name: String) -> String {
    chosen.insert(name)
    return name
  }

  /// In bytes.
  private static let lengthLimit = 40
  /// More of a name is never looked at.
  private static let readingLimit = 200

  private static func numbered(_ name: String, _ number: Int) -> String {
    let ending = "_\(number)"
    return name.prefix(lengthLimit - ending.utf8.count) + ending
  }

  /// The words of a name joined by `_`, at most 40 bytes; empty when it has no letter or digit of
  /// ASCII. Of one that is longer the beginning and the last word are there: it ends in what tells
  /// it from others.
  static func identifier(_ text: String) -> String {
    let words = words(text)
    return joined(words.dropLast(), ending: words.suffix(1))
  }

  /// A name with words behind it for which it gives way.
  static func identifier(_ text: String, ending words: [String]) -> String {
    joined(Self.words(text)[...], ending: Self.words(words.joined(separator: " "))[...])
  }

  /// What else may be kept of a name that is too long: its last two words, three and so on.
  private static func cuts(of text: String) -> [String] {
    let words = words(text)
    guard length(words) > lengthLimit else { return [] }
    return words.indices.dropFirst().reversed().map { end in
      joined(words[..<end], ending: words[end...])
    }
  }

  /// The words in 40 bytes: those in the middle go first, of the beginning half a name stays.
  private static func joined(
    _ beginning: ArraySlice<String>, ending: ArraySlice<String>
  ) -> String {
    var (kept, ending) = (beginning, ending)
    while length(kept + ending) > lengthLimit, length(kept) > lengthLimit / 2, kept.count > 1 {
      kept.removeLast()
    }
    while length(kept + ending) > lengthLimit, ending.count > 1 { ending.removeFirst() }
    let name = (kept + ending).joined(separator: "_")
    guard name.utf8.count > lengthLimit else { return name }
    // A word too long for a name: its own middle goes.
    let start = (kept.isEmpty ? ending : kept).joined(separator: "_").prefix(lengthLimit / 2)
    let end = name.suffix(lengthLimit - start.utf8.count - 1)
    return "\(start)_\(end)".split(separator: "_").joined(separator: "_")
  }

  private static func length(_ words: some Collection<String>) -> Int {
    words.reduce(-1) { $0 + 1 + $1.utf8.count }
  }

  /// The words of a name in lower case: `getHTTPStatus` has three.
  static func words(_ text: String) -> [String] {
    let bytes = Array(text.utf8.prefix(readingLimit))
    var words: [String] = []
    var word: [UInt8] = []
    for (index, byte) in bytes.enumerated() {
      if startsWord(index, bytes) {
        if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
        word = []
      }
      if ASCII.isLetter(byte) {
        word.append(byte | 0x20)
      } else if ASCII.isDigit(byte) {
        word.append(byte)
      }
    }
    if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
    return words
  }

  /// Whether a word can't go on at that index: a separator, or a capital after or before a small
  /// letter.
  private static func startsWord(_ index: Int, _ bytes: [UInt8]) -> Bool {
    let byte = bytes[index]
    guard ASCII.isLetter(byte) || ASCII.isDigit(byte) else { return true }
    guard isCapital(byte), index > 0 else { return false }
    let isBeforeSmall =
      index + 1 < bytes.count && ASCII.isLetter(bytes[index + 1]) && !isCapital(bytes[index + 1])
    return isCapital(bytes[index - 1]) ? isBeforeSmall : true
  }

  private static func isCapital(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) && byte & 0x20 == 0 }
}

/// The names of imported tools and of their toolsets, apart from those of a manifest.
struct ToolNames {
  private var tools: NameChooser
  private let provider: String
  private let prefix: String?
  private let takenToolsets: Set<String>
  /// The operations whose own names come to the same, by that.
  private let groups: [String: [OperationImport]]

  /// So many bytes may stand before every name.
  static let prefixLimit = 20

  /// `operations` are all that are to be named.
  init(
    _ provider: String, prefix: String?, over manifest: Manifest, for operations: [OperationImport]
  ) {
    self.provider = provider
    self.prefix = prefix
    tools = NameChooser(reserved: Set(manifest.tools.map(\.name)))
    takenToolsets = Set(manifest.tools.map(\.toolset)).union([
      ToolSelection.standardToolset, ToolSelection.everyToolset,
    ])
    groups = Dictionary(grouping: operations) { Self.own($0, prefix) }
  }

  /// From the operation's id, or from its method and path. Where several come to the same name, each
  /// gets what its path has and the others' haven't.
  mutating func name(of operation: OperationImport) -> String {
    let own = Self.own(operation, prefix)
    let rivals = (groups[own] ?? []).filter { $0.label != operation.label }
    let request = "\(operation.method.rawValue.lowercased()) \(operation.pathText)"
    guard !own.isEmpty, !rivals.isEmpty else {
      return tools.choose(
        [own, prefixed(request)], inWords: prefixed(request), prefix: provider)
    }
    let endings = Self.endings(of: operation, beside: rivals, own)
    let told = endings.map { NameChooser.identifier(own, ending: $0) }
    return tools.choose(
      told + [prefixed(request)], inWords: prefixed(request), prefix: provider)
  }

  private func prefixed(_ text: String) -> String { Self.prefixed(text, prefix) }

  private static func prefixed(_ text: String, _ prefix: String?) -> String {
    prefix.map { "\($0) \(text)" } ?? text
  }

  /// The name as it is when no other is like it.
  private static func own(_ operation: OperationImport, _ prefix: String?) -> String {
    let id = operation.operation.value["operationId"]?.string ?? ""
    let text = NameChooser.identifier(id).isEmpty ? operation.label : id
    return NameChooser.identifier(prefixed(text, prefix))
  }

  /// What may come behind a name that several have, the best first: a word of the path that no other
  /// has, all its words, its parameters, the method.
  private static func endings(
    of operation: OperationImport, beside rivals: [OperationImport], _ name: String
  ) -> [[String]] {
    let known = Set(NameChooser.words(name))
    let path = operation.pathWords
    let words = path.literals.filter { !known.contains($0) }
    let others = Set(rivals.flatMap(\.pathWords.literals))
    let alike = rivals.filter { $0.pathWords.literals == path.literals }
    let method = operation.method.rawValue.lowercased()
    var endings: [[String]] = []
    if let word = words.first(where: { !others.contains($0) }) { endings.append([word]) }
    if alike.contains(where: { $0.pathWords.parameters == path.parameters }) {
      endings += [[method], words + [method]]
    }
    let by = path.parameters.isEmpty ? [] : words + ["by"] + path.parameters
    endings += alike.isEmpty ? [words, by] : [by, words]
    endings.append(by + [method])
    return endings.filter { !$0.isEmpty }
  }

  /// A toolset is chosen by its name: one of another service's would bring these tools along.
  func toolset(of operation: OperationImport) -> String {
    let group = operation.group ?? provider
    return takenToolsets.contains(group) ? NameChooser.identifier("\(provider) \(group)") : group
  }
}
