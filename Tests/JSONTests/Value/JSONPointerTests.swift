import JSON
import Testing

struct JSONPointerTests {
  /// RFC 6901, section 5.
  @Test(arguments: [
    ("/foo", #"["bar","baz"]"#), ("/foo/0", #""bar""#), ("/", "0"), ("/a~1b", "1"), ("/c%d", "2"),
    ("/e^f", "3"), ("/g|h", "4"), ("/i\\j", "5"), ("/k\"l", "6"), ("/ ", "7"), ("/m~0n", "8"),
  ])
  func `finds the values of the RFC's example`(text: String, found: String) throws {
    let document = try JSONValue(
      parsing: #"""
        {"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"e^f":3,"g|h":4,"i\\j":5,"k\"l":6," ":7,"m~n":8}
        """#)
    let pointer = try #require(JSONPointer(parsing: text))
    #expect(pointer.value(in: document)?.description == found)
    #expect(pointer.description == text)
  }

  @Test(arguments: ["foo", "/~", "/~2", "/a~", "#/a", "/~\u{301}"])
  func `refuses what is no pointer`(text: String) {
    #expect(JSONPointer(parsing: text) == nil)
  }

  @Test(arguments: ["/a/2", "/a/01", "/a/-", "/a/-1", "/a/", "/a/+1", "/b", "/a/0/c", "/a/1e0"])
  func `finds nothing where the way ends early`(text: String) throws {
    #expect(try #require(JSONPointer(parsing: text)).value(in: ["a": [1, 2]]) == nil)
  }

  @Test func `the empty pointer is the whole document`() throws {
    #expect(try #require(JSONPointer(parsing: "")).value(in: [1]) == [1])
    #expect(JSONPointer.root.description.isEmpty)
  }

  @Test func `goes by code points where characters would combine`() throws {
    let pointer = JSONPointer(tokens: ["\u{301}a", "/\u{301}", "~\u{301}"])
    #expect(JSONPointer(parsing: pointer.description) == pointer)
    #expect(JSONPointer(tokens: ["\u{E9}"]) != JSONPointer(tokens: ["e\u{301}"]))
    #expect(JSONPointer.root.appending("a").appending(0).description == "/a/0")
  }
}
