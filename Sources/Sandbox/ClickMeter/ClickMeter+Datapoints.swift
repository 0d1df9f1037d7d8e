extension ClickMeter {
  static let datapointRoutes: [Route<ClickMeter>] =
    [.whole("/datapoints/{id}", \.datapoints)]
    + Route.lists("/datapoints", listed)
    + Route.marks("/datapoints/{id}", \.datapoints)

  private static func listed(
    _ service: ClickMeter, _ call: Call, _ query: inout FieldReader
  ) throws(Refusal) -> [Datapoint] {
    try service.datapoints(matching: &query)
  }
}
