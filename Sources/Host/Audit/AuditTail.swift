#if Ledger
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

  /// Reads the last bytes of a file; nothing when they are no audit's. `isWhole` tells that they
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
#endif
