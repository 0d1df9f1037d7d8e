import Tools

/// Which operations of the catalog a tool stands for.
enum CatalogCoverage {
  /// Tools with another name than their operation, or with several.
  private static let merged = [
    "list_actions": [
      "list_actions", "list_actions_by_model", "list_project_actions",
      "list_project_actions_by_model",
    ],
    "list_engagements": [
      "list_engagements", "list_engagements_by_model", "list_project_engagements",
      "list_project_engagements_by_model",
    ],
    "list_sales": [
      "list_sales", "list_sales_by_model", "list_project_sales", "list_project_sales_by_model",
    ],
    "get_project_stats": [
      "create_project_stats_report", "create_project_stats_report_by_model",
      "get_project_stats_report",
    ],
    "get_smart_link_stats": ["create_smart_link_stats_report", "get_smart_link_stats_report"],
    "get_rotator_stats": ["create_rotator_stats_report", "get_rotator_stats_report"],
    "get_rotator_url_stats": ["create_rotator_url_stats_report", "get_rotator_url_stats_report"],
    "get_device_status": ["get_official_device_status"],
    "send_message": ["send_message", "send_official_message"],
    "send_file": ["send_file", "send_official_file"],
  ]

  /// Operations no tool stands for, and why.
  static let leftOut = [
    "create_auth_token": "takes a password, and is for the client itself",
    "patch_guest_permission_via_post": "the same as the PUT that has a tool",
  ]

  /// Of this service only so much is a tool; the rest is reached by paths.
  static let chosen = ["hienergy": ["get_clicks", "get_api_schema"]]

  /// Tools that are a second way to an operation: a part of what it can do.
  static let further = ["set_datapoint_status"]

  static func names(_ tool: ToolDescriptor) -> [String] {
    further.contains(tool.name) ? [] : merged[tool.name] ?? [tool.name]
  }

  /// The poll of a tool that also takes up what was started before. Other tools wait by what is
  /// another tool's request.
  static func ownPoll(of tool: ToolDescriptor) -> RequestTemplate? {
    guard case .wait(let wait, startedBy: _) = tool.handler,
      wait.takes.allSatisfy({ take in tool.arguments.contains { $0.name == take.name } })
    else { return nil }
    return wait.poll.request
  }
}

/// One of the requests a tool can make: its template, and the arguments given in its path.
struct RequestVariant {
  let template: RequestTemplate
  /// Arguments the path could hold, but that are left out.
  let omitted: Set<String>
  /// `{name}` where an argument stands.
  let segments: [String]

  /// Every combination of the arguments that the path of a call or of its report can do without.
  static func all(of tool: ToolDescriptor) -> [RequestVariant] {
    var templates = [tool.request].compactMap { $0 }
    if let poll = CatalogCoverage.ownPoll(of: tool) { templates.append(poll) }
    return templates.flatMap { template in
      let defaults = tool.arguments.filter { $0.pathDefault != nil }.map(\.name)
      let optional =
        template.optionalArguments + template.requiredArguments.filter(defaults.contains)
      return (0..<(1 << optional.count)).map { choice in
        let omitted = optional.enumerated().filter { choice & (1 << $0.offset) != 0 }
        return RequestVariant(template, omitting: Set(omitted.map(\.element)), of: tool)
      }
    }
  }

  private init(_ template: RequestTemplate, omitting omitted: Set<String>, of tool: ToolDescriptor)
  {
    func text(_ parts: [RequestTemplate.Part]) -> String {
      parts.map { part in
        switch part {
        case .literal(let text): text
        case .argument(let name):
          omitted.contains(name)
            ? tool.arguments.first { $0.name == name }?.pathDefault ?? "" : "{\(name)}"
        case .optional(let inner):
          inner.contains { part in omitted.contains { part == .argument($0) } } ? "" : text(inner)
        }
      }.joined()
    }
    self.template = template
    self.omitted = omitted
    segments = text(template.path).split(separator: "/").map(String.init)
  }

  /// Whether it is this operation's request line, whatever the parameters of the path are called.
  func isFor(_ operation: CatalogOperation) -> Bool {
    let others = operation.path.split(separator: "/").map(String.init)
    return template.method.rawValue == operation.method && segments.count == others.count
      && zip(segments, others).allSatisfy { ours, theirs in
        ours.hasPrefix("{") ? theirs.hasPrefix("{") : ours == theirs
      }
  }
}
