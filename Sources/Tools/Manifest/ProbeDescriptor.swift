package import JSON

/// The cheapest call that shows whether a service can be reached and lets its key in:
/// `{"tool": "list_things", "arguments": {"limit": 1}}`.
package struct ProbeDescriptor: Sendable {
  /// A tool of the same provider that reads with one request.
  package let tool: String
  package let arguments: JSONObject
}

extension ProbeDescriptor {
  init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["tool", "arguments"])
    arguments = cursor.child("arguments")?.object ?? [:]
    guard let tool = cursor.requiredString("tool") else { return nil }
    self.tool = tool
  }

  /// Reports what does not fit the tools of its provider.
  static func check(_ provider: ManifestCursor, among tools: [ToolDescriptor]) {
    guard let cursor = provider.child("probe"), let probe = ProbeDescriptor(reading: cursor) else {
      return
    }
    guard let tool = tools.first(where: { $0.name == probe.tool }) else {
      let hint = meantHint(probe.tool, among: tools.map(\.name)) ?? ""
      cursor.report(at: "tool", "no tool of this provider is named \"\(probe.tool)\"\(hint)")
      return
    }
    guard tool.effect == .read, case .request = tool.handler else {
      cursor.report(at: "tool", "\(tool.name) must be one request that reads")
      return
    }
    if provider.object.contains("auth"), !tool.takesServiceKey {
      cursor.report(
        at: "tool", "\(tool.name) is asked without the service's key, and shows nothing of it")
    }
    guard case .failure(let failure) = ArgumentReader(tool).read(probe.arguments) else { return }
    for problem in failure.problems {
      cursor.report(
        at: probe.arguments.contains(problem.argument) ? "arguments" : nil,
        "\(tool.name) can't be called so: \(problem.argument) \(problem.problem); "
          + "expected: \(problem.expected)")
    }
  }

  /// A call that may serve where the manifest names none: the first tool that reads with one request
  /// and needs no argument, asked for one row where it pages. nil where there is no such tool.
  init?(among tools: [ToolDescriptor]) {
    for tool in tools where tool.effect == .read && tool.takesServiceKey {
      guard case .request(let request) = tool.handler, request.method == .get else { continue }
      var arguments: JSONObject = [:]
      let size = tool.paging?.sizes.first?.argument
      if let size, let argument = tool.arguments.first(where: { $0.name == size }),
        argument.schema.violations(in: 1).isEmpty
      {
        arguments[size] = 1
      }
      guard case .success = ArgumentReader(tool).read(arguments) else { continue }
      self.init(tool: tool.name, arguments: arguments)
      return
    }
    return nil
  }
}

extension ProviderDescriptor {
  /// The call that `doctor` and `setup` make: the manifest's own, or one that may serve.
  package var cheapestRead: ProbeDescriptor? { probe ?? ProbeDescriptor(among: tools) }
}

extension ToolDescriptor {
  /// Whether it is asked with the common key of its service.
  fileprivate var takesServiceKey: Bool {
    switch key {
    case .service: true
    case .none, .other: false
    }
  }
}
