#if Ledger
internal import JSON
internal import Tools

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
#endif
