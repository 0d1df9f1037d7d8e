/// When a tool is shown in `tools/list`.
package enum Listing: String, CaseIterable, Sendable {
  /// Also when nobody chose anything.
  case standard = "default"
  /// When its toolset or itself is chosen.
  case toolset
  /// Only when itself is named; otherwise it can't even be called.
  case byName = "by_name"
}
