internal import JSON

/// The schema of a tool's answer as the manifest has it, and the shapes it uses. They are put in
/// their places when somebody wants to see it whole.
struct OutputSchema: Sendable {
  private let written: JSONObject
  private let shapes: JSONObject?

  /// Reads a tool's `output`, and checks it unless it is known to be right; nothing where there is
  /// none.
  init?(reading cursor: ManifestCursor, _ shapes: ManifestCursor?) {
    guard let written = cursor.child("output") else { return nil }
    self.written = written.object
    self.shapes = shapes?.object
    guard !cursor.problems.isTrusting else { return }
    let output = OutputShapes(shapes).inlined(written)
    if output.object["type"] != "object" {
      output.report("must have \"type\": \"object\": older clients take no other answer")
    }
    PublishedSchema.checkRoot(output)
    _ = PublishedSchema.compile(output.object, output)
  }

  /// The schema with every shape in its place.
  var object: JSONObject {
    OutputShapes(shapes.map(ManifestCursor.init(trusting:)))
      .inlined(ManifestCursor(trusting: written)).object
  }
}
