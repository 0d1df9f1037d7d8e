import JSON

/// How a summary is ordered: by a figure, largest first, or by name, unless told otherwise.
struct SummaryOrder: Sendable {
  private let key: String?
  private let isAscending: Bool

  init(_ query: inout FieldReader) {
    key = query.choice("sortBy", of: ["name"] + Self.figures.map(\.name))
    let direction = query.choice("sortDirection", of: ["asc", "desc"])
    isAscending = (direction ?? (key == "name" ? "asc" : "desc")) == "asc"
  }

  /// The id settles what is equal, the smaller first.
  func sorted(_ rows: [SummaryRow]) -> [SummaryRow] {
    rows.sorted { left, right in
      let (first, second) = isAscending ? (left, right) : (right, left)
      if key == "name", first.subject.name != second.subject.name {
        return first.subject.name < second.subject.name
      }
      let (less, more) = (figure(first), figure(second))
      if key != "name", less != more { return less < more }
      return (left.subject.subject.entityID ?? 0) < (right.subject.subject.entityID ?? 0)
    }
  }

  private func figure(_ row: SummaryRow) -> Int {
    Self.figures.first { $0.name == key }.map { $0.value(row.tally) } ?? row.tally.hits
  }

  private static let figures: [(name: String, value: @Sendable (Tally) -> Int)] = [
    ("totalClicks", { $0.clicks }),
    ("uniqueClicks", { $0.uniqueClicks }),
    ("totalViews", { $0.views }),
    ("uniqueViews", { $0.uniqueViews }),
    ("spiderHitsCount", { $0.spiderHits }),
    ("convertedClicks", { $0.convertedClicks }),
    ("uniqueConversions", { $0.uniqueConversions }),
    ("conversionsValue", { $0.value }),
    ("commissionsCost", { $0.commission }),
    ("lastHitDate", { $0.lastHit?.secondsSince1970 ?? 0 }),
  ]
}
