import JSON

extension ClickMeter {
  static let conversionDatapointRoutes: [Route<ClickMeter>] = [
    .list(tiedPath, conversionDatapoints, row: \.reference),
    .count(tiedPath + "/count", conversionDatapoints),
    .put(tiedPath + "/patch", Route.changing(\.conversions, patchDatapoint)),
    .put(tiedPath + "/batch/patch", Route.changing(\.conversions, patchDatapoints)),
  ]

  private static let tiedPath = "/conversions/{conversionId}/datapoints"

  private static func conversionDatapoints(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    let conversion = try service.entity(named: call, in: \.conversions)
    return try service.datapoints(matching: &query)
      .filter { conversion.datapointIDs.contains($0.id) }
  }

  private static func patchDatapoint(
    _ service: inout ClickMeter, _ conversion: inout Conversion, _ call: Call
  ) throws(Refusal) {
    var body = try call.json()
    let patch = Patch(&body)
    try body.check()
    if let patch { try service.apply([patch], to: &conversion) }
  }

  private static func patchDatapoints(
    _ service: inout ClickMeter, _ conversion: inout Conversion, _ call: Call
  ) throws(Refusal) {
    var body = try call.json()
    // Public clients send `list`.
    let name = body.isSent("list") ? "list" : "PatchRequests"
    body.require(name)
    let patches = body.each(name) { Patch(&$0) }
    try body.check()
    try service.apply(patches ?? [], to: &conversion)
  }

  /// All of them, or none when one can't be: the datapoint isn't there, or has no free slot.
  private mutating func apply(
    _ patches: [Patch], to conversion: inout Conversion
  ) throws(Refusal) {
    let before = conversion.datapointIDs
    for patch in patches {
      for id in patch.ids where try entity(id, in: \.datapoints).isDeleted && id == patch.incoming {
        throw .notFound(Datapoint.noun)
      }
      conversion.datapointIDs = patch.applied(to: conversion.datapointIDs) { $0 }
    }
    let after = conversion.datapointIDs
    let full = datapoints.filter { datapoint in
      after.contains(datapoint.id) && !before.contains(datapoint.id)
        && !datapoint.conversions.contains(0)
    }
    guard full.isEmpty else {
      let sentence = "a datapoint is tied to at most \(Datapoint.slots.count) conversions"
      throw .invalid([FieldProblem(field: "Id", fault: .rule(sentence))])
    }
    for place in datapoints.indices {
      datapoints[place].setTie(to: conversion.id, after.contains(datapoints[place].id))
    }
  }
}

extension Datapoint {
  /// Puts the conversion into a free slot, or frees the one it has.
  fileprivate mutating func setTie(to conversion: Int, _ isTied: Bool) {
    guard !isTied else { return tie(conversion) }
    conversions = conversions.map { $0 == conversion ? 0 : $0 }
  }
}
