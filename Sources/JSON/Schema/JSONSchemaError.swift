/// Why a document cannot be compiled as a schema: all the reasons, in document order within a
/// schema, references last.
package struct JSONSchemaError: Error, Equatable {
  package let problems: [Problem]

  package struct Problem: Sendable, Equatable {
    /// Where in the schema document.
    package let pointer: JSONPointer
    package let message: String
  }
}

extension JSONSchemaError: CustomStringConvertible {
  /// One problem a line.
  package var description: String {
    problems.map { "\($0.pointer.tokens.isEmpty ? "the schema" : "\($0.pointer)"): \($0.message)" }
      .joined(separator: "\n")
  }
}
