import JSON

extension ClickMagick {
  static let projectRoutes: [Route<ClickMagick>] = [
    .get("/campaigns/projects", listProjects)
  ]

  private static func listProjects(
    _ service: inout ClickMagick, _ call: Call
  ) throws(Refusal) -> Reply {
    var query = call.query
    let expected = "letters, numbers, underscores, periods, dashes and spaces"
    let kind = FieldKind.custom(expected: expected) { text in
      text.allSatisfy { $0.isLetter || $0.isNumber || "_.- ".contains($0) }
    }
    let search = query.text("search", kind)?.lowercased()
    try query.check()
    let projects = service.projects.filter { project in
      search.map { project.name.lowercased().contains($0) } ?? true
    }
    let rows = projects.map { project -> JSONValue in
      ["id": .integer(project.id), "name": .string(project.name)]
    }
    return success(["projects": .array(rows)])
  }

  func project(_ id: Int) throws(Refusal) -> Project {
    guard let project = projects.first(where: { $0.id == id }) else { throw .notFound("Project") }
    return project
  }
}
