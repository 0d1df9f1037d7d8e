internal import JSON
internal import Tools

/// One line of an audit file: a JSON object that begins with its number, `seq`, and ends with
/// `previous`, the hash of the line before, and `hash`, its own.
///
/// The hash is the SHA-256 of the line's bytes without that last member, in hexadecimal.
struct AuditEntry {
  /// From 1 upwards.
  let number: Int
  let members: JSONObject
  let hash: String
  /// The line without its line feed.
  let line: [UInt8]

  /// What the first line of a file has for `previous`.
  static let noHash = String(repeating: "0", count: 64)

  /// Far from where counting on would overflow.
  private static let highestNumber = 1 << 53

  private static func isHash(_ text: String) -> Bool {
    text.utf8.count == noHash.utf8.count
      && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
  }

  /// What every line begins with.
  private static let beginning = Array(#"{"seq":"#.utf8)

  /// An entry with these members between its number and its hashes.
  init(_ number: Int, _ members: JSONObject, after previous: String) {
    var all: JSONObject = ["seq": .number(JSONNumber(number))]
    all = all.merging(members)
    all["previous"] = .string(previous)
    hash = hexDigest(of: JSONValue.object(all).serialized())
    all["hash"] = .string(hash)
    self.number = number
    self.members = all
    line = JSONValue.object(all).serialized()
  }

  /// Reads a line, whether or not its hash fits; nil when it is no entry.
  init?(parsing line: [UInt8]) {
    guard line.starts(with: Self.beginning),
      let members = (try? JSONValue(parsing: line))?.object,
      let number = members["seq"]?.int, (1...Self.highestNumber).contains(number),
      let hash = members["hash"]?.string, Self.isHash(hash)
    else { return nil }
    self.number = number
    self.members = members
    self.hash = hash
    self.line = line
  }

  /// Whether the hash is that of what the line says.
  var isSealed: Bool {
    let seal = Array(#","hash":"\#(hash)"}"#.utf8)
    guard line.count > seal.count, line.suffix(seal.count) == seal[...] else { return false }
    return hexDigest(of: line.dropLast(seal.count) + [UInt8(ascii: "}")]) == hash
  }

  /// Whether a line is the beginning of an entry whose writer ended in the middle of it.
  static func isTorn(_ line: [UInt8]) -> Bool {
    guard !line.isEmpty, line.starts(with: beginning) || beginning.starts(with: line) else {
      return false
    }
    return (try? JSONValue(parsing: line)) == nil
  }
}

/// The end of an audit file: what its next line has to follow.
struct AuditTail {
  /// The number of the last whole line; 0 when there is none.
  let number: Int
  let hash: String
  /// What stands behind that line: a writer ended in the middle of it. Without a last line feed.
  let torn: [UInt8]
  /// Whether the next line can begin at once.
  let endsLine: Bool

  /// So many bytes of a file's end hold its last whole line and what is torn behind it.
  static let reach = 1 << 16

  /// Reads the last bytes of a file; nil when they are no audit's. `isWhole` tells that they
  /// are all there is.
  init?(_ bytes: [UInt8], isWhole: Bool) {
    let feed = UInt8(ascii: "\n")
    endsLine = bytes.last.map { $0 == feed } ?? true
    var lines = bytes.split(separator: feed, omittingEmptySubsequences: false).map(Array.init)
    if endsLine { lines.removeLast() }
    if !isWhole { lines.removeFirst() }
    var rest: [[UInt8]] = []
    while let line = lines.popLast() {
      if let entry = AuditEntry(parsing: line) {
        number = entry.number
        hash = entry.hash
        torn = Array(rest.joined(separator: [feed]))
        return
      }
      guard AuditEntry.isTorn(line) else { return nil }
      rest.insert(line, at: 0)
    }
    guard isWhole else { return nil }
    number = 0
    hash = AuditEntry.noHash
    torn = Array(rest.joined(separator: [feed]))
  }
}

/// What the lines of an audit file say together, up to the first that doesn't fit.
package struct AuditReport {
  package private(set) var count = 0
  /// The `time` of the first and the last entry.
  package private(set) var firstTime: String?
  package private(set) var lastTime: String?
  package private(set) var lastHash = AuditEntry.noHash
  /// The numbers of the starts that no end belongs to: those calls go on, or their process ended.
  package private(set) var openStarts: Set<Int> = []
  /// Lines that are torn, and that a later one tells of.
  package private(set) var tornCount = 0
  /// How many entries stand behind the expected one; nil while it wasn't met.
  package private(set) var countSinceExpected: Int?
  package private(set) var fault: Fault?

  private let expectedHash: String?
  private var torn: [[UInt8]] = []

  package struct Fault: Equatable {
    /// From 1 upwards.
    package let line: Int
    package let reason: String
  }

  /// Reads the bytes of a file. Some entry must have the expected hash, where there is one.
  package init(_ bytes: [UInt8], expecting hash: String? = nil) {
    expectedHash = hash
    let feed = UInt8(ascii: "\n")
    var lines = bytes.split(separator: feed, omittingEmptySubsequences: false).map(Array.init)
    if lines.last == [] { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      guard let reason = add(line) else { continue }
      fault = Fault(line: index + 1, reason: reason)
      return
    }
    if !torn.isEmpty {
      fault = Fault(
        line: lines.count,
        reason: "it is torn: it was cut, or its writer ended in the middle of it")
    }
  }

  /// Returns why the line doesn't fit, if it doesn't.
  private mutating func add(_ line: [UInt8]) -> String? {
    guard let entry = AuditEntry(parsing: line) else {
      guard AuditEntry.isTorn(line) else { return "it is no entry of an audit" }
      torn.append(line)
      return nil
    }
    if let reason = misfit(of: entry) { return reason }
    tornCount += torn.count
    torn = []
    count += 1
    let time = entry.members["time"]?.string
    firstTime = firstTime ?? time
    lastTime = time
    lastHash = entry.hash
    if entry.members["event"] == "started" { openStarts.insert(entry.number) }
    if let start = entry.members["started"]?.int { openStarts.remove(start) }
    countSinceExpected = lastHash == expectedHash ? 0 : countSinceExpected.map { $0 + 1 }
    return nil
  }

  private func misfit(of entry: AuditEntry) -> String? {
    guard entry.isSealed else { return "it was changed: its hash is not that of what it says" }
    guard entry.number == count + 1 else {
      return "it has number \(entry.number) where \(count + 1) belongs: lines were removed, "
        + "inserted or moved"
    }
    guard entry.members["previous"]?.string == lastHash else {
      return "it doesn't follow from the entry before: one of the two was replaced"
    }
    let gap = Array(torn.joined(separator: [UInt8(ascii: "\n")]))
    switch (entry.members["torn"]?.string, gap.isEmpty) {
    case (nil, true): return nil
    case (nil, false): return "the torn line before it was inserted: it doesn't tell of one"
    case (_, true): return "the torn line it tells of was removed"
    case (let hash?, false):
      return hexDigest(of: gap) == hash ? nil : "the torn line before it was changed"
    }
  }
}
