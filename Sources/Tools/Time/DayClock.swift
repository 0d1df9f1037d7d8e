package import JSON
internal import Synchronization

/// What day it is where days begin and end: the operator's clock, the zone of those who name none,
/// and the rules of all others.
package final class DayClock: Sendable {
  package let now: @Sendable () -> Timestamp
  /// Where neither a call nor a service says where its days begin and end.
  package let zone: TimeZoneRules
  private let source: any TimeZoneSource
  private let kept = Mutex(Kept())

  private struct Kept {
    var rules: [String: TimeZoneRules] = [:]
    var told: [String: (zone: TimeZoneRules?, at: Timestamp)] = [:]
  }

  /// `name` is the operator's zone.
  package init(
    _ clock: WallClock, zone name: String = TimeZoneRules.utc.name,
    source: any TimeZoneSource = NoTimeZones()
  ) throws(UnknownTimeZone) {
    now = clock.now
    self.source = source
    zone = try TimeZoneRules(named: name, source: source)
  }

  /// UTC days, and no other zones.
  package init(_ clock: WallClock) {
    now = clock.now
    zone = .utc
    source = NoTimeZones()
  }

  package var today: CalendarDate { zone.date(of: now()) }

  /// The rules of a zone, read once.
  package func zone(named name: String) throws(UnknownTimeZone) -> TimeZoneRules {
    if name == zone.name { return zone }
    if let known = kept.withLock({ $0.rules[name] }) { return known }
    let rules = try TimeZoneRules(named: name, source: source)
    kept.withLock { kept in
      if kept.rules.count >= Self.mostZones { kept.rules.removeAll() }
      kept.rules[name] = rules
    }
    return rules
  }

  private static let mostZones = 64

  /// How long is believed what a service told of an account's zone, in seconds.
  private static let age = 3600

  /// So many accounts and projects are remembered.
  private static let mostTold = 1024

  /// What was told of a zone lately: the zone, or that there is none; nil where nothing was.
  func told(_ question: String) -> TimeZoneRules?? {
    let now = now()
    return kept.withLock { kept in
      guard let told = kept.told[question] else { return nil }
      let age = now.secondsSince1970 - told.at.secondsSince1970
      return (0..<Self.age).contains(age) ? .some(told.zone) : nil
    }
  }

  /// Nothing that was told is believed any more.
  func forgetTold() {
    kept.withLock { $0.told.removeAll() }
  }

  func keep(_ zone: TimeZoneRules?, toldFor question: String) {
    let now = now()
    kept.withLock { kept in
      if kept.told.count >= Self.mostTold { kept.told.removeAll() }
      kept.told[question] = (zone, now)
    }
  }
}

/// No time zone database: only UTC and offsets are known.
package struct NoTimeZones: TimeZoneSource {
  package init() {}

  package var isPresent: Bool { false }

  package func file(of name: String) -> [UInt8]? { nil }
}
