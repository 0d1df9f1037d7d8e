import JSON

extension ClickMeter {
  /// The datapoint that a body describes.
  mutating func datapoint(
    _ id: Int, from members: JSONObject, _ call: Call
  ) throws(Refusal) -> Datapoint {
    var members = members
    // The service gives the id.
    members["id"] = nil
    var body = FieldReader(.json(members))
    body.require("type", "title", "groupId")
    guard let kind = Datapoint.Kind(inBody: members["type"]) else {
      _ = body.changes(Datapoint.fields)
      throw .invalid(body.problems)
    }
    if kind == .link { body.require("name", "typeTL") }
    var datapoint = Datapoint(
      id: id, kind: kind, createdAt: call.now, groupID: 0, name: "", title: "",
      settings: kind == .link ? Datapoint.linkDefaults : [:])
    try write(&body, into: &datapoint, isNew: true, call)
    return datapoint
  }

  /// What is not sent stays as it is.
  mutating func update(
    _ datapoint: inout Datapoint, from members: JSONObject, _ call: Call
  ) throws(Refusal) {
    var body = FieldReader(.json(members))
    // An empty text is sent to clear them.
    if members["notes"] == "" { datapoint.notes = "" }
    try write(&body, into: &datapoint, isNew: false, call)
  }

  private mutating func write(
    _ body: inout FieldReader, into datapoint: inout Datapoint, isNew: Bool, _ call: Call
  ) throws(Refusal) {
    var draft = datapoint
    let values = body.changes(Datapoint.fields)
    draft.apply(values, at: call.now)
    draft.applySettings(&body, isNew: isNew)
    let tags = sentTags(&body)
    body.reportUnknown(
      among: Datapoint.fields.map(\.name) + Datapoint.fixedFields + ["tags", "typeTL", "typeTP"])
    if !isNew {
      body.checkID(of: datapoint)
      if let type = values["type"], Datapoint.Kind(inBody: type) != datapoint.kind {
        body.report("type", .rule("type can't be changed"))
      }
    }
    checkReferences(of: draft, before: datapoint, &body)
    try body.check()
    try check(call.caller, mayChange: draft.groupID)
    if let tags { draft.tags = ids(of: tags) }
    datapoint = draft
  }

  /// Reports what the datapoint newly refers to and isn't there.
  private func checkReferences(of draft: Datapoint, before: Datapoint, _ body: inout FieldReader) {
    if draft.groupID != before.groupID,
      !groups.contains(where: { $0.id == draft.groupID && !$0.isDeleted })
    {
      body.report("groupId", .rule("groupId \(draft.groupID) does not exist"))
    }
    for (index, id) in draft.conversions.enumerated() where id != 0 {
      let field = Datapoint.slots[index] + "ConversionId"
      if !before.conversions.contains(id),
        !conversions.contains(where: { $0.id == id && !$0.isDeleted })
      {
        body.report(field, .rule("\(field) \(id) does not exist"))
      } else if draft.conversions.firstIndex(of: id) != index {
        body.report(field, .rule("\(field) \(id) is in another slot already"))
      }
    }
    for id in draft.scripts where !scripts.contains(where: { $0.id == id }) {
      body.report("typeTL.scripts", .rule("typeTL.scripts: script \(id) does not exist"))
    }
    let domain = draft.settings["domainId"]?.int
    if domain != before.settings["domainId"]?.int, !domains.contains(where: { $0.id == domain }) {
      body.report("typeTL.domainId", .rule("typeTL.domainId \(domain ?? 0) does not exist"))
    }
  }
}
