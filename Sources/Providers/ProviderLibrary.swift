internal import JSON
package import MCP
package import Tools

/// What the services are, to be read: where each is, what it allows, whether there is a key.
package struct ProviderLibrary: ResourceLibrary {
  private let providers: [Provider]
  private let surface: ExposedTools

  private static let template = "clickport://providers/{id}"

  /// `surface` says which of the services' tools there are to tell of.
  package init(_ providers: [Provider], _ surface: ExposedTools) {
    self.providers = providers
    self.surface = surface
  }

  package var resources: [Resource] {
    providers.map { provider in
      let descriptor = provider.descriptor
      return Resource(
        uri: Self.uri(of: provider),
        Resource.Label(
          name: "provider_\(descriptor.id)", title: descriptor.title,
          description: "Address, limits, time zone, tools and state of the key.",
          mimeType: "application/json"))
    }
  }

  package var templates: [ResourceTemplate] {
    [
      ResourceTemplate(
        uriTemplate: Self.template,
        Resource.Label(
          name: "provider", title: "A service",
          description: "Address, limits, time zone, tools and state of the key of one service.",
          mimeType: "application/json"))
    ]
  }

  /// The state as it is at this moment.
  package func read(_ uri: String) -> [ResourceContents]? {
    guard let provider = providers.first(where: { Self.uri(of: $0) == uri }) else { return nil }
    var details = provider.details
    let tools = surface.callable.filter { $0.provider == provider.descriptor.id }
    details["tools"] = .array(tools.map { .string($0.name) })
    return [ResourceContents(uri: uri, details)]
  }

  package func completions(of template: String, argument: String, value: String) -> [String]? {
    guard template == Self.template, argument == "id" else { return nil }
    return providers.map(\.descriptor.id).completing(value)
  }

  private static func uri(of provider: Provider) -> String {
    "clickport://providers/\(provider.descriptor.id)"
  }
}

extension Provider {
  /// Address, limits, time zone and the state of the key.
  fileprivate var details: JSONObject {
    let readiness = readiness
    var details: JSONObject = [
      "id": .string(descriptor.id), "title": .string(descriptor.title),
      "base_url": .string(readiness.address),
      "base_url_variable": .string(descriptor.baseURLVariable),
      "limits": .object(descriptor.limits.json),
    ]
    if let addressFault {
      details["base_url"] = .string(
        "unusable: \(descriptor.baseURLVariable) \(addressFault.reason)")
    }
    let plans = descriptor.limits.plans.map { ($0.name, JSONValue.object($0.limits.json)) }
    if !plans.isEmpty {
      details["plans"] = .object(JSONObject(plans))
      details["plan_variable"] = .string(descriptor.planVariable)
    }
    details["time_zone"] = descriptor.timeZone.map(JSONValue.string)
    if let key = readiness.keys.first {
      details["key"] = [
        "from": .string(
          "\(key.variable), or the file that \(key.variable)_FILE names, or clickport setup"),
        "state": .string(key.state.description),
      ]
    }
    return details
  }
}

extension ProviderDescriptor.Limits {
  /// Calls allowed per span of time, where that is known.
  fileprivate var json: JSONObject {
    var json: JSONObject = [:]
    json["per_second"] = perSecond.map { .number(JSONNumber($0)) }
    json["per_minute"] = perMinute.map { .number(JSONNumber($0)) }
    json["per_hour"] = perHour.map { .number(JSONNumber($0)) }
    json["per_day"] = perDay.map { .number(JSONNumber($0)) }
    return json
  }
}
