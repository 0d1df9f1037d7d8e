import JSON

extension ClickMeter {
  static let datapointRoutes: [Route<ClickMeter>] =
    Route.lists("/datapoints", listDatapoints)
    + Route.marks("/datapoints/{id}", \.datapoints) + [
      .whole("/datapoints/{id}", \.datapoints),
      .create("/datapoints", \.datapoints) { service, call, id throws(Refusal) in
        try service.datapoint(id, from: try call.members(), call)
      },
      .post("/datapoints/{id}", Route.changing(\.datapoints, updateDatapoint)),
      .delete("/datapoints/{id}", Route.changing(\.datapoints, deleteDatapoint)),
    ]

  /// The datapoints that belong to the entity in the path, as far as the filters let them through.
  static func datapoints<Owner: MeterEntity>(
    of table: TablePath<Owner>, where belongs: @escaping @Sendable (Datapoint, Owner) -> Bool
  ) -> Finder<Datapoint> {
    { service in
      { (call: Call, query: inout FieldReader) throws(Refusal) -> [Datapoint] in
        let owner = try call.entity(in: service[keyPath: table])
        return try service.listDatapoints(call, &query).filter { belongs($0, owner) }
      }
    }
  }

  private static let updateDatapoint: Change<Datapoint> = {
    service, datapoint, call throws(Refusal) in
    try service.update(&datapoint, from: try call.members(), call)
  }

  private static let deleteDatapoint: Change<Datapoint> = { service, datapoint, call in
    datapoint.turn(.deleted, at: call.now)
  }

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
  private static func batch(_ list: String, _ step: @escaping Step) -> Handler {
    { service, call throws(Refusal) in
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

  private static let create: Step = { service, item, call throws(Refusal) in
    let datapoint = try service.datapoint(service.datapoints.nextID, from: item, call)
    service.datapoints.append(datapoint)
    return datapoint
  }

  private static let update: Step = { service, item, call throws(Refusal) in
    try service.change(try service.datapoint(namedIn: item), in: \.datapoints, call) {
      service, datapoint, call throws(Refusal) in
      try service.update(&datapoint, from: item, call)
    }
  }

  private static let delete: Step = { service, item, call throws(Refusal) in
    let datapoint = try service.datapoint(namedIn: item)
    return try service.change(datapoint, in: \.datapoints, call, deleteDatapoint)
  }

  private func datapoint(namedIn item: JSONObject) throws(Refusal) -> Datapoint {
    var body = FieldReader(.json(item))
    let named = body.text("uri")?.split(separator: "/").last.flatMap { Int($0) }
    if named == nil { body.require("id") }
    let id = body.id("id") ?? named
    try body.check()
    return try datapoints.entity(id ?? 0)
  }
}
