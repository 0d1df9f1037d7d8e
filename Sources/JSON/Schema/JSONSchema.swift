package struct JSONSchema: Sendable {
  package let document: JSONValue
  package init(compiling document: JSONValue) throws(JSONSchemaError) { self.document = document }
  package func violations(in instance: JSONValue) -> [Violation] { [] }
  package struct Violation: Sendable {
    package let instance: JSONPointer
    package let message: String
  }
}
package struct JSONSchemaError: Error {
  package let problems: [Problem]
  package struct Problem: Sendable {
    package let pointer: JSONPointer
    package let message: String
  }
}
