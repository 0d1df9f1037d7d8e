import JSON

extension ClickMagick {
  static let projectReportRoutes: [Route<ClickMagick>] = [
    .post("/campaigns/projects/{project_id}/stats", createProjectReport),
    .post("/campaigns/projects/{project_id}/stats/{attribution_model}", createProjectReport),
    .get("/campaigns/projects/stats/reports/{report_id}", getReport(.project)),
  ]

  /// Starts a report, or answers with the one of the same parameters while it is fresh.
  private static func createProjectReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let project = try call.entity("project_id", in: service.projects)
    var form = try call.form()
    let parameters = parameters(of: project, call, &form)
    let refresh = form.flag("refresh") ?? false
    try form.check()
    let seed = service.seed
    return service.report(
      parameters, refresh: refresh, at: call.now,
      content(of: project, parameters, seed: seed, now: call.now))
  }

  private static func content(
    of project: Project, _ parameters: StatsReport.Parameters, seed: Seed, now: Timestamp
  ) -> StatsReport.Content {
    let traffic = project.traffic(in: parameters.range, now: now, seed: seed)
    let stats = ProjectStats(of: traffic, model: parameters.model, utm: parameters.utm)
    return StatsReport.Content(days: traffic.days, stats: stats.json)
  }

  private static func parameters(
    of project: Project, _ call: Call, _ form: inout FieldReader
  ) -> StatsReport.Parameters {
    let range = timeRange(&form)
    let utm = utm(&form)
    return StatsReport.Parameters(
      kind: .project, ids: [project.id], range: range, model: model(call, &form), utm: utm)
  }

  /// The UTM values asked for, by parameter name.
  static func utm(_ reader: inout FieldReader) -> [String: String] {
    var utm: [String: String] = [:]
    for name in Advertisement.utmNames { utm[name] = reader.text(name) }
    return utm
  }

  /// The model in the path; without one, the last click takes all.
  static func model(_ call: Call, _ form: inout FieldReader) -> AttributionModel {
    guard call.parameters["attribution_model"] != nil else { return .lastClick }
    if let model = AttributionModel(rawValue: call.text("attribution_model")) { return model }
    let names = AttributionModel.allCases.map(\.rawValue)
    form.report("attribution_model", .expected(FieldKind.choice(names).expectation))
    return .lastClick
  }
}
