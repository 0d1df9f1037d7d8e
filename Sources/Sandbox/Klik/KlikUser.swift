import JSON

/// A person with an account.
struct KlikUser: Sendable {
  let id: Int
  let name: String
  let email: String
  /// The system that opened the account.
  let createdFrom: String

  /// Whose device the official one is.
  static let jane = KlikUser(
    id: 12, name: "Jane Doe", email: "jane@example.com", createdFrom: "external-project")

  var json: JSONValue {
    ["id": .integer(id), "name": .string(name), "email": .string(email)]
  }
}
