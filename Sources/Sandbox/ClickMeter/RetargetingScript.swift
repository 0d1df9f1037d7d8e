import JSON

/// Code that a link runs for the advertising network whose audience its visitors shall join.
struct RetargetingScript: MeterEntity, WritableEntity {
  static let noun = "RetargetingScript"
  static let collection = "retargeting"
  static let firstID = 301

  let id: Int
  var name: String
  var script: String

  var label: String { name }

  static let initial = ["Facebook visitors", "Google remarketing", "LinkedIn insight"]
    .enumerated().map { index, name in
      RetargetingScript(
        id: firstID + index, name: name,
        script: "<script src=\"https://audience.example.com/\(firstID + index).js\"></script>")
    }

  func json(in service: ClickMeter, for caller: Caller) -> JSONValue {
    ["id": .integer(id), "name": .string(name), "script": .string(script)]
  }
}

extension RetargetingScript {
  init(id: Int, for call: Call, in service: ClickMeter) {
    self.init(id: id, name: "", script: "")
  }

  mutating func write(_ body: inout FieldReader, isNew: Bool, _ call: Call, in service: Owner) {
    if isNew { body.require("name", "script") }
    name = body.text("name") ?? name
    script = body.text("script") ?? script
    body.checkID(of: self)
    body.reportUnknown(among: ["id", "name", "script"])
  }
}

extension ClickMeter {
  static let retargetingRoutes: [Route<ClickMeter>] =
    Route.lists("/retargeting", listScripts)
    + Route.lists(
      "/retargeting/{id}/datapoints", datapoints(of: \.scripts) { $0.scripts.contains($1.id) }) + [
      .whole("/retargeting/{id}", \.scripts),
      .create("/retargeting", \.scripts),
      .update("/retargeting/{id}", by: "POST", \.scripts),
      .remove("/retargeting/{id}", \.scripts) { service, script in
        // Links that ran it run it no longer.
        for index in service.datapoints.indices {
          service.datapoints[index].scripts.removeAll { $0 == script.id }
        }
      },
    ]

  private func listScripts(
    _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [RetargetingScript] {
    try query.check()
    return scripts.all
  }
}
