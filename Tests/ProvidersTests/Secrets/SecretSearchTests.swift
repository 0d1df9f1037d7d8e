import JSON
import TestSupport
import Testing

@Suite struct `The search for a key` {
  static let key = SecretSearch.key

  @Test(arguments: [
    (key, "the key, plain"), (String(key.prefix(16)), "its first half, plain"),
    (String(key.suffix(17)), "its second half, plain"),
    (JSONValue.string(key).description, "the key, in JSON"),
    ("kQ7-w9Zx%2FRb%224%5CvT%2Bm%262Yc%3Fh.%2A8Lp%255Jd", "the key, in a URL"),
    ("a1E3LXc5WngvUmIiNFx2VCttJjJZYz9oLio4THAlNUpk", "the key, in base64"),
    ("6b 51 37 2d 77 39 5a 78 2f 52 62 22 34 5c 76 54", "its first half, in a memory dump"),
  ])
  func `finds a planted one`(planted: String, finding: String) {
    #expect(SecretSearch().findings(in: "before \(planted) after").contains(finding))
    #expect(SecretSearch().findings(in: Array("\0\(planted)\u{FF}".utf8)).contains(finding))
  }

  @Test(arguments: ["", "kQ7-w9Zx", "nothing here", "<redacted>"])
  func `finds nothing where there is none`(text: String) {
    #expect(SecretSearch().findings(in: text) == [])
  }
}
