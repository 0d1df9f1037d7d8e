internal import Synchronization

/// The members of a JSON object, in the order they were written.
///
/// A name occurs once: setting it again keeps its position and replaces its value, so of duplicate
/// names in a text the last value wins. An object may be kept as the text it was written as: then
/// it is read when it is asked for a member, and written without having been read.
package struct JSONObject: Sendable, Sequence, Hashable {
  package typealias Member = (key: String, value: JSONValue)

  private var storage: Storage

  private enum Storage: Sendable {
    case members(JSONMembers)
    case text(KeptObject)
  }

  package init() {
    storage = .members(JSONMembers())
  }

  /// Empty, with room for so many members.
  package init(reserving capacity: Int) {
    storage = .members(JSONMembers(reserving: capacity))
  }

  package init(_ members: some Sequence<(String, JSONValue)>) {
    var table = JSONMembers(reserving: members.underestimatedCount)
    for (key, value) in members { table[key] = value }
    storage = .members(table)
  }

  init(_ members: JSONMembers) {
    storage = .members(members)
  }

  /// `text` must be an object's.
  init(keeping text: JSONText, _ outline: JSONOutline? = nil) {
    storage = .text(KeptObject(text, outline: outline))
  }

  var table: JSONMembers {
    switch storage {
    case .members(let members): members
    case .text(let kept): kept.members
    }
  }

  /// What it was written as, where it was kept.
  var kept: KeptObject? {
    if case .text(let kept) = storage { kept } else { nil }
  }

  /// Where it stands in the bytes it was read from, where it was kept as its text.
  package var writtenRange: Range<Int>? {
    kept.map { kept in
      let start = kept.text.place.start
      return start..<start + kept.text.count
    }
  }

  /// How many bytes it is written with, where it was kept as a text that goes out as it is.
  package var writtenSize: Int? {
    kept.flatMap { kept in kept.text.isCompact ? kept.writtenSize : nil }
  }

  /// The object with one member more at its end, where it has none of that name. One that is kept
  /// as its text stays so, and isn't read for it: then a member of that name must not be in it.
  package func appending(_ key: String, _ value: JSONValue) -> JSONObject {
    var object = self
    if let kept {
      object.storage = .text(kept.appending((key, value)))
    } else if !contains(key) {
      object[key] = value
    }
    return object
  }

  package var members: [Member] { table.list }
  package var count: Int { members.count }
  package var isEmpty: Bool { members.isEmpty }
  package var keys: [String] { members.map(\.key) }

  /// The value of that name. Setting `nil` removes the member.
  package subscript(key: String) -> JSONValue? {
    get { table[key] }
    set {
      var table = table
      // Otherwise the table would have two owners, and be copied.
      storage = .members(JSONMembers())
      table[key] = newValue
      storage = .members(table)
    }
  }

  package func contains(_ key: String) -> Bool { table.index(of: key) != nil }

  /// These members followed by those of `other`, whose values win where a name is in both.
  package func merging(_ other: JSONObject) -> JSONObject {
    var merged = self
    for (key, value) in other { merged[key] = value }
    return merged
  }

  package func makeIterator() -> IndexingIterator<[Member]> { members.makeIterator() }

  package static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.count == right.count && left.members.allSatisfy { right[$0.key] == $0.value }
  }

  package func hash(into hasher: inout Hasher) {
    var unordered = 0
    for member in members {
      var hasher = Hasher()
      hasher.combine(ExactString(text: member.key))
      hasher.combine(member.value)
      unordered ^= hasher.finalize()
    }
    hasher.combine(unordered)
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  package init(dictionaryLiteral members: (String, JSONValue)...) { self.init(members) }
}

extension JSONObject {
  /// The object with each name and value made into another, in the same order. A name that becomes
  /// like another is numbered: it must not replace that one.
  func mapped(
    _ name: (String) -> String, values value: (JSONValue) -> JSONValue
  ) -> JSONObject {
    var result: JSONObject = [:]
    var copies: [String: Int] = [:]
    for member in self {
      let new = name(member.key)
      let isOwn = ExactString(text: new) == ExactString(text: member.key)
      var unique = new
      while !isOwn, contains(unique) || result.contains(unique) {
        copies[new, default: 1] += 1
        unique = "\(new) (\(copies[new, default: 1]))"
      }
      result[unique] = value(member.value)
    }
    return result
  }
}

/// The members of an object that has been read: a list, and an index of it once it is long.
struct JSONMembers: Sendable {
  private(set) var list: [JSONObject.Member] = []

  /// Name → index in `list`, kept only once a linear search would cost more than hashing.
  private var indexes: [ExactString: Int]?

  private static let indexedFrom = 16

  /// With room for so many members: an array that grows moves all it has, time and again.
  init(reserving capacity: Int = 0) {
    if capacity > 0 { list.reserveCapacity(capacity) }
  }

  subscript(key: String) -> JSONValue? {
    get { index(of: key).map { list[$0].value } }
    set {
      switch (index(of: key), newValue) {
      case (let index?, let value?): list[index].value = value
      case (let index?, nil): remove(at: index)
      case (nil, let value?): append((key, value))
      case (nil, nil): break
      }
    }
  }

  func index(of key: String) -> Int? {
    if let indexes { return indexes[ExactString(text: key)] }
    // In place: a closure, or the array's own subscript, would hand out copies.
    let members = list.span
    for index in members.indices where ExactString.isSame(members[index].key, key) { return index }
    return nil
  }

  private mutating func append(_ member: JSONObject.Member) {
    list.append(member)
    if indexes != nil {
      indexes?[ExactString(text: member.key)] = list.count - 1
    } else if list.count >= Self.indexedFrom {
      reindex()
    }
  }

  private mutating func remove(at index: Int) {
    list.remove(at: index)
    if indexes != nil { reindex() }
  }

  private mutating func reindex() {
    var indexes = [ExactString: Int](minimumCapacity: list.count)
    for (index, member) in list.enumerated() {
      indexes[ExactString(text: member.key)] = index
    }
    self.indexes = indexes
  }
}

/// An object that is kept as its text. Its members are read when they are first asked for.
final class KeptObject: Sendable {
  let text: JSONText
  /// nil where nothing was noted of it.
  let outline: JSONOutline?
  /// Members that stand behind those of the text.
  private let appended: [JSONObject.Member]
  private let known = Mutex<JSONMembers?>(nil)

  init(
    _ text: JSONText, outline: JSONOutline? = nil, appended: [JSONObject.Member] = []
  ) {
    self.text = text
    self.outline = outline
    self.appended = appended
  }

  /// The text, where a member of that name can only be in it.
  func text(with name: String) -> JSONText? {
    let isAppended = appended.contains { ExactString(text: $0.key) == ExactString(text: name) }
    return isAppended ? nil : text
  }

  func appending(_ member: JSONObject.Member) -> KeptObject {
    KeptObject(text, outline: outline, appended: appended + [member])
  }

  /// At least so many bytes as `write` writes.
  var writtenSize: Int {
    appended.reduce(text.count) { size, member in
      size + JSONValue.string(member.key).writtenSize + member.value.writtenSize + 2
    }
  }

  /// Appends it as one line of JSON; its text must be compact.
  func write(into bytes: inout [UInt8]) {
    text.write(into: &bytes)
    guard !appended.isEmpty else { return }
    bytes.removeLast()
    for (key, value) in appended {
      if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
      JSONValue.string(key).write(into: &bytes)
      bytes.append(UInt8(ascii: ":"))
      value.write(into: &bytes)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  var members: JSONMembers {
    known.withLock { known in
      if let known { return known }
      guard var members = text.members() else { preconditionFailure("the text was checked") }
      for (key, value) in appended { members[key] = value }
      known = members
      return members
    }
  }
}

/// A string that equals another only when both have the same code points, as JSON compares names.
/// Swift's own equality is canonical equivalence: it would take "é" and "e\u{301}" for one name.
package struct ExactString: Hashable, Sendable {
  package let text: String

  package init(text: String) {
    self.text = text
  }

  package static func == (left: ExactString, right: ExactString) -> Bool {
    isSame(left.text, right.text)
  }

  static func isSame(_ left: String, _ right: String) -> Bool {
    // Most that differ differ in length, which is at hand; the bytes have to be asked for.
    guard left.utf8.count == right.utf8.count else { return false }
    let (left, right) = (left.utf8Span.span, right.utf8Span.span)
    for index in left.indices where left[index] != right[index] { return false }
    return true
  }

  package func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    hasher.combine(UInt8(0xFF))
  }
}
