internal import JSON
internal import Tables
internal import Tools

/// A link that nobody clicked.
struct IdleLink: Sendable {
  let source: Source
  let thing: SourceThing

  var details: [SourceDescriptor.Detail] {
    source.descriptor.dimension(IdleLinks.dimension)?.details ?? []
  }
}

/// Asks what else there is to know of idle links: their address, whether they are paused, when they
/// were made and when a person last clicked them.
struct LinkDetails: Sendable {
  private let call: ToolCall
  /// How many requests look-ups may take together.
  private let mostRequests: Int

  /// So many links are asked about, each by a few requests.
  private static let most = 25

  /// What is known of one link.
  struct Told: Sendable, Equatable {
    enum Part: String, CaseIterable, Sendable {
      case url
      case status
      case lastClick = "last_click"
      case created
    }

    var url: String?
    var status: String?
    var lastClick: Timestamp?
    /// In the period's zone; nil where nobody tells.
    var created: CalendarDate?
    /// What somebody could have told, and failed to.
    var lost: [Part] = []
    /// Whether nobody was asked who could tell more.
    var isUnasked = false
  }

  init(_ call: ToolCall, mostRequests: Int) {
    self.call = call
    self.mostRequests = mostRequests
  }

  /// In the links' order. What a look-up that fails would have told is nil, and lost.
  func told(of links: [IdleLink], in period: Period) async throws(ToolError) -> [Told] {
    let quiet = LinkDetails(call.quiet, mostRequests: mostRequests)
    let told = await plans(of: links).inParallel { plan in
      await quiet.told(of: plan, in: period)
    }
    if Task.isCancelled { throw ToolError(.cancelled, "The call was cancelled.") }
    return told
  }

  private struct Plan: Sendable {
    let link: IdleLink
    let details: [SourceDescriptor.Detail]
  }

  /// Whom to ask about each link, within the limits.
  private func plans(of links: [IdleLink]) -> [Plan] {
    var (asked, requests) = (0, 0)
    return links.map { link in
      let details = link.details
      let isAsked = asked < Self.most && requests + details.count <= mostRequests
      if isAsked, !details.isEmpty {
        asked += 1
        requests += details.count
      }
      return Plan(link: link, details: isAsked ? details : [])
    }
  }

  private func told(of plan: Plan, in period: Period) async -> Told {
    let link = plan.link
    let zone = await call.zone(of: link.source)
    var told = Told(url: link.thing.url)
    told.isUnasked = plan.details.isEmpty && !link.details.isEmpty
    told.lastClick = link.thing.lastClick.flatMap { Timestamp(servicesText: $0, in: zone) }
    told.created = link.thing.created(zone, in: period)
    for detail in plan.details {
      var given = detail.arguments
      given[detail.argument] = link.thing.id
      do throws(ToolError) {
        let answer = JSONValue.object(try await call.invokeOnce(detail.tool, given))
        told.take(detail, answer, zone, in: period)
      } catch {
        told.lost += detail.parts
      }
    }
    return told.settled
  }
}

extension ToolCall {
  /// Where the days of a source's service begin and end, and its texts without an offset are.
  func zone(of source: Source) async -> TimeZoneRules {
    guard let name = source.tool.days.timeZone, name != TimeZoneRules.utc.name else { return .utc }
    return (try? await zone(named: name)) ?? .utc
  }
}

extension SourceThing {
  /// The day on which it was made, in the period's zone; nil where nobody tells. `zone` is where
  /// texts without an offset are.
  func created(_ zone: TimeZoneRules, in period: Period) -> CalendarDate? {
    created.flatMap { CalendarDate(servicesText: $0, zone, in: period) }
  }
}

extension CalendarDate {
  fileprivate init?(servicesText text: String, _ zone: TimeZoneRules, in period: Period) {
    if let instant = Timestamp(servicesText: text, in: zone) {
      self = period.zone.date(of: instant)
    } else {
      self.init(parsing: text)
    }
  }
}

extension SourceDescriptor.Detail {
  fileprivate typealias Part = LinkDetails.Told.Part

  fileprivate var parts: [Part] { Part.allCases.filter { pointer(to: $0) != nil } }

  fileprivate func pointer(to part: Part) -> JSONPointer? {
    switch part {
    case .url: url
    case .status: status
    case .lastClick: lastClick
    case .created: created
    }
  }
}

extension LinkDetails.Told {
  /// What can't be read is lost as well.
  fileprivate mutating func take(
    _ detail: SourceDescriptor.Detail, _ answer: JSONValue, _ zone: TimeZoneRules,
    in period: Period
  ) {
    for part in detail.parts {
      guard let value = detail.pointer(to: part)?.value(in: answer), !value.isNull else { continue }
      guard let text = value.string, take(text, as: part, zone, in: period) else {
        lost.append(part)
        continue
      }
    }
  }

  private mutating func take(
    _ text: String, as part: Part, _ zone: TimeZoneRules, in period: Period
  ) -> Bool {
    switch part {
    case .url: url = url ?? text
    case .status: status = status ?? text
    case .created:
      created = created ?? CalendarDate(servicesText: text, zone, in: period)
      return created != nil
    case .lastClick:
      guard let click = Timestamp(servicesText: text, in: zone) else { return false }
      lastClick = lastClick.map { max($0, click) } ?? click
    }
    return true
  }

  /// Of several who tell the last click the latest counts: without one of them nobody knows it. The
  /// rest one tells as well as another.
  fileprivate var settled: Self {
    var told = self
    if lost.contains(.lastClick) { told.lastClick = nil }
    told.lost = Part.allCases.filter { part in
      switch part {
      case .url: url == nil && lost.contains(part)
      case .status: status == nil && lost.contains(part)
      case .lastClick: lost.contains(part)
      case .created: created == nil && lost.contains(part)
      }
    }
    return told
  }
}
