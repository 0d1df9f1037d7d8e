import JSON

extension ClickMagick {
  /// For each kind: of all projects or of one, by the last click or by another model.
  static let logRoutes: [Route<ClickMagick>] = LoggedConversion.Kind.allCases.flatMap { kind in
    ["/campaigns", "/campaigns/projects/{project_id}"].flatMap { place in
      ["", "/{attribution_model}"].map { model in
        .get("\(place)/\(kind.rawValue)\(model)", listLog(of: kind))
      }
    }
  }

  private static func listLog(of kind: LoggedConversion.Kind) -> Route<ClickMagick>.Handler {
    { (service: inout ClickMagick, call: Call) throws(Refusal) -> Reply in
      let projects = try service.projects(call)
      var query = call.query
      let page = CursorPage(&query)
      let range = timeRange(&query)
      let filter = ConversionLog.Filter(
        kind: kind, model: model(call, &query), utm: utm(&query))
      try query.check()
      let seed = service.seed
      let traffic = projects.map { $0.traffic(in: range, now: call.now, seed: seed) }
      let log = ConversionLog(traffic, filter)
      return Reply(
        200,
        [
          "cursor": page.cursor(total: log.count),
          name(of: kind): .array(log.rows(page.places(in: log.count))),
          "status": "OK",
        ])
    }
  }

  /// The page names the list of engagements like that of sales, in all four of its samples.
  private static func name(of kind: LoggedConversion.Kind) -> String {
    switch kind {
    case .actions: "actions"
    case .engagements, .sales: "sales"
    }
  }

  /// The project in the path, or all.
  private func projects(_ call: Call) throws(Refusal) -> [Project] {
    guard call.parameters["project_id"] != nil else { return projects }
    return [try call.entity("project_id", in: projects)]
  }
}
