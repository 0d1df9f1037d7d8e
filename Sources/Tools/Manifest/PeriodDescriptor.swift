package import JSON

/// Which of a tool's arguments are its date range, and what its days are.
package struct PeriodDescriptor: Sendable {
  package let start: End
  package let end: End
  /// Whether the arguments name the days, or instants, just outside the range.
  package let isExclusive: Bool
  /// Where a row has its day or instant; nil where it has none.
  package let day: JSONPointer?
  /// Whether rows are of whole days of the service's, even where they tell them as instants.
  package let isDaily: Bool
  /// Whether rows come the newest first.
  package let isNewestFirst: Bool
  /// The service's own words for a range that mean exactly the same as ours.
  package let words: Words?
  /// Where the days of the tool's service begin and end.
  package let days: ServiceDays

  /// One end of the range.
  package struct End: Sendable {
    package let argument: String
    /// Whether it is an instant rather than a day.
    package let isInstant: Bool
  }

  /// An argument that takes ranges by name: our words, and its own.
  package struct Words: Sendable {
    package let argument: String
    let values: JSONObject
  }

  /// How its arguments go together, in words.
  var sentence: String { "range stands for \(start.argument) and \(end.argument) together." }

  /// Whether an argument is one of the ends.
  package func isEnd(_ argument: String) -> Bool {
    argument == start.argument || argument == end.argument
  }

  /// The service's days where they are fixed, and are all that it can be asked for.
  package var fixedZone: String? { start.isInstant ? nil : days.timeZone }

  /// The arguments that ask for these days, as `zone` has them.
  package func arguments(
    from first: CalendarDate, to last: CalendarDate, in zone: TimeZoneRules
  ) -> JSONObject {
    let shift = isExclusive ? 1 : 0
    let from =
      start.isInstant
      ? zone.start(of: first).adding(seconds: -shift).description
      : first.adding(days: -shift).description
    let to =
      end.isInstant
      ? zone.end(of: last).adding(seconds: shift).description
      : last.adding(days: shift).description
    return [start.argument: .string(from), end.argument: .string(to)]
  }

  /// What else a reader must know of it: that the service counts other days than were asked for.
  func remark(on period: Period) -> String? {
    guard let fixedZone, fixedZone != period.zone.name else { return nil }
    return " The service's own days are those of \(fixedZone)."
  }

  /// The days that values of both arguments ask for; nil where they are none, or the wrong way
  /// round.
  func days(
    from first: JSONValue, to last: JSONValue, in zone: TimeZoneRules
  ) -> ClosedRange<CalendarDate>? {
    let shift = isExclusive ? 1 : 0
    guard let first = start.day(of: first, shiftedBy: shift, in: zone),
      let last = end.day(of: last, shiftedBy: -shift, in: zone), first <= last
    else { return nil }
    return first...last
  }
}

extension PeriodDescriptor.End {
  fileprivate func day(
    of value: JSONValue, shiftedBy shift: Int, in zone: TimeZoneRules
  ) -> CalendarDate? {
    guard let text = value.string else { return nil }
    guard isInstant else { return CalendarDate(parsing: text)?.adding(days: shift) }
    return Timestamp(parsing: text).map { zone.date(of: $0.adding(seconds: shift)) }
  }
}

/// Where the days of a service begin and end.
package struct ServiceDays: Sendable {
  /// As IANA names it; nil where it isn't known.
  package var timeZone: String?
  /// Who tells the zone of the account, or of what the call is about: the first that does counts.
  var sources: [ZoneSource] = []

  /// A reading tool that tells a zone.
  struct ZoneSource: Sendable {
    let tool: String
    /// Where it stands in the answer.
    let pointer: JSONPointer
    /// Its arguments' names, and those of the call's whose values they get. Without one of these
    /// the tool isn't asked.
    let arguments: [(name: String, from: String)]
  }
}

extension ServiceDays {
  /// Reads `time_zone` and `zone_from`; what isn't there is taken from `common`.
  init(reading cursor: ManifestCursor, over common: ServiceDays = ServiceDays()) {
    timeZone = cursor.string("time_zone") ?? common.timeZone
    if let timeZone = cursor.string("time_zone"), !cursor.isProven, !Self.isTimeZone(timeZone) {
      cursor.report(at: "time_zone", "must be an IANA name such as UTC or Europe/Berlin")
    }
    sources =
      cursor.object.contains("zone_from")
      ? cursor.elements("zone_from").compactMap(ZoneSource.init(reading:)) : common.sources
  }

  /// Reports those who tell a provider's zone and are none of its reading tools.
  static func checkSources(_ provider: ManifestCursor, among tools: [ToolDescriptor]) {
    let reading = tools.filter { $0.effect == .read }.map(\.name)
    for source in provider.object.contains("zone_from") ? provider.elements("zone_from") : [] {
      guard let name = source.string("tool"), !reading.contains(name) else { continue }
      let hint = meantHint(name, among: reading) ?? ""
      source.report(at: "tool", "no reading tool of the service is named \"\(name)\"\(hint)")
    }
  }

  /// Whether `text` has the form of a time zone's name.
  private static func isTimeZone(_ text: String) -> Bool {
    text.first?.isLetter == true
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_+-/".contains($0)) }
  }
}

extension ServiceDays.ZoneSource {
  fileprivate init?(reading cursor: ManifestCursor) {
    cursor.allowOnly(["tool", "at", "arguments"])
    guard let tool = cursor.requiredString("tool"),
      let text = cursor.requiredString("at"), let pointer = cursor.pointer(text, at: "at")
    else { return nil }
    self.tool = tool
    self.pointer = pointer
    let arguments = cursor.child("arguments")
    self.arguments = (arguments?.object.keys ?? []).compactMap { name in
      arguments?.string(name).map { (name, $0) }
    }
  }
}

extension PeriodDescriptor {
  /// nil where something that it can't do without is wrong; it is told.
  init?(reading cursor: ManifestCursor, of arguments: [ArgumentDescriptor], over days: ServiceDays)
  {
    cursor.allowOnly([
      "start", "end", "exclusive", "day", "newest_first", "words", "time_zone", "zone_from",
      "daily",
    ])
    self.days = ServiceDays(reading: cursor, over: days)
    isExclusive = cursor.bool("exclusive") ?? false
    day = cursor.pointers("day").first
    isDaily = cursor.bool("daily") ?? false
    isNewestFirst = cursor.bool("newest_first") ?? false
    words = cursor.child("words").flatMap { Words(reading: $0, of: arguments) }
    let start = Self.end("start", cursor, arguments)
    let end = Self.end("end", cursor, arguments)
    guard let start, let end else { return nil }
    if start.argument == end.argument || start.isInstant != end.isInstant {
      cursor.report(at: "end", "must be another argument than start, and of the same format")
    }
    self.start = start
    self.end = end
  }

  private static func end(
    _ key: String, _ cursor: ManifestCursor, _ arguments: [ArgumentDescriptor]
  ) -> End? {
    guard let name = cursor.requiredString(key) else { return nil }
    guard let argument = arguments.first(where: { $0.name == name }) else {
      let hint = meantHint(name, among: arguments.map(\.name)) ?? ""
      cursor.report(at: key, "no argument is named \"\(name)\"\(hint)")
      return nil
    }
    let format = argument.schema.document["format"]?.string
    guard format == "date" || format == "date-time" else {
      cursor.report(at: key, "\"\(name)\" must be of the format date or date-time")
      return nil
    }
    return End(argument: name, isInstant: format == "date-time")
  }
}

extension PeriodDescriptor.Words {
  /// Reads `{"time_frame": {"last_month": "lastmonth"}}`.
  fileprivate init?(reading cursor: ManifestCursor, of arguments: [ArgumentDescriptor]) {
    guard let name = cursor.object.keys.first, cursor.object.count == 1,
      let argument = arguments.first(where: { $0.name == name }), let words = cursor.child(name)
    else {
      cursor.report("must be an argument's name, and for it ranges with the words it has for them")
      return nil
    }
    self.argument = name
    values = words.object
    if cursor.isProven { return }
    for (word, value) in words.object {
      if (try? DateRange(parsing: word))?.asked != word {
        words.report(at: word, "is no range of days")
      }
      if !argument.schema.violations(in: value).isEmpty {
        words.report(at: word, "must be a value that \(name) takes")
      }
    }
  }
}
