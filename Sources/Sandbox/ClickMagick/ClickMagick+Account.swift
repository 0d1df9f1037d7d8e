import JSON

extension ClickMagick {
  static let accountRoutes: [Route<ClickMagick>] = [
    .get("/user/settings", getAccountSettings),
    .patch("/user/settings", updateAccountSettings),
  ]

  private static func getAccountSettings(
    _ service: inout ClickMagick, _ call: Call
  ) -> Reply {
    var settings = service.account
    settings[AccountSettings.secret] = nil
    return success(["settings": .object(settings)])
  }

  private static func updateAccountSettings(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    let applies = FieldRule("filter_apply", .flag)
    let rules = AccountSettings.fields + [applies]
    var settings = form.settings(over: service.account, rules, clearable: [])
    try form.check()
    let isApplied = settings[applies.name] == true
    settings[applies.name] = nil
    service.account = settings
    if isApplied { service.applyFilters() }
    return success(warnings: idle(settings, form) + form.warningsOfUnknown(rules))
  }

  /// Gives every Rotator the account's filters. Smart Links show none here.
  private mutating func applyFilters() {
    for place in rotators.indices {
      for rule in Rotator.filters {
        rotators[place].settings[rule.name] = account[rule.name]
      }
    }
  }

  /// What was sent and has no effect.
  private static func idle(_ settings: JSONObject, _ form: FieldReader) -> [String] {
    guard settings["public_logo_type"] != "custom_logo" else { return [] }
    return ["custom_logo_image_url", "custom_logo_link_url"].filter { form.isSent($0) }
      .map { "\($0) has no effect unless public_logo_type is custom_logo" }
  }
}
