import TestSupport
import Testing

@testable import Tools

@Suite struct `Base64` {
  /// RFC 4648 section 10.
  static let vectors = [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
    ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
  ]

  @Test(arguments: vectors)
  func `is written and read as the specification shows`(plain: String, coded: String) throws {
    let bytes = Array(plain.utf8)
    #expect(Base64Text(encoding: bytes).text == coded)
    let read = try #require(Base64Text(coded))
    #expect(read.text == coded)
    #expect(read.byteCount == bytes.count)
    #expect(read.head == bytes)
  }

  @Test func `of any bytes is read as those bytes`() throws {
    var random = SeededGenerator(seed: 5)
    for length in 0..<300 {
      let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
      let coded = Base64Text(encoding: bytes)
      let read = try #require(Base64Text(coded.text))
      #expect(read.byteCount == length)
      #expect(read.head == Array(bytes.prefix(12)))
      #expect(coded.head == read.head)
    }
  }

  @Test(arguments: [
    "Z", "Zg", "Zg=", "Zg===", "=", "====", "Zg==Zg==", "Z=g=", "Zm9v\n", " Zm9v", "Zm 9", "Zm-_",
    "Zh==", "Zm9=", "Zm9ü", "Zm9vÿÿÿÿ", "Zm9v\0\0\0\0",
  ])
  func `that is spelled in any other way is none`(text: String) {
    #expect(Base64Text(text) == nil)
  }
}
