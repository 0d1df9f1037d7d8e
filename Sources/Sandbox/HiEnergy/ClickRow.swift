import JSON

/// The clicks of one publisher at one advertiser on one day.
struct ClickRow: Sendable {
  let advertiser: Advertiser
  let date: CalendarDate
  let count: Int

  func json(_ publisher: Publisher) -> JSONValue {
    [
      "advertiser_id": .integer(advertiser.id),
      "advertiser_name": .string(advertiser.name),
      "advertiser_slug": .string(advertiser.slug),
      "publisher_id": .integer(publisher.id),
      "publisher_name": .string(publisher.name),
      "network_id": .integer(advertiser.network.id),
      "network_name": .string(advertiser.network.name),
      "click_date": .string(date.description),
      "click_count": .integer(count),
    ]
  }
}
