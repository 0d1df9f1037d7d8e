internal import JSON

/// The arguments by which a call names a range of days, in words instead of its ends.
extension ArgumentReader {
  /// What must be found out about days before `given` can be read; nil where it says nothing of any.
  func daysAsked(in given: JSONObject) -> DaysAsked? {
    guard concernsDays else { return nil }
    var asked = DaysAsked()
    var saysAny = false
    for (spelling, value) in given where !value.isNull && value.string?.isBlank != true {
      guard let argument = argument(spelled: spelling) else { continue }
      if asksForZone { asked.values[argument.name] = value }
      let isEnd = argument.name == period?.start.argument || argument.name == period?.end.argument
      let mayBeDay = isEnd || argument.wholeDay != nil || argument.isInstant
      let written =
        mayBeDay ? value.string.map { WrittenDay($0, isInstant: argument.isInstant) } : nil
      let isDay = written == .day
      let isWords =
        argument.name == period?.words?.argument
        || period != nil && argument.name == StandardArguments.range
      let isZone = period != nil && argument.name == StandardArguments.timeZone
      if isZone { asked.zone = value.string }
      saysAny =
        saysAny || isEnd || isWords || isZone || argument.wholeDay != nil
        || written == .timeWithoutZone
      if isWords || isDay && (isEnd || argument.wholeDay != nil) || written == .timeWithoutZone {
        asked.needsZone = true
      }
    }
    return saysAny ? asked : nil
  }

  /// Puts what a range means into the place of its ends.
  func replaceRange(
    in values: inout GivenValues, _ days: CallDays, _ problems: inout [ArgumentProblem]
  ) -> Period? {
    if let fault = days.fault { problems.append(fault.problem(of: StandardArguments.timeZone)) }
    guard let period, let range = values[StandardArguments.range]?.value.string else { return nil }
    let includesToday = values[StandardArguments.includesToday]?.value == true
    let ends =
      [period.start.argument, period.end.argument] + (period.words.map { [$0.argument] } ?? [])
    let others = ends.compactMap { values[$0]?.spelling }
    guard others.isEmpty else {
      problems.append(beside(others, period))
      return nil
    }
    let asked = RangeAsked(range, includesToday: includesToday)
    switch asked.period(in: CallDays(zone: days.zone, now: days.now)) {
    case .failure(let failure):
      problems += failure.problems
      return nil
    case .success(let meant):
      for (name, value) in period.arguments(for: meant) {
        values[name] = GivenValue(value: value, spelling: name)
      }
      return meant
    }
  }

  /// The period that arguments ask for by its ends, or by the service's own word for it.
  func period(of values: GivenValues, _ days: CallDays) -> Period? {
    guard let period else { return nil }
    if let first = values[period.start.argument]?.value,
      let last = values[period.end.argument]?.value
    {
      let zone = period.zone(of: first, days.zone)
      return period.days(from: first, to: last, in: zone).map {
        Period(asked: DateRange($0).asked, $0, in: zone, at: days.now)
      }
    }
    guard let words = period.words, let value = values[words.argument]?.value,
      let word = words.values.first(where: { $0.value == value })?.key
    else { return nil }
    return try? RangeAsked(word).period(in: days).get()
  }

  private func beside(_ others: [String], _ period: PeriodDescriptor) -> ArgumentProblem {
    let range = StandardArguments.range
    return ArgumentProblem(
      ([range] + others).joined(separator: ", "),
      problem: "range is given beside \(others.joined(separator: ", "))",
      expected: "either range, or \(period.start.argument) and \(period.end.argument)")
  }
}

/// What a text says of days.
private enum WrittenDay {
  case day
  /// An instant, once somebody says by whose clock.
  case timeWithoutZone
  case other

  init(_ text: String, isInstant: Bool) {
    if CalendarDate(parsing: text) != nil {
      self = .day
    } else if isInstant, Timestamp(parsing: text) != nil {
      self = .other
    } else {
      let text = text.trimmed
      let time = WrittenTime(parsing: text)
      if CalendarDate(parsing: text) != nil || !isInstant && time?.isMidnight == true {
        self = .day
      } else {
        self = isInstant && time != nil && time?.offset == nil ? .timeWithoutZone : .other
      }
    }
  }
}

extension PeriodDescriptor {
  /// Whose days instants are meant by: those of UTC, where a day begins at the first of them in UTC
  /// and not in `zone`.
  fileprivate func zone(of first: JSONValue, _ zone: TimeZoneRules) -> TimeZoneRules {
    guard start.isInstant, let instant = first.string.flatMap({ Timestamp(parsing: $0) })
    else { return zone }
    let fits = [zone, .utc].first { $0.start(of: $0.date(of: instant)) == instant }
    return fits ?? zone
  }

  /// The arguments that ask for a period: the ends, or the service's own word for it. That counts
  /// from the service's own today.
  func arguments(for meant: Period) -> JSONObject {
    if let words, meant.zone.name == days.timeZone, let value = words.values[meant.asked] {
      return [words.argument: value]
    }
    return arguments(from: meant.start, to: meant.end, in: meant.zone)
  }
}
