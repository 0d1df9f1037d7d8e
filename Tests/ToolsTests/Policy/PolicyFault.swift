import JSON
import Testing

/// One thing wrong with a policy, and where its problem points.
struct PolicyFault: CustomTestStringConvertible, Sendable {
  let document: JSONValue
  let pointer: String
  /// What the problem's sentence says.
  let words: String
  /// Whether the schema for editors sees it too; it knows neither tools nor what ties parts together.
  let isInSchema: Bool

  var testDescription: String { document.description }

  private init(
    _ document: JSONValue, at pointer: String, _ words: String, isInSchema: Bool = true
  ) {
    self.document = document
    self.pointer = pointer
    self.words = words
    self.isInSchema = isInSchema
  }

  static let all = ofFile + ofRecipients + ofCounts + ofQuietHours

  private static let ofFile = [
    PolicyFault([], at: "", "must be an object, but this is an array"),
    PolicyFault(["recipient": ["+91*"]], at: "/recipient", #"did you mean "recipients"?"#),
    PolicyFault(["colour": 1], at: "/colour", "unknown field; known are recipients"),
    PolicyFault(["default_country": "Germany"], at: "/default_country", "a country such as IN"),
    PolicyFault(["default_country": 49], at: "/default_country", "must be a string"),
    PolicyFault(
      ["default_country": "XX"], at: "/default_country", "a country such as IN", isInSchema: false),
  ]

  private static let ofRecipients = [
    PolicyFault(["recipients": 49], at: "/recipients", "must be an array of strings"),
    PolicyFault(["recipients": ["+91*", 49]], at: "/recipients", "must be an array of strings"),
    PolicyFault(["recipients": ["+91*", "Ann"]], at: "/recipients/1", "no part of a phone number"),
    PolicyFault(["recipients": "Ann"], at: "/recipients", "no part of a phone number"),
    PolicyFault(
      ["recipients": ["0151 23456789"]], at: "/recipients/0", "lacks the country code",
      isInSchema: false),
    PolicyFault(
      ["recipients": ["+49 151"]], at: "/recipients/0", "has 5 digits", isInSchema: false),
    PolicyFault(["recipients": ["*"]], at: "/recipients/0", "has 0 digits"),
    PolicyFault(["recipients": ["+9*1"]], at: "/recipients/0", "no part of a phone number"),
    PolicyFault(["recipients": ["+91**"]], at: "/recipients/0", "no part of a phone number"),
    PolicyFault(
      ["recipients": ["0*"]], at: "/recipients/0", "lacks the country code", isInSchema: false),
    PolicyFault(
      ["recipients": ["+123456789012345*"]], at: "/recipients/0", "has 15 digits",
      isInSchema: false),
  ]

  private static let ofCounts = [
    PolicyFault(["per_hour": 20], at: "/per_hour", "must be an object"),
    PolicyFault(["per_hour": ["send_message": 0]], at: "/per_hour/send_message", "above zero"),
    PolicyFault(["per_hour": ["*": "many"]], at: "/per_hour/*", "above zero"),
    PolicyFault(["per_hour": ["*": true]], at: "/per_hour/*", "above zero"),
    PolicyFault(
      ["per_hour": ["send_mesage": 1]], at: "/per_hour/send_mesage",
      #"did you mean "send_message"?"#, isInSchema: false),
    PolicyFault(
      ["per_hour": ["get_clicks": 1]], at: "/per_hour/get_clicks", "only reads",
      isInSchema: false),
    PolicyFault(
      ["per_hour": ["use_tool": 1]], at: "/per_hour/use_tool", "for the tool it names",
      isInSchema: false),
    PolicyFault(
      ["per_recipient_per_hour": -1], at: "/per_recipient_per_hour", "above zero"),
  ]

  private static let ofQuietHours = [
    PolicyFault(["quiet_hours": "21:00"], at: "/quiet_hours", "must be an object"),
    PolicyFault(["quiet_hours": ["from": "21:00"]], at: "/quiet_hours", "to is missing"),
    PolicyFault(quiet("9:00", "10:00"), at: "/quiet_hours/from", "time of day"),
    PolicyFault(quiet("24:00", "10:00"), at: "/quiet_hours/from", "time of day"),
    PolicyFault(quiet("21:00", "10:60"), at: "/quiet_hours/to", "time of day"),
    PolicyFault(quiet("21:00", "10:00Z"), at: "/quiet_hours/to", "time of day"),
    PolicyFault(
      quiet("21:00", "21:00"), at: "/quiet_hours/to", "all day or never", isInSchema: false),
    PolicyFault(quiet("21:00", "08:00", "IST"), at: "/quiet_hours/utc_offset", "with their sign"),
    PolicyFault(quiet("21:00", "08:00", "Z"), at: "/quiet_hours/utc_offset", "with their sign"),
    PolicyFault(
      quiet("21:00", "08:00", "+05:99"), at: "/quiet_hours/utc_offset", "with their sign"),
    PolicyFault(
      ["quiet_hours": ["from": "21:00", "to": "08:00", "offset": "+01:00"]],
      at: "/quiet_hours/offset", #"did you mean "utc_offset"?"#),
  ]

  private static func quiet(_ from: String, _ to: String, _ offset: String? = nil) -> JSONValue {
    var hours: JSONObject = ["from": .string(from), "to": .string(to)]
    hours["utc_offset"] = offset.map(JSONValue.string)
    return ["quiet_hours": .object(hours)]
  }
}
