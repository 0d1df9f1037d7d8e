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

  /// Bytes of every length, as mail, URLs and careless writers spell them.
  @Test func `is read in the spellings of others`() throws {
    for length in 0...200 {
      let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 251) }
      let strict = Base64Text(encoding: bytes).text
      let bare = strict.filter { $0 != "=" }
      let forURLs = bare.replacing("+", with: "-").replacing("/", with: "_")
      var lines = ""
      for (place, digit) in strict.enumerated() {
        if place > 0, place % 76 == 0 { lines += "\r\n" }
        lines.append(digit)
      }
      for spelling in [strict, bare, forURLs, lines, lines + "\n", " \t" + strict, forURLs + "\n"] {
        let read = try #require(Base64Text(mending: spelling), "\(length)")
        #expect(read.text == strict && read.bytes == bytes)
      }
    }
  }

  @Test(arguments: [
    "Z", "Zg=", "Zg===", "=", "====", "Zg==Zg==", "Z=g=", "Zh==", "Zm9=", "Zm9ü", "Zm9v\0", "Zm9v!",
    "Zm\u{A0}9v",
  ])
  func `is nothing else, however it is mended`(text: String) {
    #expect(Base64Text(mending: text) == nil)
  }
}
