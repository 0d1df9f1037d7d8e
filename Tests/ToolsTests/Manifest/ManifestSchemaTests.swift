import JSON
import TestSupport
import Testing

@Suite struct `The schema for editors` {
  let schema: JSONSchema

  init() throws {
    schema = try JSONSchema(compiling: try Repository.json("tools-manifest.schema.json"))
  }

  @Test func `accepts the manifest`() throws {
    let manifest = try Repository.json("tools-manifest.json")
    #expect(schema.violations(in: manifest).map(\.description) == [])
    #expect(schema.violations(in: SmallManifest.document).map(\.description) == [])
  }

  @Test(arguments: ManifestFault.all.filter(\.isInSchema))
  func `refuses what the reader refuses`(fault: ManifestFault) {
    #expect(!schema.violations(in: fault.document).isEmpty)
  }
}
