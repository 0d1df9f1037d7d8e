import JSON

extension ClickMagick {
  static let projectRoutes: [Route<ClickMagick>] = [
    .get("/campaigns/projects", listProjects),
    .post("/campaigns/projects", createProject),
    .get("/campaigns/projects/settings", getSettings("projects", projectSettings)),
    .get("/campaigns/projects/utms", getProjectUTMs),
    .patch("/campaigns/projects/{project_id}", updateProject),
    .delete("/campaigns/projects/{project_id}", deleteProject),
  ]

  private static func listProjects(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let search = query.search("search", Project.nameKind)
    try query.check()
    let projects = service.projects.filter { search.finds($0.name) }
    let rows = projects.map { project -> JSONValue in
      ["id": .integer(project.id), "name": .string(project.name)]
    }
    return success(["projects": .array(rows)])
  }

  /// The account's time zone and currency stand in for those that are not sent.
  private static func createProject(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var form = try call.form()
    var settings = form.values(Project.fields)
    let name = settings["name"]?.string?.lowercased()
    if service.projects.contains(where: { $0.name.lowercased() == name }) {
      form.report("name", .rule("name is already used by another Project"))
    }
    try form.check()
    for name in ["time_zone", "currency"] where settings[name] == nil {
      settings[name] = service.account[name]
    }
    let id = service.projectIDs.next()
    service.projects.append(Project(id: id, createdAt: call.now, settings: settings))
    return success(["id": .integer(id)], warnings: form.warningsOfUnknown(Project.fields))
  }

  private static func updateProject(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var project = try call.entity("project_id", in: service.projects)
    var form = try call.form()
    let rules = Project.editableFields
    let changed = form.settings(over: project.settings, rules, clearable: Project.clearable)
    try form.check()
    let name: JSONObject = ["name": .string(project.name)]
    project.settings = name.merging(changed)
    service.projects.replace(project)
    return success(warnings: form.warningsOfUnknown(rules))
  }

  /// Takes along its clicks and conversions, and the reports on them.
  private static func deleteProject(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    let id = try call.entity("project_id", in: service.projects).id
    service.projects.remove(id)
    service.reports.removeAll { $0.parameters.kind == .project && $0.parameters.ids == [id] }
    return success()
  }

  /// The values that clicks of that time have carried, by parameter.
  private static func getProjectUTMs(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    query.require("id")
    let id = query.id("id")
    let range = timeRange(&query)
    try query.check()
    let project = try service.projects.entity(id ?? 0)
    let traffic = project.traffic(in: range, now: call.now, seed: service.seed)
    let clicked = project.ads.indices.filter { ad in
      traffic.days.contains { traffic.clicks(on: ad, $0) > 0 }
    }
    var utm = JSONObject()
    for name in Advertisement.utmNames {
      let values = Set(clicked.compactMap { project.ads[$0].utm[name] })
      utm[name] = .strings(values.subtracting([""]).sorted())
    }
    return Reply(200, ["utm": .object(utm), "status": "OK"])
  }

  /// All fields, `null` where one is not set.
  private static func projectSettings(
    _ service: ClickMagick, _ id: Int
  ) throws(Refusal) -> JSONObject {
    let project = try service.projects.entity(id)
    var settings: JSONObject = ["id": .integer(id)]
    for rule in Project.fields { settings[rule.name] = project.settings[rule.name] ?? .null }
    return settings
  }
}
