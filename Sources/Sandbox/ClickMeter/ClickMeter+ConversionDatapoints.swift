import JSON

extension ClickMeter {
  static let conversionDatapointRoutes: [Route<ClickMeter>] = [
    .list("/conversions/{conversionId}/datapoints", conversionDatapoints, row: \.reference),
    .count("/conversions/{conversionId}/datapoints/count", conversionDatapoints),
    .put("/conversions/{conversionId}/datapoints/patch", patchConversionDatapoint),
    .put("/conversions/{conversionId}/datapoints/batch/patch", patchConversionDatapoints),
  ]

  private static func conversionDatapoints(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    let conversion = service.conversions[try service.place(ofConversion: call)]
    return try service.datapoints(matching: &query)
      .filter { conversion.datapointIDs.contains($0.id) }
  }

  private static func patchConversionDatapoint(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let place = try service.place(ofActiveConversion: call)
    var body = try call.json()
    let patch = Patch(&body)
    try body.check()
    return try service.apply(patch.map { [$0] } ?? [], toConversionAt: place)
  }

  private static func patchConversionDatapoints(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let place = try service.place(ofActiveConversion: call)
    var body = try call.json()
    // Public clients send `list`.
    let name = body.isSent("list") ? "list" : "PatchRequests"
    body.require(name)
    let patches = body.each(name) { Patch(&$0) }
    try body.check()
    return try service.apply(patches ?? [], toConversionAt: place)
  }

  /// All of them, or none when one names a datapoint that isn't there.
  private mutating func apply(
    _ patches: [Patch], toConversionAt place: Int
  ) throws(Refusal) -> Reply {
    let named = patches.flatMap { [$0.incoming, $0.outgoing] }.compactMap { $0 }
    guard named.allSatisfy({ id in datapoints.contains { $0.id == id } }) else {
      throw .notFound("Datapoint")
    }
    for patch in patches {
      conversions[place].datapointIDs = patch.applied(to: conversions[place].datapointIDs)
    }
    return Reply(200, conversions[place].receipt)
  }
}
