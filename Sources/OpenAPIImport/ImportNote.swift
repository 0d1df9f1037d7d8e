package import JSON

/// One thing of a document that could not be carried over as it stands.
package struct ImportNote: Equatable, Sendable {
  /// Where it stands in the document.
  package let place: JSONPointer
  /// What it is, and what was done instead.
  package let message: String
}

extension ImportNote: CustomStringConvertible {
  /// One line: pointer, sentence. The document's own words can't steer a terminal.
  package var description: String {
    let place = place.tokens.isEmpty ? "(root)" : place.description
    return ImportedText.oneLine("\(place): \(message)", limit: Self.lengthLimit)
  }

  /// So many characters make a line.
  private static let lengthLimit = 400
}

/// Gathers notes while a document is read.
final class ImportNotes {
  private(set) var all: [ImportNote] = []
  private var places: [JSONPointer: [String]] = [:]

  var count: Int { all.count }

  /// Adds a note, once: a schema is read again by each operation that refers to it.
  func add(_ place: JSONPointer, _ message: String) {
    guard places[place]?.contains(message) != true else { return }
    places[place, default: []].append(message)
    all.append(ImportNote(place: place, message: message))
  }

  /// Forgets what was added after there were so many: it was about what came to nothing.
  func forget(after count: Int) {
    for note in all[count...] { places[note.place]?.removeAll { $0 == note.message } }
    all.removeSubrange(count...)
  }
}

/// Why an operation can't be a tool.
struct ImportObstacle: Error {
  let place: JSONPointer
  /// A clause without a full stop.
  let reason: String

  init(_ place: JSONPointer, _ reason: String) {
    self.place = place
    self.reason = reason
  }
}
