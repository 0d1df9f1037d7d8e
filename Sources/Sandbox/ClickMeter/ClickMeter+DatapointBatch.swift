import JSON

extension ClickMeter {
  /// PUT creates and POST changes, the other way round than elsewhere.
  static let datapointBatchRoutes: [Route<ClickMeter>] = [
    .put("/datapoints/batch", batch("list", create)),
    .post("/datapoints/batch", batch("list", update)),
    .delete("/datapoints/batch", batch("entities", delete)),
  ]

  /// Does one thing with one datapoint of a batch, and says which it was.
  private typealias Step =
    @Sendable (inout ClickMeter, JSONObject, Call) throws(Refusal) -> Datapoint

  /// Takes each object of that list by itself: what is wrong with one doesn't stop the others.
  private static func batch(_ list: String, _ step: @escaping Step) -> Route<ClickMeter>.Handler {
    { (service: inout ClickMeter, call: Call) throws(Refusal) -> Reply in
      var body = FieldReader(.json(try call.members()))
      body.require(list)
      let items = body.value(list, .list(.object))?.array ?? []
      if items.isEmpty, body.problems.isEmpty {
        body.report(list, .expected("a list of at least one object"))
      }
      try body.check()
      var results: [JSONValue] = []
      for item in items.compactMap(\.object) {
        results.append(service.result(of: step, with: item, call))
      }
      return Reply(200, ["results": .array(results)])
    }
  }

  private mutating func result(of step: Step, with item: JSONObject, _ call: Call) -> JSONValue {
    do throws(Refusal) {
      let datapoint = try step(&self, item, call)
      return [
        "entityData": datapoint.json(in: self, for: call.caller), "errors": [],
        "result": datapoint.receipt, "status": "OK",
      ]
    } catch {
      return [
        "entityData": .object(item), "errors": .array(Self.errors(error, item)),
        "result": .null, "status": "Error",
      ]
    }
  }

  private static func errors(_ refusal: Refusal, _ item: JSONObject) -> [JSONValue] {
    let answer = reply(to: refusal).body
    let problems: [FieldProblem] =
      if case .invalid(let problems) = refusal { problems } else {
        [FieldProblem(field: "id", fault: .rule(answer["Message"]?.string ?? ""))]
      }
    return problems.map { problem in
      [
        "property": .string(problem.field), "errorMessage": .string(problem.sentence),
        "errorValue": item[problem.field] ?? .null, "code": answer["errorCode"] ?? .null,
      ]
    }
  }

  private static func create(
    _ service: inout ClickMeter, _ item: JSONObject, _ call: Call
  ) throws(Refusal) -> Datapoint {
    let id = service.nextID(in: \.datapoints)
    let datapoint = try service.datapoint(id, from: item, call)
    service.add(datapoint, to: \.datapoints)
    return datapoint
  }

  private static func update(
    _ service: inout ClickMeter, _ item: JSONObject, _ call: Call
  ) throws(Refusal) -> Datapoint {
    try service.change(try service.datapoint(namedIn: item), in: \.datapoints, call) {
      (service: inout ClickMeter, datapoint: inout Datapoint, call: Call) throws(Refusal) in
      try service.update(&datapoint, from: item, call)
    }
  }

  private static func delete(
    _ service: inout ClickMeter, _ item: JSONObject, _ call: Call
  ) throws(Refusal) -> Datapoint {
    let datapoint = try service.datapoint(namedIn: item)
    return try service.change(datapoint, in: \.datapoints, call) { _, datapoint, call in
      datapoint.turn(.deleted, at: call.now)
    }
  }

  /// The datapoint whose `id` or `uri` that is.
  private func datapoint(namedIn item: JSONObject) throws(Refusal) -> Datapoint {
    var body = FieldReader(.json(item))
    let named = body.text("uri")?.split(separator: "/").last.flatMap { Int($0) }
    if named == nil { body.require("id") }
    let id = body.id("id") ?? named
    try body.check()
    return try entity(id ?? 0, in: \.datapoints)
  }
}
