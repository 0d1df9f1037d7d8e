import JSON
import TestSupport

/// Makes messages that are almost right: one or more things about a valid one are changed.
struct Mutator {
  private let corpus: Corpus
  private var generator: SeededGenerator
  private var lastID = 0
  /// Lines that must come after one that was made.
  private var pending: [[UInt8]] = []

  init(_ corpus: Corpus, seed: UInt64) {
    self.corpus = corpus
    generator = SeededGenerator(seed: seed)
  }

  /// The next line, without its end.
  mutating func line() -> [UInt8] {
    if let line = pending.popLast() { return line }
    var message = corpus.messages[generator.index(below: corpus.messages.count)]
    let kind = generator.index(below: 10)
    if kind < 7 {
      for _ in 0...generator.index(below: 3) { message = mutated(message) }
    }
    message = identified(message)
    endSubscription(message)
    var bytes = message.serialized()
    if kind >= 6, kind < 9 {
      for _ in 0...generator.index(below: 3) { mutate(&bytes) }
    }
    // A line stays one line, and is never empty.
    for place in bytes.indices where bytes[place] == UInt8(ascii: "\n") {
      bytes[place] = UInt8(ascii: " ")
    }
    return bytes.isEmpty ? [UInt8(ascii: "{")] : bytes
  }

  /// A subscription runs until it is cancelled, so that is what comes next.
  private mutating func endSubscription(_ message: JSONValue) {
    guard message["method"] == "subscriptions/listen", let id = message["id"] else { return }
    let cancellation: JSONValue = [
      "jsonrpc": "2.0", "method": "notifications/cancelled", "params": ["requestId": id],
    ]
    pending.append(cancellation.serialized())
  }

  // MARK: - Ids

  /// The message with ids of its own where it has any, so that its answers can be told from all
  /// others. Cancellations mostly mean a request sent shortly before; an id in use is rare.
  private mutating func identified(_ message: JSONValue) -> JSONValue {
    switch message {
    case .array(let members):
      return .array(members.map { identified($0) })
    case .object(var object):
      if object["id"]?.string != nil || object["id"]?.int != nil { object["id"] = nextID() }
      if object["method"] == "notifications/cancelled", var params = object["params"]?.object,
        !generator.oneIn(4)
      {
        params["requestId"] = id(max(0, lastID - generator.index(below: 8)))
        object["params"] = .object(params)
      }
      return .object(object)
    case .null, .bool, .number, .string:
      return message
    }
  }

  private mutating func nextID() -> JSONValue {
    if generator.oneIn(200) { return id(max(0, lastID - generator.index(below: 4))) }
    lastID += 1
    return id(lastID)
  }

  private func id(_ number: Int) -> JSONValue {
    number.isMultiple(of: 2) ? .number(JSONNumber(number)) : .string("q\(number)")
  }

  // MARK: - Structure

  private mutating func fragment() -> JSONValue {
    corpus.fragments[generator.index(below: corpus.fragments.count)]
  }

  /// Changes one thing, somewhere inside.
  private mutating func mutated(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let object) where !object.isEmpty: return .object(mutated(object))
    case .array(let elements) where !elements.isEmpty: return .array(mutated(elements))
    case .string(let text) where generator.oneIn(2): return .string(mutated(text))
    case .null, .bool, .number, .string, .array, .object: return fragment()
    }
  }

  private mutating func mutated(_ object: JSONObject) -> JSONObject {
    var object = object
    let (key, value) = object.members[generator.index(below: object.count)]
    switch generator.index(below: 12) {
    case 0: object[key] = nil
    case 1: object[key] = fragment()
    case 2: object[mutated(key)] = value
    case 3:
      object[key] = nil
      object[mutated(key)] = value
    case 4: object[fragment().string ?? "x"] = fragment()
    case 5:
      let other = object.members[generator.index(below: object.count)]
      object[key] = other.value
      object[other.key] = value
    case 6: object = JSONObject(object.members.reversed().map { ($0.key, $0.value) })
    default: object[key] = mutated(value)
    }
    return object
  }

  private mutating func mutated(_ elements: [JSONValue]) -> [JSONValue] {
    var elements = elements
    let place = generator.index(below: elements.count)
    switch generator.index(below: 6) {
    case 0: elements.remove(at: place)
    case 1: elements.insert(elements[place], at: place)
    case 2: elements.append(fragment())
    case 3: elements.reverse()
    default: elements[place] = mutated(elements[place])
    }
    return elements
  }

  private mutating func mutated(_ text: String) -> String {
    switch generator.index(below: 4) {
    case 0: String(text.dropLast())
    case 1: text + (fragment().string?.prefix(40) ?? "s")
    case 2: text.uppercased()
    default: text.replacing("_", with: "/")
    }
  }

  // MARK: - Bytes

  private static let snippets = [
    #"{"id":null,"#, #""id":7,"#, #""method":"ping","#, #""jsonrpc":"1.0","#, "\\ud800", "\\u0000",
    "\u{FEFF}", ",", "]", "}", "\"", ":", "1e99999", "-", "tru", "\r", "//",
    String(repeating: "[", count: 200), String(repeating: #"{"a":"#, count: 127),
  ].map { Array($0.utf8) }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let place = generator.index(below: bytes.count)
    let length = min(generator.index(below: 16) + 1, bytes.count - place)
    switch generator.index(below: 8) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
    case 1: bytes[place] ^= 1 << UInt8(generator.index(below: 8))
    case 2: bytes.insert(UInt8(truncatingIfNeeded: generator.next()), at: place)
    case 3: bytes.removeSubrange(place..<(place + length))
    case 4: bytes.insert(contentsOf: bytes[place..<(place + length)], at: place)
    case 5: bytes.removeLast(bytes.count - place)
    case 6:
      bytes.insert(
        contentsOf: Self.snippets[generator.index(below: Self.snippets.count)], at: place)
    default:
      bytes.insert(contentsOf: Self.snippets[generator.index(below: 4)], at: min(1, bytes.count))
    }
  }
}
