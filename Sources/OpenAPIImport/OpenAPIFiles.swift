package import JSON

/// The files a document is made of: itself, and those it refers to, at or beneath its own directory.
///
/// This module reads no file: `read` does, when it is asked for a path. References to anything else
/// are never followed.
package struct OpenAPIFiles {
  /// The document's own name in its directory; empty where it has none.
  let name: String
  private let read: (_ path: String) throws(UnreadableDocument) -> JSONValue
  /// By path from the directory.
  private(set) var documents: [String: JSONValue] = [:]
  /// What can't be had: references, each with where it stands.
  private var problems: [ImportNote] = []
  private var remotes: [ImportNote] = []
  private var unreadable: Set<String> = []
  /// What was looked through already, and the places of references that were followed.
  private var visited: Set<JSONPointer> = []
  private var followed: Set<JSONPointer> = []
  private var waiting: [(value: JSONValue, place: JSONPointer)] = []
  private var main = JSONValue.null

  /// So many files one document may be made of.
  package static let limit = 2000

  /// `name` is the document's own, so that files can refer back to it; `read` gets paths from its
  /// directory, without `..`.
  package init(
    beside name: String = "",
    read: @escaping (_ path: String) throws(UnreadableDocument) -> JSONValue = {
      _ throws(UnreadableDocument) in
      throw UnreadableDocument(reason: "no files are read here")
    }
  ) {
    self.name = name
    self.read = read
  }

  /// Reads every file that the document, or a file it refers to, leads to; throws all that can't be
  /// had.
  func gathered(for document: JSONValue) throws(OpenAPIImportError) -> [String: JSONValue] {
    var files = self
    files.main = document
    files.waiting = [(document, .root)]
    while let next = files.waiting.popLast() {
      files.look(through: next.value, at: next.place, isNames: false)
    }
    if let first = files.remotes.first {
      throw OpenAPIImportError(
        problem: ImportNote(
          pointer: first.pointer,
          message: "\(files.remotes.count) reference\(files.remotes.count == 1 ? "" : "s") "
            + "to other addresses, which are never fetched; put what they lead to into files beside "
            + "the document and refer to those"),
        notes: files.remotes + files.problems)
    }
    guard let first = files.problems.first else { return files.documents }
    throw OpenAPIImportError(problem: first, notes: Array(files.problems.dropFirst()))
  }

  private static func isSkipped(_ key: String) -> Bool {
    skipped.contains(key) || key.hasPrefix("x-")
  }

  /// Members whose values are data, unless a reference leads there.
  private static let skipped: Set = [
    "example", "examples", "default", "enum", "const", "links", "callbacks", "webhooks", "mapping",
  ]
  /// Members whose own members have names that mean nothing.
  private static let named: Set = [
    "properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "schemas",
    "responses", "parameters", "requestBodies", "headers", "securitySchemes", "pathItems", "paths",
    "content", "encoding", "variables",
  ]

  /// Looks for references in a value. The members of one that `isNames` are called as the document
  /// likes, and no keywords.
  private mutating func look(through value: JSONValue, at place: JSONPointer, isNames: Bool) {
    switch value {
    case .null, .bool, .number, .string: break
    case .array(let elements):
      for (index, element) in elements.enumerated() {
        look(through: element, at: place.appending(index), isNames: false)
      }
    case .object(let object):
      for (key, member) in object {
        if !isNames, key == "$ref", let text = member.string {
          follow(text, from: place)
        } else if isNames || !Self.isSkipped(key) {
          look(
            through: member, at: place.appending(key),
            isNames: !isNames && Self.named.contains(key))
        }
      }
    }
  }

  private mutating func follow(_ text: String, from place: JSONPointer) {
    guard followed.insert(place).inserted else { return }
    switch FileReference(text, in: place.file, documentName: name) {
    case .remote:
      remotes.append(ImportNote(pointer: place, message: "refers to \(text)"))
    case .impossible(let reason):
      problems.append(ImportNote(pointer: place, message: "refers to \"\(text)\", \(reason)"))
    // Names lead nowhere, which the document's reader notes.
    case .name: break
    // The rest of the document itself is looked through anyway.
    case .place(nil, let pointer):
      guard pointer.tokens.contains(where: Self.isSkipped) else { return }
      wait(for: pointer, of: main, at: pointer)
    case .place(let path?, let pointer):
      guard let file = document(path, for: place) else { return }
      wait(for: pointer, of: file, at: JSONPointer(in: path, pointer))
    }
  }

  private mutating func wait(
    for pointer: JSONPointer, of document: JSONValue, at target: JSONPointer
  ) {
    guard visited.insert(target).inserted, let value = pointer.value(in: document) else { return }
    waiting.append((value, target))
  }

  private mutating func document(_ path: String, for place: JSONPointer) -> JSONValue? {
    if let known = documents[path] { return known }
    guard !unreadable.contains(path) else { return nil }
    do throws(UnreadableDocument) {
      guard documents.count < Self.limit else {
        throw UnreadableDocument(reason: "is one file more than the \(Self.limit) that are read")
      }
      let document = try read(path)
      documents[path] = document
      return document
    } catch {
      unreadable.insert(path)
      problems.append(
        ImportNote(pointer: place, message: "refers to the file \(path): \(error.reason)"))
      return nil
    }
  }
}

/// Why a file that a document refers to can't be had, in words without a full stop.
package struct UnreadableDocument: Error {
  package let reason: String

  package init(reason: String) {
    self.reason = reason
  }
}

/// What the text of a `$ref` leads to.
enum FileReference: Equatable {
  /// A place in a file; nil for the document itself.
  case place(file: String?, JSONPointer)
  /// An address on a network.
  case remote
  /// A fragment that is no JSON Pointer.
  case name
  case impossible(String)

  /// Reads the text as it stands in a file, which is nil for the document itself.
  init(_ text: String, in file: String?, documentName: String) {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let address = parts[0]
    let scheme = address.prefix { !"/?:".contains($0) }
    let hasScheme = address.dropFirst(scheme.count).first == ":" && !scheme.isEmpty
    let isNetwork = ["http", "https", "ftp"].contains(scheme.lowercased()) && hasScheme
    if isNetwork || address.hasPrefix("//") {
      self = .remote
      return
    }
    guard !hasScheme, !address.hasPrefix("/"), !address.contains("?"),
      let path = PercentCoding.decode(address), !path.unicodeScalars.contains(where: \.isHidden),
      !path.contains("\\")
    else {
      self = .impossible(
        "and only files beside or beneath the document can be read, by relative paths")
      return
    }
    guard let resolved = path.isEmpty ? file ?? "" : Self.resolved(path, from: file ?? "") else {
      self = .impossible("which lies outside the document's directory; only files in it are read")
      return
    }
    let fragment = parts.count > 1 ? parts[1] : ""
    // The pointer in a URI's fragment, its percent-escapes undone (RFC 6901 section 6).
    guard let pointer = PercentCoding.decode(fragment).flatMap({ JSONPointer(parsing: $0) }) else {
      self = .name
      return
    }
    self = .place(file: resolved.isEmpty || resolved == documentName ? nil : resolved, pointer)
  }

  /// A path from the directory of a file, as one from the document's directory; nil outside of it.
  private static func resolved(_ path: String, from file: String) -> String? {
    var names = file.split(separator: "/").dropLast().map(String.init)
    for name in path.split(separator: "/") {
      switch name {
      case ".": break
      case "..": if names.popLast() == nil { return nil }
      default: names.append(String(name))
      }
    }
    return names.isEmpty ? nil : names.joined(separator: "/")
  }
}

/// Places in files: their pointers begin with a name that no document's own has, which is the file's.
extension JSONPointer {
  private static let mark: Unicode.Scalar = "\0"

  init(in file: String?, _ pointer: JSONPointer) {
    guard let file else {
      self = pointer
      return
    }
    var token = String(Self.mark)
    token += file
    self.init(tokens: [token] + pointer.tokens)
  }

  /// The file that the place is in; nil where it is in the document itself.
  var file: String? {
    guard let first = tokens.first?.unicodeScalars, first.first == Self.mark else { return nil }
    return String(first.dropFirst())
  }

  /// As people find it: `common/pet.yaml#/Pet`.
  var place: String {
    guard let file else { return tokens.isEmpty ? "(root)" : description }
    return "\(file)#\(JSONPointer(tokens: Array(tokens.dropFirst())))"
  }
}
