import JSON

/// A log of conversions: a row for each click that is credited with a part of one.
///
/// Rows are counted by ad and day, and made only for the page that is looked at.
struct ConversionLog: Sendable {
  struct Filter: Sendable {
    let kind: LoggedConversion.Kind
    let model: AttributionModel
    /// The UTM values of a row, by parameter name.
    let utm: [String: String]
  }

  /// The rows that one ad, as the last click, makes on one day.
  private struct Cell: Sendable {
    let traffic: ProjectTraffic
    let ad: Int
    let day: ReportDay
    /// Of the clicks before each conversion, those that make a row.
    let credited: [Int]
    let count: Int
  }

  private let filter: Filter
  private let cells: [Cell]
  let count: Int

  /// By project, the newest day first.
  init(_ traffic: [ProjectTraffic], _ filter: Filter) {
    self.filter = filter
    cells = traffic.flatMap { traffic in
      traffic.days.reversed().flatMap { day in
        traffic.project.ads.indices.compactMap { Self.cell(traffic, $0, day, filter) }
      }
    }
    count = cells.reduce(0) { $0 + $1.count }
  }

  func rows(_ indices: Range<Int>) -> [JSONValue] {
    var (start, rows) = (0, [JSONValue]())
    for cell in cells {
      let wanted = indices.clamped(to: start..<start + cell.count)
      if !wanted.isEmpty {
        rows += all(of: cell)[wanted.lowerBound - start..<wanted.upperBound - start]
      }
      start += cell.count
    }
    return rows
  }

  private static func cell(
    _ traffic: ProjectTraffic, _ ad: Int, _ day: ReportDay, _ filter: Filter
  ) -> Cell? {
    let clicks = traffic.clicks(before: filter.kind, of: ad, on: day)
    let shares = filter.model.shares(among: clicks.count)
    let credited = clicks.indices.filter { index in
      shares[index] > 0 && traffic.project.ads[clicks[index]].matches(filter.utm)
    }
    guard !credited.isEmpty else { return nil }
    let count = credited.count * traffic.count(filter.kind, of: ad, on: day)
    guard count > 0 else { return nil }
    return Cell(traffic: traffic, ad: ad, day: day, credited: credited, count: count)
  }

  private func all(of cell: Cell) -> [JSONValue] {
    cell.traffic.conversions(filter.kind, of: cell.ad, on: cell.day).flatMap { conversion in
      cell.credited.map { row(conversion, click: $0, of: cell.traffic.project) }
    }
  }

  private func row(_ conversion: LoggedConversion, click: Int, of project: Project) -> JSONValue {
    let ad = project.ads[conversion.clicks[click]]
    let share = filter.model.shares(among: conversion.clicks.count)[click]
    var row: JSONObject = [
      "id": .string(conversion.id), "project_id": .integer(project.id),
      "time": .string(conversion.time.description),
    ]
    row["name"] = conversion.name.map { .string($0) }
    row["credit"] = .decimal(hundredths: share)
    if conversion.kind == .sales {
      row["amount"] = .decimal(hundredths: conversion.cents)
      row["revenue"] = .decimal(hundredths: conversion.earnings(filter.model)[click])
    }
    for name in Advertisement.utmNames { row[name] = .string(ad.utm[name] ?? "") }
    return .object(row)
  }
}

extension ClickMagick {
  /// For each kind: of all projects or of one, by the last click or by another model.
  static let logRoutes: [Route<ClickMagick>] = LoggedConversion.Kind.allCases.flatMap { kind in
    ["/campaigns", "/campaigns/projects/{project_id}"].flatMap { path in
      ["", "/{attribution_model}"].map { model in
        Route<ClickMagick>.get("\(path)/\(kind.rawValue)\(model)") {
          (service: ClickMagick, call: Call) throws(Refusal) -> Reply in
          try service.listLog(of: kind, call)
        }
      }
    }
  }

  private func listLog(of kind: LoggedConversion.Kind, _ call: Call) throws(Refusal) -> Reply {
    let isOfOne = call.text("project_id") != nil
    let asked = try isOfOne ? [call.entity("project_id", in: projects)] : projects.all
    var query = call.query
    let page = CursorPage(&query)
    let range = query.timeRange()
    let model = query.model(call)
    let filter = ConversionLog.Filter(kind: kind, model: model, utm: query.utm())
    try query.check()
    let traffic = asked.map { $0.traffic(in: range, now: call.now, seed: seed) }
    let log = ConversionLog(traffic, filter)
    // The page names the list of engagements like that of sales, in all four of its samples.
    let name = kind == .actions ? "actions" : "sales"
    return Reply(
      200,
      [
        "cursor": page.cursor(total: log.count),
        name: .array(log.rows(page.indices(in: log.count))),
        "status": "OK",
      ])
  }
}

extension FieldReader {
  /// The UTM values asked for, by parameter name.
  mutating func utm() -> [String: String] {
    var utm: [String: String] = [:]
    for name in Advertisement.utmNames { utm[name] = text(name) }
    return utm
  }

  /// The model in the path; without one, the last click takes all.
  mutating func model(_ call: Call) -> AttributionModel {
    guard let name = call.text("attribution_model") else { return .lastClick }
    if let model = AttributionModel(rawValue: name) { return model }
    let names = AttributionModel.allCases.map(\.rawValue)
    report("attribution_model", .expected(FieldKind.choice(names).expectation))
    return .lastClick
  }
}

struct LoggedConversion: Sendable {
  /// In the words of the logs' paths.
  enum Kind: String, CaseIterable, Sendable {
    case actions
    case engagements
    case sales

    /// What visitors do, where it is no sale.
    fileprivate var names: [String] {
      switch self {
      case .actions: ["opt-in", "add to cart", "call"]
      case .engagements: ["scrolled", "stayed", "watched"]
      case .sales: []
      }
    }
  }

  /// Letters and digits.
  let id: String
  let kind: Kind
  let time: Timestamp
  /// What was paid, in cents; 0 where it is no sale.
  let cents: Int
  /// What it is called; nil for a sale.
  let name: String?
  /// The indices of the ads that were clicked before, first to last.
  let clicks: [Int]

  init(_ kind: Kind, at time: Timestamp, after clicks: [Int], cents: Int, seed: Seed) {
    id = String(seed.hash(1), radix: 36, uppercase: true)
    self.kind = kind
    self.time = time
    self.cents = kind == .sales ? cents * seed.pick(60...140, 2) / 100 : 0
    name = kind.names.isEmpty ? nil : kind.names[seed.pick(0...kind.names.count - 1, 3)]
    self.clicks = clicks
  }

  /// What each of its clicks earned, in cents; the parts make up the whole.
  func earnings(_ model: AttributionModel) -> [Int] {
    var (credit, earned) = (0, 0)
    return model.shares(among: clicks.count).map { share in
      credit += share
      let part = cents * credit / 100 - earned
      earned += part
      return part
    }
  }
}

/// How conversions are credited to the clicks before them.
enum AttributionModel: String, CaseIterable, Sendable {
  case firstClick = "first_click"
  case lastClick = "last_click"
  case linear
  case positionBased = "pos_based"
  case timeDecay = "time_decay"

  /// How many hundredths of a conversion each of its one to three clicks gets, first to last.
  func shares(among clicks: Int) -> [Int] {
    guard clicks > 1 else { return [100] }
    let others = [Int](repeating: 0, count: clicks - 1)
    return switch self {
    case .firstClick: [100] + others
    case .lastClick: others + [100]
    case .linear: clicks == 2 ? [50, 50] : [33, 33, 34]
    case .positionBased: clicks == 2 ? [50, 50] : [40, 20, 40]
    case .timeDecay: clicks == 2 ? [33, 67] : [14, 29, 57]
    }
  }
}
