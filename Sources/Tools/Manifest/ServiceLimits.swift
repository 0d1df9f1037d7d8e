extension ProviderDescriptor {
  /// What the service allows; nil where nothing is known.
  package struct Limits: Equatable, Sendable {
    package private(set) var perSecond: Int?
    package private(set) var perMinute: Int?
    package private(set) var perHour: Int?
    package private(set) var perDay: Int?
    /// What accounts can pay for. The limits are those of the first, or of the one that the operator
    /// names, until the service tells how much it allows.
    package let plans: [Plan]
    /// Whether the operator names the plan.
    let isChosen: Bool

    package init(
      perSecond: Int? = nil, perMinute: Int? = nil, perHour: Int? = nil, perDay: Int? = nil,
      plans: [Plan] = [], isChosen: Bool = false
    ) {
      self.perSecond = perSecond
      self.perMinute = perMinute
      self.perHour = perHour
      self.perDay = perDay
      self.plans = plans
      self.isChosen = isChosen
    }

    /// Those of a plan, beside the same plans.
    private init(_ limits: Limits, plans: [Plan], isChosen: Bool = false) {
      self.init(
        perSecond: limits.perSecond, perMinute: limits.perMinute, perHour: limits.perHour,
        perDay: limits.perDay, plans: plans, isChosen: isChosen)
    }
  }

  /// What one kind of account is allowed.
  package struct Plan: Equatable, Sendable {
    package let name: String
    package let limits: Limits
  }

  /// A number of calls that a service tells it allows.
  package struct ToldLimit: Equatable, Sendable {
    package let count: Int
    package let span: LimitSpan

    package init(_ count: Int, per span: LimitSpan) {
      self.count = count
      self.span = span
    }
  }

  /// What limits count calls in; the raw value is in seconds.
  package enum LimitSpan: Int, CaseIterable, Sendable {
    case second = 1
    case minute = 60
    case hour = 3600
    case day = 86_400
  }

  /// The environment variable that names the account's plan.
  package var planVariable: String { "\(id.uppercased())_PLAN" }
}

extension ProviderDescriptor.Limits {
  package typealias Span = ProviderDescriptor.LimitSpan

  package subscript(span: Span) -> Int? {
    get {
      switch span {
      case .second: perSecond
      case .minute: perMinute
      case .hour: perHour
      case .day: perDay
      }
    }
    set {
      switch span {
      case .second: perSecond = newValue
      case .minute: perMinute = newValue
      case .hour: perHour = newValue
      case .day: perDay = newValue
      }
    }
  }

  /// The limits while nothing else is told than that the account has this plan; nil where there is
  /// no such plan.
  package func ofPlan(named name: String) -> Self? {
    plans.first { $0.name == name.lowercased() }
      .map { Self($0.limits, plans: plans, isChosen: true) }
  }

  /// What is let through before the service has answered: of an unknown plan, what the largest
  /// allows. A smaller one would refuse calls that the first answer shows to be paid for.
  package var beforeAnswer: Self {
    guard !isChosen, let first = plans.first, let last = plans.last,
      self == Self(first.limits, plans: plans)
    else { return self }
    return Self(last.limits, plans: plans)
  }

  /// The limits of an account whose service told one of them: those of the largest plan that
  /// doesn't go beyond it, with this one as it was told.
  package func told(_ limit: ProviderDescriptor.ToldLimit?) -> Self {
    guard let limit else { return self }
    let plan = plans.filter { $0.limits[limit.span] ?? .max <= limit.count }
      .max { $0.limits[limit.span] ?? 0 < $1.limits[limit.span] ?? 0 }
    var limits = (plan ?? plans.first).map { Self($0.limits, plans: plans) } ?? self
    limits[limit.span] = limit.count
    return limits
  }

  /// Reads `limits` and `plans`.
  init(ofProvider cursor: ManifestCursor) {
    let plans = cursor.children("plans").map { name, plan in
      if !cursor.isProven, !ProviderDescriptor.isIdentifier(name) {
        plan.report("a plan's name must be lower-case letters, digits and _, at most 40")
      }
      return ProviderDescriptor.Plan(name: name, limits: Self(reading: plan))
    }
    let own = cursor.child("limits").map { Self(reading: $0) }
    self.init(own ?? plans.first?.limits ?? Self(), plans: plans)
  }

  private init(reading cursor: ManifestCursor) {
    cursor.allowOnly(["per_second", "per_minute", "per_hour", "per_day"])
    self.init(
      perSecond: cursor.positiveInt("per_second"), perMinute: cursor.positiveInt("per_minute"),
      perHour: cursor.positiveInt("per_hour"), perDay: cursor.positiveInt("per_day"))
  }
}
