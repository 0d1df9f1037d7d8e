import JSON

/// A service's answer of many rows.
enum Clicks {
  /// An answer of so many equal rows, about 222 bytes each.
  static func answer(rows: Int) -> JSONValue {
    ["data": .array(Array(repeating: row, count: rows)), "meta": meta(rows: rows)]
  }

  private static var row: JSONValue {
    [
      "advertiser_id": 123, "advertiser_name": "Alpha Store", "advertiser_slug": "alpha-store",
      "publisher_id": 45, "publisher_name": "Example Publisher", "network_id": 7,
      "network_name": "Awin", "click_date": "2026-03-31", "click_count": 120,
    ]
  }

  private static func meta(rows: Int) -> JSONValue {
    let count = JSONValue.number(JSONNumber(rows))
    return [
      "current_page": 1, "next_page": nil, "prev_page": nil, "total_pages": 1,
      "total_count": count, "per_page": count, "used_searchkick": true,
      "start_date": "2026-03-01", "end_date": "2026-03-31", "days": 31, "publisher_id": 45,
    ]
  }
}
