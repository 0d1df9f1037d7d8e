/// Until when a service said it wants no calls.
package struct Penalty: Equatable, Sendable {
  private var end: Duration?

  /// What a service asks for beyond this is taken for a mistake.
  private static let longest = Duration.seconds(86_400)

  package init() {}

  package init(until end: Duration) {
    self.end = end
  }

  /// Until when, where there is one.
  package func moment(at now: Duration) -> Duration? { end.flatMap { $0 > now ? $0 : nil } }

  /// Zero when there is none.
  package func left(at now: Duration) -> Duration {
    end.map { max($0 - now, .zero) } ?? .zero
  }

  /// A later word never shortens an earlier one: answers overtake each other.
  package mutating func extend(by pause: Duration, at now: Duration) {
    let other = now + min(pause, Self.longest)
    end = end.map { max($0, other) } ?? other
  }
}
