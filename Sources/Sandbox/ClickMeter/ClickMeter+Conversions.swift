import JSON

extension ClickMeter {
  static let conversionRoutes: [Route<ClickMeter>] = [
    .list("/conversions", conversions, row: \.reference, whole: \.json),
    .count("/conversions/count", conversions),
    .get("/conversions/{conversionId}", getConversion),
    .post("/conversions", createConversion),
    .post("/conversions/{conversionId}", updateConversion),
    .delete("/conversions/{conversionId}", deleteConversion),
    .put("/conversions/{conversionId}/notes", setConversionNotes),
  ]

  /// Deleted ones only when asked for.
  private static func conversions(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Conversion] {
    let status = query.choice("status", of: ["deleted", "active"])
    let search = query.text("textSearch")?.lowercased()
    let after = query.compactTime("createdAfter")
    let before = query.compactTime("createdBefore")
    try query.check()
    return service.conversions.filter { conversion in
      conversion.isDeleted == (status == "deleted")
        && (search.map { conversion.name.lowercased().contains($0) } ?? true)
        && (after.map { conversion.createdAt > $0 } ?? true)
        && (before.map { conversion.createdAt < $0 } ?? true)
    }
  }

  private static func getConversion(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    Reply(200, service.conversions[try service.place(ofConversion: call)].json)
  }

  private static func createConversion(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    var body = try call.json()
    body.require("name")
    var conversion = Conversion(
      id: (service.conversions.last?.id ?? 7000) + 1, name: "", description: "", value: 0,
      loadsOver: "Http", createdAt: call.now, datapointIDs: [])
    conversion.change(&body)
    try body.check()
    service.conversions.append(conversion)
    return Reply(200, conversion.receipt)
  }

  /// What is not sent stays as it is.
  private static func updateConversion(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let place = try service.place(ofActiveConversion: call)
    var body = try call.json()
    var conversion = service.conversions[place]
    conversion.change(&body)
    try body.check()
    service.conversions[place] = conversion
    return Reply(200, conversion.receipt)
  }

  private static func deleteConversion(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let place = try service.place(ofActiveConversion: call)
    service.conversions[place].isDeleted = true
    return Reply(200, service.conversions[place].receipt)
  }

  private static func setConversionNotes(
    _ service: inout ClickMeter, _ call: Call
  ) throws(Refusal) -> Reply {
    let place = try service.place(ofActiveConversion: call)
    var body = try call.json()
    // An empty text is sent to clear them.
    if !body.names.contains("Text") { body.report("Text", .missing) }
    let notes = body.text("Text") ?? ""
    try body.check()
    service.conversions[place].notes = notes
    return Reply(200, service.conversions[place].receipt)
  }

  /// Where the conversion that the path names is, also a deleted one.
  func place(ofConversion call: Call) throws(Refusal) -> Int {
    let id = try call.id("conversionId", of: Conversion.noun)
    guard let place = conversions.firstIndex(where: { $0.id == id }) else {
      throw .notFound(Conversion.noun)
    }
    return place
  }

  /// The same for what changes it: a deleted one is gone.
  func place(ofActiveConversion call: Call) throws(Refusal) -> Int {
    let place = try place(ofConversion: call)
    guard !conversions[place].isDeleted else { throw .notFound(Conversion.noun) }
    return place
  }
}

extension Conversion {
  /// Takes over what the body holds of it.
  fileprivate mutating func change(_ body: inout FieldReader) {
    name = body.text("name") ?? name
    description = body.text("description") ?? description
    loadsOver = body.choice("protocol", of: Self.protocols) ?? loadsOver
    value = body.value("value", .amount)?.int ?? value
  }
}
