internal import JSON
internal import Tables
internal import Tools

/// Two periods beside each other: the answer of `compare_periods`.
struct Comparison {
  let metric: String
  let current: Period
  let previous: Period
  let sources: [ComparedSource]
  let failed: [FailedSource]
  let skipped: [SourceChoice.Skipped]

  private var totals: (current: ExactDecimal, previous: ExactDecimal) {
    sources.reduce((.zero, .zero)) { ($0.0 + $1.current, $0.1 + $1.previous) }
  }

  func json(movers limit: Int) -> JSONObject {
    let (now, before) = totals
    let moved = moved
    let caveats = caveats
    var json: JSONObject = [
      "verdict": .string(sentence(moved, caveats)), "metric": .string(metric),
      "current": ["period": .object(current.json), "total": now.json],
      "previous": ["period": .object(previous.json), "total": before.json],
    ]
    json.addChange(from: before, to: now)
    json["by_source"] = .array(
      sources.map { compared in
        var json: JSONObject = [
          "source": .string(compared.source.name), "service": .string(compared.source.service),
          "current": compared.current.json, "previous": compared.previous.json,
        ]
        json.addChange(from: compared.previous, to: compared.current)
        return .object(json)
      })
    json["movers"] = .array(moved.prefix(limit).map { .object($0.json) })
    if moved.count > limit { json["movers_total"] = .number(JSONNumber(moved.count)) }
    json["comparable"] = .bool(!caveats.contains { Self.incomparable.contains($0.code) })
    json["caveats"] = .array(caveats.map(\.json))
    json["failed"] = .array(failed.map(\.json))
    if !skipped.isEmpty { json["skipped"] = .array(skipped.map(\.json)) }
    return json
  }

  /// The caveats that make two periods incomparable.
  private static let incomparable: [Caveat.Code] = [
    .unequalLength, .overlap, .partialDay, .differentZones, .uniqueAndTotal,
  ]

  private struct Moved {
    let source: Source
    let mover: ComparedSource.Mover

    var json: JSONObject {
      var json: JSONObject = ["source": .string(source.name), "id": mover.id ?? .null]
      json["name"] = mover.name.map { .string($0) } ?? .null
      json["current"] = mover.current.json
      json["previous"] = mover.previous.json
      json.addChange(from: mover.previous, to: mover.current)
      return json
    }
  }

  /// Who moved, the most first; of equals in the services' order.
  private var moved: [Moved] {
    let all = sources.flatMap { compared in
      compared.movers.map { Moved(source: compared.source, mover: $0) }
    }
    return all.enumerated().sorted { one, other in
      let (left, right) = (one.element.mover.change.magnitude, other.element.mover.change.magnitude)
      return left == right ? one.offset < other.offset : right < left
    }.map(\.element)
  }

  /// `12,345 clicks in 6 days, 4.1 % more than 11,859 in the 6 days before; …`
  private func sentence(_ moved: [Moved], _ caveats: [Caveat]) -> String {
    let (now, before) = totals
    let unit = FigureWords.thing(metric)
    var text = "\(FigureWords.amount(now)) \(unit) from \(current.start) to \(current.end), "
    if now == before {
      text += "as many as"
    } else if let percent = (now - before).magnitude.percent(of: before.magnitude) {
      let direction = before < now ? "more" : metric.hasSuffix("s") ? "fewer" : "less"
      text += "\(FigureWords.percent(percent.double / 100)) \(direction) than"
    } else {
      text += "against"
    }
    text += " \(FigureWords.amount(before)) from \(previous.start) to \(previous.end)"
    let rise = moved.first { ExactDecimal.zero < $0.mover.change }
    let fall = moved.first { $0.mover.change < .zero }
    func words(_ moved: Moved) -> String {
      let mover = moved.mover
      let change = FigureWords.amount(mover.change)
      return (mover.name ?? mover.id?.description ?? "?") + " ("
        + (mover.change.isNegative ? "" : "+") + change + ")"
    }
    if let rise { text += "; up most: \(words(rise))" }
    if let fall { text += "; down most: \(words(fall))" }
    text += "."
    for failure in failed { text += " \(failure.source.name) failed and is left out." }
    if let caveat = caveats.first(where: { Self.incomparable.contains($0.code) }) {
      text += " Not comparable as it is: \(caveat.sentence)"
    }
    return text
  }

  private var caveats: [Caveat] {
    var caveats = periodCaveats
    func add(_ code: Caveat.Code, _ sentence: String) {
      caveats.append(Caveat(code: code, sentence: sentence))
    }
    for compared in sources where compared.hasOtherDays {
      let zone = compared.source.dayZone ?? "its own"
      add(
        .differentZones,
        "\(compared.source.name) counts days of \(zone), not of \(current.zone.name).")
    }
    for compared in sources where compared.metric != metric {
      add(
        .uniqueAndTotal,
        "\(compared.source.name) counts only \(FigureWords.thing(compared.metric)).")
    }
    caveats += sources.compactMap(unkept) + serviceCaveats
    for failure in failed {
      add(
        .sourceFailed,
        "\(failure.source.name) failed and is left out on both sides: \(failure.error.message)")
    }
    return caveats
  }

  /// Said of a source that has days and none of the first ones before: it may not keep them.
  private func unkept(_ compared: ComparedSource) -> Caveat? {
    guard compared.source.tool.period?.day != nil, !compared.current.isZero else { return nil }
    let name = compared.source.name
    guard let first = compared.firstDayBefore else {
      guard compared.previous.isZero else { return nil }
      return Caveat(
        code: .unequalLength,
        sentence: "\(name) has nothing from \(previous.start) to \(previous.end): it may not keep "
          + "days that old.")
    }
    let gap = first.daysSince1970 - previous.start.daysSince1970
    guard gap >= Self.longGap, gap * 10 >= previous.days else { return nil }
    return Caveat(
      code: .unequalLength,
      sentence: "\(name) has nothing before \(first): it may not keep the \(gap) days before.")
  }

  /// So many days without anything at the beginning, and a tenth of all, are no chance.
  private static let longGap = 7

  private var periodCaveats: [Caveat] {
    var caveats: [Caveat] = []
    let (one, other) = (current.start...current.end, previous.start...previous.end)
    if current.days != previous.days, !DateRange.areWhole(one, other) {
      caveats.append(
        Caveat(
          code: .unequalLength,
          sentence: "\(current.days) days are compared with \(previous.days)."))
    }
    if one.overlaps(other) {
      caveats.append(
        Caveat(code: .overlap, sentence: "The periods have days in common."))
    }
    for period in [current, previous] where period.isPartial {
      caveats.append(
        Caveat(
          code: .partialDay,
          sentence: "\(period.end) is not over in \(period.zone.name): its figures still grow."))
    }
    return caveats
  }

  /// What sources count alike, and what not.
  private var serviceCaveats: [Caveat] {
    var caveats: [Caveat] = []
    for service in sources.map(\.source.service).withoutRepeats {
      let names = sources.filter { $0.source.service == service }.map(\.source.name)
      guard names.count > 1 else { continue }
      caveats.append(
        Caveat(
          code: .overlap,
          sentence: "\(names.joined(separator: " and ")) may count the same \(metric): the totals "
            + "hold them more than once."))
    }
    let excluding = sources.filter { $0.source.descriptor.includesBots == false }
    for compared in sources {
      switch compared.source.descriptor.includesBots {
      case true?:
        caveats.append(
          Caveat(
            code: .botsIncluded, sentence: "\(compared.source.name) counts bots as well."))
      case nil where !excluding.isEmpty:
        caveats.append(
          Caveat(
            code: .botsIncluded,
            sentence: "\(compared.source.name) doesn't say whether it counts bots; "
              + "\(excluding.map(\.source.name).joined(separator: " and ")) "
              + (excluding.count == 1 ? "doesn't." : "don't.")))
      default: break
      }
    }
    return caveats
  }
}

extension JSONObject {
  /// The change from one figure to another, and what it is of the first in percent.
  fileprivate mutating func addChange(from before: ExactDecimal, to now: ExactDecimal) {
    self["change"] = (now - before).json
    self["change_percent"] = (now - before).percent(of: before)?.json ?? .null
  }
}
