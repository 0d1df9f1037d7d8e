/// Where a value stands in a text; of no bytes where there is none.
package struct JSONCell: Sendable {
  package let start: Int
  package let end: Int
  /// Whether it is a string with escapes.
  package let hasEscapes: Bool

  package static let missing = JSONCell(start: 0, end: 0)

  package var isMissing: Bool { start == end }

  package init(start: Int, end: Int, hasEscapes: Bool = false) {
    self.start = start
    self.end = end
    self.hasEscapes = hasEscapes
  }

  /// The value that begins at `start`, in a text that is known to be JSON.
  package init(_ bytes: borrowing Span<UInt8>, at start: Int) {
    guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else {
      self.init(start: start, end: JSONSkipper.endOfValue(bytes, from: start))
      return
    }
    let string = JSONSkipper.string(bytes, from: start)
    self.init(start: start, end: string.end, hasEscapes: string.hasEscapes)
  }
}

/// Finds the values of a few paths in objects of a text that is known to be JSON, and goes past the
/// rest. The objects of a list mostly have the same members in the same order, so each name is first
/// compared with the one that came next before.
package struct JSONFieldReader: Sendable {
  private var nodes: [Node] = [Node()]

  /// One level of the wanted paths: what is wanted of an object.
  private struct Node {
    var wanted: [Wanted] = []
    /// Each name with the index of what is wanted by it; negative where nothing is.
    var order = NameOrder()
    /// All that may be found below, so that it can be taken back.
    var slots: [Int] = []
  }

  private struct Wanted {
    let name: String
    var slots: [Int] = []
    var child: Int?
  }

  /// The name of what is no object.
  package static let scalarName = "value"

  /// Each path is a way through objects by their members' names; none may be empty.
  package init(paths: [[String]]) {
    for (slot, path) in paths.enumerated() {
      var node = 0
      for (depth, name) in path.enumerated() {
        nodes[node].slots.append(slot)
        let index = wantedIndex(name, at: node)
        if depth == path.count - 1 {
          nodes[node].wanted[index].slots.append(slot)
        } else if let child = nodes[node].wanted[index].child {
          node = child
        } else {
          nodes.append(Node())
          nodes[node].wanted[index].child = nodes.count - 1
          node = nodes.count - 1
        }
      }
    }
  }

  private mutating func wantedIndex(_ name: String, at node: Int) -> Int {
    let known = nodes[node].wanted.firstIndex {
      ExactString(text: $0.name) == ExactString(text: name)
    }
    if let known { return known }
    nodes[node].wanted.append(Wanted(name: name))
    return nodes[node].wanted.count - 1
  }

  /// Finds the paths in the value at `start`, in their order. What is no object has one member,
  /// `value`.
  package mutating func read(
    _ bytes: borrowing Span<UInt8>, from start: Int, into cells: inout [JSONCell]
  ) {
    for slot in cells.indices { cells[slot] = .missing }
    guard bytes[start] != UInt8(ascii: "{") else {
      _ = object(bytes, from: start, node: 0, into: &cells)
      return
    }
    for wanted in nodes[0].wanted where wanted.name == Self.scalarName {
      for slot in wanted.slots { cells[slot] = JSONCell(bytes, at: start) }
    }
  }

  /// The end of the object whose opening brace is at `start`.
  private mutating func object(
    _ bytes: borrowing Span<UInt8>, from start: Int, node: Int, into cells: inout [JSONCell]
  ) -> Int {
    var position = JSONSkipper.endOfSpace(bytes, from: start + 1)
    var next = 0
    while position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      let name = expected(bytes, at: position + 1, node: node, next: &next)
      position = JSONSkipper.endOfSpace(bytes, from: position + name.count + 2)
      // Past the colon.
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
      if name.number < 0 {
        position = JSONSkipper.endOfValue(bytes, from: position)
      } else {
        position = keep(bytes, at: position, (node, name.number), into: &cells)
      }
      position = JSONSkipper.endOfSpace(bytes, from: position)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
    }
    return min(position + 1, bytes.count)
  }

  /// Keeps what is wanted of the value at `start`; its end. A name that comes again takes the place
  /// of the one before.
  private mutating func keep(
    _ bytes: borrowing Span<UInt8>, at start: Int, _ place: (node: Int, wanted: Int),
    into cells: inout [JSONCell]
  ) -> Int {
    var cell: JSONCell?
    if let child = nodes[place.node].wanted[place.wanted].child {
      for slot in nodes[child].slots { cells[slot] = .missing }
      if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
        let end = object(bytes, from: start, node: child, into: &cells)
        cell = JSONCell(start: start, end: end)
      }
    }
    let found = cell ?? JSONCell(bytes, at: start)
    for slot in nodes[place.node].wanted[place.wanted].slots { cells[slot] = found }
    return found.end
  }

  /// What is known of the name at `start`, which is after its quote. `next` is where in the order
  /// it is looked for first.
  private mutating func expected(
    _ bytes: borrowing Span<UInt8>, at start: Int, node: Int, next: inout Int
  ) -> NameOrder.Entry {
    if let entry = nodes[node].order.entry(bytes, at: start, next: &next) { return entry }
    let end = max(start, JSONSkipper.endOfString(bytes, from: start - 1) - 1)
    let text = (try? JSONParser.unescaped(bytes, start..<end)) ?? ""
    let wanted =
      nodes[node].wanted.firstIndex { ExactString(text: $0.name) == ExactString(text: text) } ?? -1
    return nodes[node].order.learn(bytes, start..<end, wanted)
  }
}
