/// Finds all ways into objects of a text that is known to be JSON, without making their values.
package struct JSONMemberScanner: Sendable {
  /// What the object scanned last has, in the order of its text: a member, then what is in it.
  package private(set) var findings: [Finding] = []
  /// The ways there are, as numbered in findings.
  package private(set) var paths: [[String]] = []
  private var nodes = [Node(path: [])]
  /// For each way, which node has what is in it, and the object it was last seen in.
  private var children: [Int] = []
  private var seenIn: [Int] = []
  private var objectCount = 0
  /// Whether there are too many ways to number.
  private var isFull = false

  private struct Node {
    let path: [String]
    /// Each name with the number of its way.
    var order = NameOrder()
  }

  /// That something stands at the end of a way.
  package struct Finding: Sendable {
    package let path: Int
    package let kind: Kind
  }

  package enum Kind: Int, CaseIterable, Sendable {
    /// An object with members.
    case members
    case null
    case other
  }

  package init() {}

  /// Looks through the value at `start`. False, and nothing of use in `findings`, where only parsing
  /// tells: it is no object, a name comes twice or has escapes, or there are too many.
  package mutating func scan(_ bytes: borrowing Span<UInt8>, from start: Int) -> Bool {
    findings.removeAll(keepingCapacity: true)
    guard !isFull, bytes[start] == UInt8(ascii: "{") else { return false }
    return object(bytes, from: start, node: 0) != nil
  }

  /// The end of the object whose opening brace is at `start`; nil where only parsing tells.
  private mutating func object(
    _ bytes: borrowing Span<UInt8>, from start: Int, node: Int
  ) -> Int? {
    objectCount += 1
    let number = objectCount
    var position = JSONSkipper.endOfSpace(bytes, from: start + 1)
    var next = 0
    while position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      guard let name = name(bytes, at: position + 1, node: node, next: &next),
        seenIn[name.number] != number
      else { return nil }
      seenIn[name.number] = number
      position = JSONSkipper.endOfSpace(bytes, from: position + name.count + 2)
      // Past the colon.
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
      guard let end = value(bytes, from: position, path: name.number) else { return nil }
      position = JSONSkipper.endOfSpace(bytes, from: end)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
    }
    return min(position + 1, bytes.count)
  }

  private mutating func value(
    _ bytes: borrowing Span<UInt8>, from start: Int, path: Int
  ) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "{") {
      let inside = JSONSkipper.endOfSpace(bytes, from: start + 1)
      if inside < bytes.count, bytes[inside] != UInt8(ascii: "}") {
        findings.append(Finding(path: path, kind: .members))
        return object(bytes, from: start, node: child(of: path))
      }
    }
    let kind = bytes[start] == UInt8(ascii: "n") ? Kind.null : .other
    findings.append(Finding(path: path, kind: kind))
    return JSONSkipper.endOfValue(bytes, from: start)
  }

  private mutating func child(of path: Int) -> Int {
    if children[path] == 0 {
      children[path] = nodes.count
      nodes.append(Node(path: paths[path]))
    }
    return children[path]
  }

  /// The name at `start`, which is after its quote; nil where it has escapes, or is one too many.
  private mutating func name(
    _ bytes: borrowing Span<UInt8>, at start: Int, node: Int, next: inout Int
  ) -> NameOrder.Entry? {
    if let entry = nodes[node].order.entry(bytes, at: start, next: &next) { return entry }
    let string = JSONSkipper.string(bytes, from: start - 1)
    let range = start..<max(start, string.end - 1)
    guard !string.hasEscapes, let text = try? JSONParser.unescaped(bytes, range) else { return nil }
    guard !nodes[node].order.isFull else {
      isFull = true
      return nil
    }
    paths.append(nodes[node].path + [text])
    children.append(0)
    seenIn.append(0)
    return nodes[node].order.learn(bytes, range, paths.count - 1)
  }
}
