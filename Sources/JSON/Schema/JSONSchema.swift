/// A JSON Schema (draft 2020-12), compiled once and then asked any number of times.
///
/// Everything it refers to lies in its own document; nothing is ever fetched. `format` is asserted
/// for the formats of `SchemaFormat` and ignored for all others. Annotations and unknown keywords
/// have no effect.
package struct JSONSchema: Sendable {
  /// The schema as it was given, annotations and all.
  package let document: JSONValue

  private let program: SchemaProgram

  /// Compiles a schema; the error holds every problem found in it.
  package init(compiling document: JSONValue) throws(JSONSchemaError) {
    var compiler = SchemaCompiler(document: document)
    program = try compiler.run()
    self.document = document
  }

  /// Everything in which `instance` departs from the schema; empty when it is valid.
  ///
  /// Past the limits of `SchemaValidator` the last violation says so, and the list may be short.
  package func violations(in instance: JSONValue) -> [Violation] {
    var validator = SchemaValidator(program: program, document: document)
    return validator.run(instance)
  }

  /// One departure from a schema, worded for the reader who has to repair the instance.
  package struct Violation: Sendable, Equatable, CustomStringConvertible {
    /// Where in the instance.
    package let instance: JSONPointer
    /// Where in the schema document the keyword stands, references followed.
    package let schema: JSONPointer
    /// The keyword that failed; `false` for a schema that is just `false`.
    package let keyword: String
    /// What was expected and what was found, to be read after the pointer.
    package let message: String

    /// The pointer, then the sentence: `/days must be at least 1, but is 0`.
    package var description: String {
      instance.tokens.isEmpty ? message : "\(instance) \(message)"
    }
  }
}

/// Why a document cannot be compiled as a schema: all the reasons, in document order within a
/// schema, references last.
package struct JSONSchemaError: Error, Equatable, CustomStringConvertible {
  package let problems: [Problem]

  package struct Problem: Sendable, Equatable {
    /// Where in the schema document.
    package let pointer: JSONPointer
    package let message: String
  }

  /// One problem a line.
  package var description: String {
    problems.map { "\($0.pointer.tokens.isEmpty ? "the schema" : "\($0.pointer)"): \($0.message)" }
      .joined(separator: "\n")
  }
}
