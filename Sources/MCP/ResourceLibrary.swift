/// The resources a server offers.
package protocol ResourceLibrary: Sendable {
  /// In the order they are listed.
  var resources: [Resource] { get }
  var templates: [ResourceTemplate] { get }

  /// What is at that URI; nothing when there is no such resource.
  func read(_ uri: String) async -> [ResourceContents]?

  /// Values that could stand in a template's place, those that begin with `value`; nothing when
  /// there is no such template or place.
  func completions(of template: String, place: String, value: String) -> [String]?
}
