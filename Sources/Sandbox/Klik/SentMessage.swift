package import JSON

/// A message that klik has delivered.
package struct SentMessage: Hashable, Sendable {
  /// The session it left by.
  package let sessionUUID: String
  /// Country code and number, digits only.
  package let mobile: String
  /// Nothing for a file.
  package var text: String?
  /// The picture sent along, as base64.
  package var image: String?
  /// The file, as base64; klik gives it no name.
  package var file: String?
  package let sentAt: Timestamp
}
