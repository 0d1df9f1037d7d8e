package import JSON

/// A message that klik has delivered.
package struct SentMessage: Hashable, Sendable {
  /// The session it left by.
  package let sessionUUID: String
  /// Country code and number, digits only.
  package let mobile: String
  package let text: String
  /// The picture sent along, as base64.
  package let image: String?
  package let sentAt: Timestamp
}
