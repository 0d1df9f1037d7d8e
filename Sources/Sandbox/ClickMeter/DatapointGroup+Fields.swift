import JSON

extension DatapointGroup {
  static let fields = [
    FieldRule("id", .id),
    FieldRule("name", .anyText),
    FieldRule("notes", .anyText),
    FieldRule("isPublic", .flag),
    FieldRule("preferred", .flag),
    FieldRule("redirectOnly", .flag),
  ]

  /// Set by the service; a body may hold them, because bodies are often fetched entities.
  static let fixedFields = ["creationDate", "deleted", "writePermited"]

  mutating func apply(_ values: JSONObject) {
    name = values["name"]?.string ?? name
    notes = values["notes"]?.string ?? notes
    isPublic = values["isPublic"]?.bool ?? isPublic
    isFavorite = values["preferred"]?.bool ?? isFavorite
    redirectOnly = values["redirectOnly"]?.bool ?? redirectOnly
  }
}
