package import JSON

/// One thing of a document that could not be carried over as it stands.
package struct ImportNote: Equatable, Sendable {
  /// Where it stands in the document.
  package let pointer: JSONPointer
  /// What it is, and what was done instead.
  package let message: String
}

extension ImportNote: CustomStringConvertible {
  /// One line: pointer, sentence. The document's own words can't steer a terminal.
  package var description: String {
    let pointer = pointer.tokens.isEmpty ? "(root)" : pointer.description
    return ImportedText.oneLine("\(pointer): \(message)", limit: Self.lengthLimit)
  }

  /// So many characters make a line.
  private static let lengthLimit = 400
}

/// Gathers notes while a document is read.
final class ImportNotes {
  private(set) var all: [ImportNote] = []
  private var messages: [JSONPointer: [String]] = [:]

  var count: Int { all.count }

  /// Adds a note, once: a schema is read again by each operation that refers to it.
  func add(_ pointer: JSONPointer, _ message: String) {
    guard messages[pointer]?.contains(message) != true else { return }
    messages[pointer, default: []].append(message)
    all.append(ImportNote(pointer: pointer, message: message))
  }

  /// Forgets what was added after there were so many: it was about what came to nothing.
  func forget(after count: Int) {
    for note in all[count...] { messages[note.pointer]?.removeAll { $0 == note.message } }
    all.removeSubrange(count...)
  }
}

/// Why an operation can't be a tool.
struct ImportObstacle: Error {
  let pointer: JSONPointer
  /// A clause without a full stop.
  let reason: String

  init(_ pointer: JSONPointer, _ reason: String) {
    self.pointer = pointer
    self.reason = reason
  }
}

/// Why nothing of a document could be imported.
package struct OpenAPIImportError: Error, Equatable, Sendable {
  package let problem: ImportNote
  /// What was noted until then.
  package let notes: [ImportNote]
}
