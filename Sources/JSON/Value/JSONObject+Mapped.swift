extension JSONObject {
  /// The object with each name and value made into another, in the same order. A name that becomes
  /// like another is numbered: it must not take its place.
  func mapped(
    _ name: (String) -> String, values value: (JSONValue) -> JSONValue
  ) -> JSONObject {
    var result: JSONObject = [:]
    var copies: [String: Int] = [:]
    for member in self {
      let new = name(member.key)
      let isOwn = ExactString(text: new) == ExactString(text: member.key)
      var unique = new
      while !isOwn, contains(unique) || result.contains(unique) {
        copies[new, default: 1] += 1
        unique = "\(new) (\(copies[new, default: 1]))"
      }
      result[unique] = value(member.value)
    }
    return result
  }
}
