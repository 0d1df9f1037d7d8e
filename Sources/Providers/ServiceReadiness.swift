internal import JSON
package import Tools

/// Whether a service can be used here: where it is and which keys there are, as it is at one moment.
package struct ServiceReadiness: Sendable {
  package let service: ProviderDescriptor
  package let base: BaseURL
  /// Why there is no address; `base` is the service's own then, and nothing is sent there.
  package let addressFault: BaseURLFault?
  /// Whether the plan that the operator names is one of the service's, if one is named.
  private let isPlanKnown: Bool
  /// By variable, in the order of the descriptor. Empty where the service wants none.
  package let keys: [Key]

  /// One of its keys.
  package struct Key: Sendable {
    package let variable: String
    package let state: KeyState
    /// Where it comes from, or what stands in for it; nil where nothing was given.
    package let source: KeySource?
    /// Whether everybody on this machine may use the file it comes from.
    package let isOpenToAll: Bool
  }

  /// `base` is the service's address, where no variable may say another.
  package init(
    of service: ProviderDescriptor, in environment: Environment, at base: BaseURL? = nil
  ) {
    self.service = service
    let plan = environment.plan(of: service)
    isPlanKnown = base != nil || plan.isEmpty || service.limits.ofPlan(named: plan) != nil
    keys = service.authentications.map { authentication in
      let variable = authentication.variable
      let state = environment.keyState(of: authentication)
      return Key(
        variable: variable, state: state,
        source: state.isGiven ? environment.keySource(of: authentication) : nil,
        isOpenToAll: environment.isKeyOpenToAll(variable))
    }
    let written = base == nil ? environment.variable(service.baseURLVariable)?.unwrapped : nil
    let own =
      base ?? BaseURL(service.baseURL)
      ?? BaseURL(scheme: "http", authority: "unknown.invalid", path: "")
    guard let written, !written.isEmpty else {
      self.base = own
      addressFault = nil
      return
    }
    do throws(BaseURLFault) {
      self.base = try BaseURL(written: written)
      addressFault = nil
    } catch {
      self.base = own
      addressFault = error
    }
  }

  /// Whether a key was given for it, usable or not.
  package var isGivenKey: Bool { keys.contains { $0.state.isGiven } }

  /// Whether its common key, or what stands in for it, can be used. Another is for a tool of its
  /// own, and says nothing about which services there are to be.
  package var hasKey: Bool {
    keys.first.map { $0.state.isGiven && $0.state.reason == nil } ?? false
  }

  /// Where it is, without what must not be shown.
  package var address: String {
    Redaction(keys.compactMap(\.state.secret)).applied(to: base.description)
  }

  /// What the operator gave for it that is refused, in sentences without a full stop.
  package var problems: [String] {
    var problems = keys.compactMap { key in
      if case .unusable(let reason, _) = key.state { reason } else { nil }
    }
    if let addressFault {
      problems.append(
        "\(service.baseURLVariable) \(addressFault.reason). \(BaseURLFault.remedy.dropLast())")
    }
    return problems
  }

  /// What is wrong with it and refuses nothing, in sentences without a full stop.
  package var remarks: [String] {
    var remarks = keys.filter(\.isOpenToAll).map { key in
      "the file in \(key.variable)_FILE can be read or written by everybody on this machine: "
        + "chmod 600 makes it yours alone"
    }
    if let planRemark { remarks.append(planRemark) }
    return remarks
  }

  /// Why the plan that the operator names counts for nothing; nil where it counts, or none is named.
  package var planRemark: String? {
    guard !isPlanKnown else { return nil }
    let known = service.limits.plans.map(\.name).joined(separator: ", ")
    return "\(service.planVariable) is passed over: "
      + (known.isEmpty ? "none of its plans is known" : "its plans are \(known)")
  }
}

extension Environment {
  /// The plan that the operator says an account of the service has; empty where none is named.
  package func plan(of service: ProviderDescriptor) -> String {
    variable(service.planVariable)?.unwrapped ?? ""
  }
}
