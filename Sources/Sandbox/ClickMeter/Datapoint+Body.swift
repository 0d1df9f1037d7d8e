import JSON

extension Datapoint {
  /// The kind that a body names; help texts write 0 and 1.
  static func kind(named name: JSONValue?) -> Kind? {
    switch name {
    case "TrackingLink", "0", 0: .link
    case "TrackingPixel", "1", 1: .pixel
    default: nil
    }
  }

  /// Takes over what `fields` read.
  mutating func apply(_ values: JSONObject, at now: Timestamp) {
    title = values["title"]?.string ?? title
    name = values["name"]?.string ?? (name.isEmpty ? title : name)
    notes = values["notes"]?.string ?? notes
    groupID = values["groupId"]?.int ?? groupID
    isFavorite = values["preferred"]?.bool ?? isFavorite
    turn(Status.allCases.first { $0.inBodies == values["status"]?.string } ?? status, at: now)
    for name in Self.switchNames {
      guard let isOn = values[name]?.bool else { continue }
      if isOn { switches.insert(name) } else { switches.remove(name) }
    }
    for (place, slot) in Self.slots.enumerated() {
      conversions[place] = values[slot + "ConversionId"]?.int ?? conversions[place]
    }
  }

  /// Takes over the settings that the body holds; a new link must come with its destination.
  mutating func applySettings(_ body: inout FieldReader, isNew: Bool) {
    let (own, other) = kind == .link ? ("typeTL", "typeTP") : ("typeTP", "typeTL")
    if body.isSent(other) {
      body.report(other, .rule("\(other) is for \(kind == .link ? "pixels" : "links") only"))
    }
    guard let sent = body.value(own, .object)?.object else { return }
    var reader = FieldReader(.json(sent))
    switch kind {
    case .link: applyLink(&reader, isNew: isNew)
    case .pixel: settings = settings.merging(reader.changes(Self.pixelFields))
    }
    for problem in reader.problems { body.report("\(own).\(problem.field)", problem.fault) }
  }

  private mutating func applyLink(_ reader: inout FieldReader, isNew: Bool) {
    if isNew { reader.require("domainId", "redirectType", "url") }
    var values = reader.changes(Self.linkFields)
    switch values["redirectType"] {
    case "301": values["redirectType"] = "PermanentRedirect"
    case "307": values["redirectType"] = "TemporaryRedirect"
    default: break
    }
    for (name, fields) in Self.linkLists {
      values[name] = reader.each(name) { $0.changes(fields) }.map { .array($0.map { .object($0) }) }
    }
    for (name, fields) in Self.linkObjects {
      values[name] = reader.changes(in: name, fields).map { .object($0) }
    }
    scripts =
      reader.each("scripts") {
        $0.require("id")
        return $0.integer("id")
      } ?? scripts
    if isNew { values["firstUrl"] = values["firstUrl"] ?? values["url"] }
    settings = settings.merging(values)
    reader.reportUnknown(
      among: Self.linkFields.map(\.name) + (Self.linkLists + Self.linkObjects).map(\.name)
        + ["scripts"])
  }
}
