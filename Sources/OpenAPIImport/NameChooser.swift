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

  /// The identifier of the first candidate that is still free; numbered when none is. `prefix`
  /// comes before a name that is reserved, and stands where no candidate has a letter.
  mutating func choose(_ candidates: String..., prefix: String) -> String {
    var names = candidates.map { Self.identifier($0) }.filter { !$0.isEmpty }
    if names.isEmpty { names = [Self.identifier(prefix)] }
    names = names.map { reserved.contains($0) ? Self.identifier("\(prefix) \($0)") : $0 }
    if let name = names.first(where: isFree) { return take(name) }
    var number = 2
    while !isFree(Self.numbered(names[0], number)) { number += 1 }
    return take(Self.numbered(names[0], number))
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
  /// ASCII.
  static func identifier(_ text: String) -> String {
    var kept: [String] = []
    var length = -1
    for word in words(text) {
      guard length + 1 + word.utf8.count <= lengthLimit else { break }
      kept.append(word)
      length += 1 + word.utf8.count
    }
    // One word too long for a name: what is there of it must do.
    if kept.isEmpty { return String(words(text).first?.prefix(lengthLimit) ?? "") }
    return kept.joined(separator: "_")
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
  private let takenToolsets: Set<String>

  init(_ provider: String, over manifest: Manifest) {
    self.provider = provider
    tools = NameChooser(reserved: Set(manifest.tools.map(\.name)))
    takenToolsets = Set(manifest.tools.map(\.toolset)).union([
      ToolSelection.standardToolset, ToolSelection.everyToolset,
    ])
  }

  /// From the operation's id, or from its method and path.
  mutating func name(of operation: OperationImport) -> String {
    let id = operation.operation.value["operationId"]?.string ?? ""
    return tools.choose(id, "\(operation.method.rawValue) \(operation.pathText)", prefix: provider)
  }

  /// A toolset is chosen by its name: one of another service's would bring these tools along.
  func toolset(of operation: OperationImport) -> String {
    let group = operation.group ?? provider
    return takenToolsets.contains(group) ? NameChooser.identifier("\(provider) \(group)") : group
  }
}
