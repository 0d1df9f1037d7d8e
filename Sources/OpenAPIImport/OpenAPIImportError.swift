/// Why nothing of a document could be imported.
package struct OpenAPIImportError: Error, Equatable, Sendable {
  package let problem: ImportNote
  /// What was noted until then.
  package let notes: [ImportNote]
}
