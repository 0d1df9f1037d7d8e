import JSON

extension ClickMagick {
  static let projectReportRoutes: [Route<ClickMagick>] = [
    .post("/campaigns/projects/{project_id}/stats", createProjectReport),
    .post("/campaigns/projects/{project_id}/stats/{attribution_model}", createProjectReport),
    .get("/campaigns/projects/stats/reports/{report_id}", getProjectReport),
  ]

  /// Starts a report, or answers with the one of the same parameters while it is fresh.
  private static func createProjectReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let project = try service.project(try call.id("project_id", of: "Project"))
    var form = try call.form()
    let parameters = parameters(of: project, call, &form)
    let refresh = form.flag("refresh") ?? false
    try form.check()
    let earlier = service.projectReports.last { report in
      report.parameters == parameters && report.isFresh(at: call.now)
    }
    if let earlier, !refresh { return earlier.reply }
    let report = ProjectReport(
      id: (service.projectReports.last?.id ?? 3_752_920) + 1, parameters: parameters,
      work: ProjectReport.Work(project: project, seed: service.seed, now: call.now))
    service.projectReports.append(report)
    return report.reply
  }

  private static func getProjectReport(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let id = try call.id("report_id", of: "Report")
    guard let place = service.projectReports.firstIndex(where: { $0.id == id }) else {
      throw .notFound("Report")
    }
    service.projectReports[place].poll(at: call.now)
    return service.projectReports[place].reply
  }

  private static func parameters(
    of project: Project, _ call: Call, _ form: inout FieldReader
  ) -> ProjectReport.Parameters {
    let range = timeRange(&form)
    var utm: [String: String] = [:]
    for name in Advertisement.utmNames { utm[name] = form.text(name) }
    return ProjectReport.Parameters(
      projectID: project.id, model: model(call, &form), range: range, utm: utm)
  }

  /// The model in the path; without one, the last click takes all.
  private static func model(_ call: Call, _ form: inout FieldReader) -> AttributionModel {
    guard call.parameters["attribution_model"] != nil else { return .lastClick }
    if let model = AttributionModel(rawValue: call.text("attribution_model")) { return model }
    let names = AttributionModel.allCases.map(\.rawValue)
    form.report("attribution_model", .expected(FieldKind.choice(names).expectation))
    return .lastClick
  }
}
