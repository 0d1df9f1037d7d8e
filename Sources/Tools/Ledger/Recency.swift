internal import JSON

/// How far back a message counts as sent: `24` for so many hours, or `today`.
enum Recency: Equatable {
  case hours(Double)
  case today

  /// How many hours the record reaches back.
  private static let longest = 720.0

  /// What a right one looks like.
  static let expectation = "hours, more than 0 and at most 720, or today"

  init?(parsing text: String) {
    if text == "today" {
      self = .today
    } else if let hours = JSONNumber(text: text)?.double, hours > 0, hours <= Self.longest {
      self = .hours(hours)
    } else {
      return nil
    }
  }

  /// The first moment that counts.
  func start(at now: Timestamp, by clock: WallClock) -> Timestamp {
    switch self {
    case .hours(let hours): now.adding(seconds: -Int((hours * 3600).rounded(.up)))
    case .today: clock.startOfDay(at: now)
    }
  }
}

extension ToolCall {
  /// How recently nobody that it messages may have got a message; nil where that doesn't matter.
  var recency: Recency? {
    let name = StandardArguments.unlessSentWithin
    guard let text = arguments[name]?.string,
      tool.arguments.contains(where: { $0.name == name && $0.isStandard })
    else { return nil }
    return Recency(parsing: text)
  }
}
