import JSON

extension ClickMeter {
  static let datapointRoutes: [Route<ClickMeter>] =
    Route.lists("/datapoints", listed)
    + Route.marks("/datapoints/{id}", \.datapoints) + [
      .whole("/datapoints/{id}", \.datapoints),
      .create("/datapoints", \.datapoints, makeDatapoint),
      .post("/datapoints/{id}", Route.changing(\.datapoints, updateDatapoint)),
      .delete(
        "/datapoints/{id}",
        Route.changing(\.datapoints) { _, datapoint, call in
          datapoint.turn(.deleted, at: call.now)
        }),
    ]

  private static func listed(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    try service.datapoints(matching: &query)
  }

  private static func makeDatapoint(
    _ service: inout ClickMeter, _ call: Call, _ id: Int
  ) throws(Refusal) -> Datapoint {
    try service.datapoint(id, from: try call.members(), call)
  }

  private static func updateDatapoint(
    _ service: inout ClickMeter, _ datapoint: inout Datapoint, _ call: Call
  ) throws(Refusal) {
    try service.update(&datapoint, from: try call.members(), call)
  }
}
