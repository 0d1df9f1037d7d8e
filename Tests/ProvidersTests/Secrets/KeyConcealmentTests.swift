import JSON
import Providers
import TestSupport
import Testing
import Tools

/// Texts that others wrote, shown to people.
@Suite struct KeyConcealmentTests {
  private func shown(_ text: String, key: String = "abcdef123456") throws -> String {
    let service = try SmallManifest.manifest([]).providers[0]
    let readiness = ServiceReadiness(of: service, in: Environment(["ACME_API_KEY": key]))
    return KeyConcealment(of: [readiness], and: ["other secret"]).applied(to: text)
  }

  @Test(arguments: [
    ("no key here", "no key here"),
    ("the key abcdef123456 is wrong", "the key <redacted> is wrong"),
    ("begins with abcdef…", "begins with <redacted>…"),
    ("ends with 123456", "ends with <redacted>"),
    ("five are little: abcde, 23456", "five are little: abcde, 23456"),
    ("abcdef12 and def123456", "<redacted> and <redacted>"), ("secret", "<redacted>"),
    ("other%20secret", "<redacted>"), ("", ""), ("abc", "abc"),
  ])
  func `lose every part of a key that could help`(text: String, left: String) throws {
    #expect(try shown(text) == left)
  }

  @Test func `lose parts of what is no usable key, too`() throws {
    #expect(try shown("it was two wo…", key: "two words") == "it was <redacted>…")
  }
}
