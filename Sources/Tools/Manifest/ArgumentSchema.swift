package import JSON
internal import Synchronization

/// The schema of an argument's value. It is compiled when a value is first held against it: most of
/// a list's arguments are never given.
package final class ArgumentSchema: Sendable {
  package let document: JSONValue
  /// nil until a value was held against it.
  private let compiled: Mutex<JSONSchema?>

  init(_ schema: JSONSchema) {
    document = schema.document
    compiled = Mutex(schema)
  }

  /// One that somebody has proven to be right.
  init(proven document: JSONObject) {
    self.document = .object(document)
    compiled = Mutex(nil)
  }

  package func violations(in value: JSONValue) -> [JSONSchema.Violation] {
    schema.violations(in: value)
  }

  private var schema: JSONSchema {
    compiled.withLock { compiled in
      if let compiled { return compiled }
      do throws(JSONSchemaError) {
        let schema = try JSONSchema(compiling: document)
        compiled = schema
        return schema
      } catch {
        preconditionFailure("what was proven to be right is wrong: \(document): \(error.problems)")
      }
    }
  }
}
