internal import JSON

/// The arguments that come with a kind of tool: of those whose repetition would do something twice,
/// of those that message people, and of those that have a date range.
package enum StandardArguments {
  static let key = "idempotency_key"
  static let duplicate = "allow_duplicate"
  static let unlessSentWithin = "unless_sent_within"
  package static let range = "range"
  package static let timeZone = "time_zone"
  package static let includesToday = "include_today"

  /// Those whose names the tool uses itself are left out.
  static func arguments(
    besides own: [ArgumentDescriptor], countsOnce: Bool, isMessaging: Bool,
    period: PeriodDescriptor? = nil
  ) -> [ArgumentDescriptor] {
    let taken = Set(own.flatMap { [$0.name] + $0.aliases })
    let ranged = period.map { arguments(of: $0, besides: own) } ?? []
    return (ranged + (countsOnce ? ofRepeating : []) + (isMessaging ? ofMessaging : []))
      .filter { !taken.contains($0.name) }
  }

  /// Those of a date range that are not the tool's own.
  static func names(ofRangesIn arguments: [ArgumentDescriptor]) -> [String] {
    arguments.filter(\.isStandard).map(\.name)
      .filter { [range, timeZone, includesToday].contains($0) }
  }

  /// The range is listed where its ends are.
  private static func arguments(
    of period: PeriodDescriptor, besides own: [ArgumentDescriptor]
  ) -> [ArgumentDescriptor] {
    let isListed = own.contains { period.isEnd($0.name) && !$0.isAdvanced }
    let words = ArgumentDescriptor(
      steering: range,
      schema: [
        "type": "string",
        "description": "Instead of both: last_7_days, last_month, 2026-Q1.",
      ], isListed: isListed)
    return [words] + ofRanges
  }

  private static let ofRanges = [
    ArgumentDescriptor(
      steering: timeZone,
      schema: [
        "type": "string",
        "description":
          "Where the days of range begin and end: an IANA name, or an offset such as +02:00.",
      ]),
    ArgumentDescriptor(
      steering: includesToday,
      schema: [
        "type": "boolean", "description": "Let a range that ends yesterday end today.",
      ]),
  ]

  private static let ofMessaging = [
    ArgumentDescriptor(
      steering: unlessSentWithin,
      schema: [
        "type": "string",
        "description":
          "Hours, or \"today\": if the recipient got a message within that time, nothing is sent.",
      ], normalization: .recency)
  ]

  private static let ofRepeating = [
    ArgumentDescriptor(
      steering: key,
      schema: [
        "type": "string", "minLength": 1, "maxLength": 200,
        "description":
          "Names this one effect: called again with it, the tool answers with the first outcome.",
      ]),
    ArgumentDescriptor(
      steering: duplicate,
      schema: [
        "type": "boolean",
        "description": "Do it even though the same call was made in the last ten minutes.",
      ]),
  ]
}
