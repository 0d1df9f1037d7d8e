import JSON

extension ClickMeter {
  static let retargetingRoutes: [Route<ClickMeter>] =
    Route.lists("/retargeting", allScripts)
    + Route.lists("/retargeting/{id}/datapoints", scriptDatapoints) + [
      .whole("/retargeting/{id}", \.scripts),
      .create("/retargeting", \.scripts, makeScript),
      .update("/retargeting/{id}", \.scripts),
      .delete("/retargeting/{id}", Route.changing(\.scripts, deleteScript)),
    ]

  private static func allScripts(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [RetargetingScript] {
    try query.check()
    return service.scripts
  }

  private static func scriptDatapoints(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    let script = try service.entity(named: call, in: \.scripts)
    return try service.datapoints(matching: &query).filter { $0.scripts.contains(script.id) }
  }

  private static func makeScript(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> RetargetingScript {
    var script = RetargetingScript(id: id, name: "", script: "")
    var body = FieldReader(.json(try call.newMembers()))
    body.require("name", "script")
    script.change(&body)
    try body.check()
    return script
  }

  /// Links that ran it run it no longer.
  private static func deleteScript(
    _ service: inout ClickMeter, _ script: inout RetargetingScript, _ call: Call
  ) throws(Refusal) {
    let id = script.id
    for place in service.datapoints.indices {
      service.datapoints[place].scripts.removeAll { $0 == id }
    }
    service.remove(script, from: \.scripts)
  }
}

extension RetargetingScript {
  mutating func change(_ body: inout FieldReader) {
    name = body.text("name") ?? name
    script = body.text("script") ?? script
    body.checkID(of: self)
    body.reportUnknown(among: ["id", "name", "script"])
  }
}
