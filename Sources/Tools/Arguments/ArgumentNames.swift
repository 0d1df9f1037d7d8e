internal import JSON

/// The names that a tool's arguments go by, and what each stands for.
struct ArgumentNames: Sendable {
  /// Every name the manifest has → the argument's index.
  private let indexes: [String: Int]

  init(_ arguments: [ArgumentDescriptor]) {
    var indexes: [String: Int] = [:]
    for (index, argument) in arguments.enumerated() {
      for name in [argument.name] + argument.aliases { indexes[name] = index }
    }
    self.indexes = indexes
  }

  /// The argument that a name stands for. `startDate` and `start-date` are `start_date`, where that
  /// is the only one they can be.
  subscript(name: String) -> Int? { indexes[name] ?? respelled(name) }

  /// The known name that a misspelled one most likely means.
  func nearest(to name: String) -> String? { nearestName(to: name, among: indexes.keys.sorted()) }

  /// Whether a host may have put a name beside what the model gave. One that is an argument's but for
  /// the mark in front was the model's own.
  func isHosts(_ name: String) -> Bool {
    if Self.ofHosts.contains(name) { return true }
    guard name.utf8.first == UInt8(ascii: "_") else { return false }
    return folded(Self.folded(name)) == nil
  }

  /// Names that hosts are known to add. n8n: `tool`, `toolCallId` (n8n-io/n8n issues 17264 and
  /// 21500); SiYuan: `_sessionID` (siyuan-note/siyuan issue 17927), which all names with a `_` in
  /// front stand for; `signal` is the cancellation that JavaScript agents hand to a tool.
  private static let ofHosts: Set<String> = ["tool", "toolCallId", "signal"]

  private static let longest = 64

  private func respelled(_ name: String) -> Int? {
    guard name.utf8.count <= Self.longest, name.utf8.first != UInt8(ascii: "_"),
      name.utf8.contains(where: Self.isSign)
    else { return nil }
    return folded(Self.folded(name))
  }

  /// Whether a byte tells of another case than snake_case: a digit may begin a word of it.
  private static func isSign(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || (0x41...0x5A).contains(byte) || ASCII.isDigit(byte)
  }

  private func folded(_ folded: [UInt8]) -> Int? {
    let meant = Set(indexes.lazy.filter { Self.folded($0.key) == folded }.map(\.value))
    return meant.count == 1 ? meant.first : nil
  }

  /// Without `_` and `-`, in lower case.
  private static func folded(_ name: String) -> [UInt8] {
    name.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
      .map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
  }
}
