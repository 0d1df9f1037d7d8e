/// Who calls, as far as the key tells.
struct Caller: Sendable {
  let isKnown: Bool
  let isAdministrator: Bool

  init(key: String?) {
    let key = key ?? ""
    isKnown = !key.isEmpty && !key.hasPrefix("invalid")
    isAdministrator = isKnown && key.contains("admin")
  }
}
