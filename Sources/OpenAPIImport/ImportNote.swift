package import JSON

/// One thing of a document that could not be carried over as it stands.
package struct ImportNote: Hashable, Sendable, CustomStringConvertible {
  /// Where it stands: in the document, or in a file it refers to, whose path is the first token then.
  package let pointer: JSONPointer
  /// What it is, and what was done instead.
  package let message: String
  /// The operations it concerns, such as `GET /pets`; none where it is about the whole service.
  package fileprivate(set) var operations: [String] = []

  init(pointer: JSONPointer, message: String) {
    self.pointer = pointer
    self.message = message
  }

  /// One line: pointer, sentence, operations. The document's own words can't steer a terminal.
  package var description: String {
    let line = ImportedText.oneLine("\(pointer.place): \(message)", limit: 400)
    guard let first = operations.first else { return line }
    let others = operations.count > 1 ? " and \(operations.count - 1) more" : ""
    return line + " (\(ImportedText.oneLine(first, limit: 120))\(others))"
  }
}

/// Gathers notes while a document is read.
final class ImportNotes {
  private(set) var all: [ImportNote] = []
  private var places: [Key: Int] = [:]
  /// The operation that is read, how many notes there were before it, and which of them it shares.
  private var current: (label: String, start: Int, shared: [Int])?

  private struct Key: Hashable {
    let pointer: JSONPointer
    let message: String
  }

  /// Adds a note, once: a schema is read again by each operation that refers to it.
  func add(_ pointer: JSONPointer, _ message: String) {
    let key = Key(pointer: pointer, message: message)
    let index = places[key] ?? all.count
    if index == all.count {
      places[key] = index
      all.append(ImportNote(pointer: pointer, message: message))
    }
    guard let label = current?.label, all[index].operations.last != label else { return }
    all[index].operations.append(label)
    if let start = current?.start, index < start { current?.shared.append(index) }
  }

  /// What is added from now on concerns that operation.
  func begin(_ label: String) {
    current = (label, all.count, [])
  }

  func end() { current = nil }

  var count: Int { all.count }

  /// Forgets what was added after there were so many: it was about what came to nothing.
  func forget(after count: Int) {
    for note in all[count...] {
      places[Key(pointer: note.pointer, message: note.message)] = nil
    }
    all.removeSubrange(count...)
  }

  /// Forgets what was added about the operation: it came to nothing, for this reason.
  func replace(with obstacle: ImportObstacle) {
    if let (label, start, shared) = current {
      forget(after: start)
      for index in shared where index < start { all[index].operations.removeAll { $0 == label } }
      refused.insert(label)
    }
    add(obstacle.pointer, "\(obstacle.reason); the operation is skipped")
  }

  private var refused: Set<String> = []

  /// How many notes there are about each tool that lacks something.
  var lossCounts: [Int] {
    var counts: [String: Int] = [:]
    for note in all {
      for label in note.operations where !refused.contains(label) { counts[label, default: 0] += 1 }
    }
    return Array(counts.values)
  }
}

/// Why an operation can't be a tool.
struct ImportObstacle: Error {
  let pointer: JSONPointer
  /// A clause without a full stop.
  let reason: String
  /// Whether it is for want of a key that can be carried.
  let isForKey: Bool

  init(_ pointer: JSONPointer, _ reason: String, isForKey: Bool = false) {
    self.pointer = pointer
    self.reason = reason
    self.isForKey = isForKey
  }
}

/// Why nothing of a document could be imported.
package struct OpenAPIImportError: Error, Equatable, Sendable {
  package let problem: ImportNote
  /// What was noted until then.
  package let notes: [ImportNote]
}

/// Words of somebody else's document, made fit for a manifest: they are data, and may hold
/// anything.
enum ImportedText {
  /// More of a text is never looked at.
  private static let readingLimit = 4000

  /// The text on one line: nothing invisible, single spaces, at most so many characters.
  static func oneLine(_ text: String, limit: Int) -> String {
    let spaced = text.unicodeScalars.prefix(readingLimit).map { scalar -> Unicode.Scalar in
      scalar.properties.isWhitespace ? " " : scalar
    }
    let line = String(String.UnicodeScalarView(spaced.filter { !$0.isHidden }))
    let words = line.split(separator: " ").joined(separator: " ")
    guard words.count > limit else { return words }
    let cut = words.prefix(limit - 1)
    let end = cut.lastIndex(of: " ") ?? cut.endIndex
    return cut[..<end] + "…"
  }

  /// The first sentence of the text with a full stop; nil when it has no words.
  static func sentence(_ text: String?, limit: Int = 240) -> String? {
    let line = oneLine(text ?? "", limit: readingLimit)
    guard line.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
    let sentence = oneLine(firstSentence(of: line), limit: limit)
    return sentence.last.map { ".!?…:".contains($0) } == true ? sentence : sentence + "."
  }

  /// The text as a heading: one sentence, no full stop; nil when it has no words.
  static func heading(_ text: String?, limit: Int = 60) -> String? {
    guard let sentence = sentence(text, limit: limit) else { return nil }
    return sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence
  }

  /// Up to a full stop that a capital letter follows, so that "e.g. this" ends nothing.
  private static func firstSentence(of line: String) -> String {
    let words = line.split(separator: " ")
    for (index, word) in words.dropLast().enumerated() {
      guard let end = word.last, ".!?".contains(end), words[index + 1].first?.isUppercase == true
      else { continue }
      return words[...index].joined(separator: " ")
    }
    return line
  }

  /// A name's words, as a sentence begins: `list_pets` becomes `List pets`.
  static func spoken(_ name: String) -> String {
    let words = name.replacing("_", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  /// Whether a name can be taken as it is: not too long, and nothing hides in it.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 200 && !text.unicodeScalars.contains(where: \.isHidden)
  }
}
