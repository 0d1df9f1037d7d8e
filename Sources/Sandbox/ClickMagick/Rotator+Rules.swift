import JSON

extension ClickMagick {
  /// Reports what is wrong between these settings of a Rotator, and with what else there is.
  func checkRotator(_ settings: JSONObject, id: Int? = nil, _ reader: inout FieldReader) {
    if let mode = settings["rotator_mode"]?.string, mode != "fulfillment",
      !reader.isSent(mode + "_repeat_clicks"), settings[mode + "_repeat_clicks"] == nil
    {
      let field = mode + "_repeat_clicks"
      reader.report(field, .rule("\(field) is required when rotator_mode is \(mode)"))
    }
    if settings["ios_url"] != nil, settings["mobile_url"] == nil {
      reader.report("ios_url", .rule("ios_url can only be set when mobile_url is set"))
    }
    if let group = settings["rotator_group"]?.int, !rotatorGroups.contains(group) {
      reader.report("rotator_group", .rule("rotator_group \(group) does not exist"))
    }
    checkDomain(settings, .rotator, &reader)
    let others = rotators.filter { $0.id != id }
    for name in ["rotator_slug", "rotator_name"] {
      guard let text = settings[name]?.string?.lowercased() else { continue }
      if others.contains(where: { $0.settings[name]?.string?.lowercased() == text }) {
        reader.report(name, .rule("\(name) is already used by another Rotator"))
      }
    }
  }
}

extension Rotator {
  /// What was sent and has no effect.
  static func warnings(_ settings: JSONObject, _ reader: FieldReader) -> [String] {
    let mode = settings["rotator_mode"]?.string ?? ""
    let idle = fields.map(\.name).filter { name in
      ["random_", "sequential_", "spillover_"].contains { name.hasPrefix($0) }
        && !name.hasPrefix(mode + "_") && reader.isSent(name)
    }
    return idle.map { "\($0) has no effect when rotator_mode is \(mode)" }
      + reader.warningsOfUnknown(fields)
  }
}
