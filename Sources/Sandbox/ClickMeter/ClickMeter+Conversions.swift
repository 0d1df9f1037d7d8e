import JSON

extension ClickMeter {
  static let conversionRoutes: [Route<ClickMeter>] =
    Route.lists("/conversions", conversions) + [
      .whole(conversionPath, \.conversions),
      .create("/conversions", \.conversions, makeConversion),
      .update(conversionPath, \.conversions),
      .delete(
        conversionPath,
        Route.changing(\.conversions) { _, conversion, _ in conversion.isDeleted = true }),
      .notes(conversionPath, \.conversions),
    ]

  private static let conversionPath = "/conversions/{conversionId}"

  private static func conversions(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Conversion] {
    let creation = CreationFilter(&query)
    let found = service.conversions(matching: &query)
    try query.check()
    return found.filter { creation.accepts($0.createdAt) }
  }

  private static func makeConversion(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> Conversion {
    var body = FieldReader(.json(try call.newMembers()))
    body.require("name")
    var conversion = Conversion(
      id: id, name: "", description: "", value: 0, loadsOver: "Http", createdAt: call.now,
      datapointIDs: [])
    conversion.change(&body)
    try body.check()
    return conversion
  }

}

extension Conversion {
  mutating func change(_ body: inout FieldReader) {
    name = body.text("name") ?? name
    description = body.text("description") ?? description
    loadsOver = body.choice("protocol", of: Self.protocols) ?? loadsOver
    value = body.value("value", .amount)?.int ?? value
    body.checkID(of: self)
    body.reportUnknown(among: [
      "name", "description", "protocol", "value", "id", "code", "creationDate", "deleted", "notes",
    ])
  }
}
