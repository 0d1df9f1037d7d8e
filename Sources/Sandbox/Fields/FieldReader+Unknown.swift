/// What services do about names they do not know: in bodies ClickMeter refuses them and
/// ClickMagick warns of them; the others, and all queries that only read, pass over them.
extension FieldReader {
  /// Reports what was sent under a name that is none of these.
  mutating func reportUnknown(among known: [String]) {
    for name in names where !known.contains(name) {
      report(name, .expected("left out: it is not a known field"))
    }
  }

  /// A warning for each name that no rule knows.
  func warningsOfUnknown(_ rules: [FieldRule]) -> [String] {
    let known = Set(rules.map(\.name))
    var unknown: [String] = []
    for name in names where !known.contains(name) && !unknown.contains(name) {
      unknown.append(name)
    }
    return unknown.map { "\($0) is not a known parameter and was ignored" }
  }
}
