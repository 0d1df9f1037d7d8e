/// How grave a log message is, the least first (RFC 5424 section 6.2.1, `utilities/logging`).
package enum LogLevel: String, CaseIterable, Comparable, Sendable {
  case debug
  case info
  case notice
  case warning
  case error
  case critical
  case alert
  case emergency

  package static func < (left: LogLevel, right: LogLevel) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
