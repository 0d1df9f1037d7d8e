internal import JSON
internal import Tables
internal import Tools

/// The links that nobody clicked, as the answer has them.
struct IdleAnswer {
  private let period: Period
  private let skipped: [SourceChoice.Skipped]
  private var idle: [IdleLink] = []
  private var checked = 0
  /// Made after the period, which can't have been clicked in it.
  private var younger = 0
  private var caveats: [Caveat] = []
  private var looked: [Looked] = []
  var failed: [FailedSource] = []

  /// So many links are told, of however many.
  private static let most = 100

  private struct Looked {
    let link: IdleLink
    let told: LinkDetails.Told
  }

  init(_ period: Period, skipped: [SourceChoice.Skipped]) {
    self.period = period
    self.skipped = skipped
  }

  mutating func add(_ told: LinkReader.Told, of source: Source) {
    checked += told.checked
    younger += told.younger
    idle += told.idle.map { IdleLink(source: source, thing: $0) }
    if told.hasOtherDays {
      let zone = source.dayZone ?? "its own zone"
      caveats.append(
        Caveat(code: .differentZones, sentence: "The days of \(source.name) are those of \(zone)."))
    }
    if told.mayHideBots {
      let sentence =
        "\(source.name) counts bots as clicks: links that only bots clicked aren't among these."
      caveats.append(Caveat(code: .botsIncluded, sentence: sentence))
    }
  }

  /// Those that are told.
  var shown: [IdleLink] { Array(idle.prefix(Self.most)) }

  /// `details` are those of `shown`.
  mutating func add(_ details: [LinkDetails.Told]) {
    let all = zip(shown, details).map { Looked(link: $0, told: $1) }
    looked = all.filter { !($0.told.created.map { $0 > period.end } ?? false) }
    let dropped = all.count - looked.count
    idle = looked.map(\.link) + idle.dropFirst(Self.most)
    checked -= dropped
    younger += dropped
    let lost = lost
    if !lost.isEmpty { caveats.append(Caveat(code: .sourceFailed, sentence: lost)) }
  }

  var json: JSONObject {
    var answer: JSONObject = [
      "idle": .array(looked.map { .object($0.link.json($0.told)) }),
      "checked": .number(JSONNumber(checked)), "failed": .array(failed.map(\.json)),
    ]
    if idle.count > looked.count { answer["idle_total"] = .number(JSONNumber(idle.count)) }
    answer["verdict"] = .string(verdict)
    answer["period"] = .object(period.json)
    if !caveats.isEmpty { answer["caveats"] = .array(caveats.map(\.json)) }
    if !skipped.isEmpty { answer["skipped"] = .array(skipped.map(\.json)) }
    return answer
  }

  private var verdict: String {
    let sources = failed.map(\.source.name).joined(separator: ", ")
    let sentences = [
      summary, made, unasked, lost, period.remark,
      failed.isEmpty ? "" : "Without \(sources), which failed.",
    ]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  private var summary: String {
    let days = period.days == 1 ? "on \(period.start)" : "in \(period.days) days"
    let links = checked == 1 ? "1 link" : "\(FigureWords.count(checked)) links"
    let sentence =
      switch idle.count {
      case _ where checked == 0: "There are no links to check"
      case 0 where checked == 1: "The one link there is was clicked by a person \(days)"
      case 0: "Each of \(links) was clicked by a person \(days)"
      case let count: "\(FigureWords.count(count)) of \(links) had no click by a person \(days)"
      }
    return sentence + statuses + longest + "."
  }

  /// ` (2 Paused, 1 Active)`, in the services' own words.
  private var statuses: String {
    let told = looked.compactMap(\.told.status)
    var counts = told.withoutRepeats.map { status in "\(told.count { $0 == status }) \(status)" }
    let lost = looked.count { $0.told.lost.contains(.status) }
    if lost > 0 { counts.append("\(lost) of unknown status") }
    return told.isEmpty ? "" : " (\(counts.joined(separator: ", ")))"
  }

  private var longest: String {
    guard let oldest = looked.compactMap(\.told.lastClick).min()?.date else { return "" }
    let isSure = unasked.isEmpty && !looked.contains { $0.told.lost.contains(.lastClick) }
    return "; the longest idle\(isSure ? "" : ", of those known,") since \(oldest)"
  }

  /// What was made within the period, and after it.
  private var made: String {
    let within = looked.count { $0.told.created.map { $0 >= period.start } ?? false }
    let sentences = [
      within == 0 ? "" : "\(within) of them \(within == 1 ? "was" : "were") made in these days.",
      younger == 0
        ? ""
        : "\(FigureWords.count(younger)) made after these days "
          + "\(younger == 1 ? "isn't" : "aren't") among them.",
    ]
    return sentences.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Of whom nobody was asked who could tell more.
  private var unasked: String {
    let count = looked.count { $0.told.isUnasked } + idle.count - looked.count
    guard count > 0 else { return "" }
    let asked = looked.count { !$0.told.isUnasked && !$0.link.details.isEmpty }
    return asked == 0
      ? "None was looked up: raise max_requests to know more."
      : "Only \(asked) \(asked == 1 ? "was" : "were") looked up: ask for a shorter list, "
        + "or raise max_requests, to know more."
  }

  /// What look-ups that failed would have told.
  private var lost: String {
    let lost = looked.map(\.told.lost).filter { !$0.isEmpty }
    guard !lost.isEmpty else { return "" }
    let parts = LinkDetails.Told.Part.allCases.filter { part in
      lost.contains { $0.contains(part) }
    }
    return
      "Look-ups of \(lost.count) \(lost.count == 1 ? "link" : "links") failed: what they would "
      + "have told (\(parts.map(\.rawValue).joined(separator: ", "))) isn't known."
  }
}

extension IdleLink {
  func json(_ told: LinkDetails.Told) -> JSONObject {
    var link: JSONObject = [
      "service": .string(source.service), "id": thing.id,
      "name": thing.name.map(JSONValue.string) ?? .null,
      "url": told.url.map(JSONValue.string) ?? .null,
      "last_click": told.lastClick.map { .string($0.description) } ?? .null,
    ]
    if let status = told.status {
      link["status"] = .string(status)
    } else if told.lost.contains(.status) {
      link["status"] = .null
    }
    return link
  }
}

extension Period {
  /// That its last day isn't over, where it isn't.
  fileprivate var remark: String { isPartial ? "The last day isn't over." : "" }
}
