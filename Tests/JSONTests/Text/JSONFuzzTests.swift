import JSON
import TestSupport
import Testing

/// Random, but the same in every run.
struct JSONFuzzTests {
  @Test(arguments: 0..<20 as Range<UInt64>)
  func `random values survive writing and reading`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      let value = RandomJSON.value(depth: 5, using: &generator)
      let bytes = value.serialized()
      let read = try JSONValue(parsing: bytes)
      #expect(read == value)
      #expect(read.hashValue == value.hashValue)
      #expect(read.serialized() == bytes)
      #expect(try JSONValue(parsing: value.prettyPrinted()).serialized() == bytes)
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `broken texts are refused or read, never worse`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      var bytes = RandomJSON.value(depth: 4, using: &generator).serialized()
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        RandomJSON.mutate(&bytes, using: &generator)
      }
      guard let value = try? JSONValue(parsing: bytes) else { continue }
      #expect((try? JSONValue(parsing: value.serialized())) == value)
    }
  }
}
