import Providers
import TestSupport
import Testing
import Tools

/// Point D14: `…_BASE_URL` as operators write it.
@Suite struct `An address that an operator wrote` {
  @Test(arguments: [
    ("https://a.example", "https://a.example"), ("https://a.example/", "https://a.example"),
    ("https://a.example/v1/", "https://a.example/v1"),
    ("HTTPS://A.example/V1", "https://A.example/V1"),
    (" https://a.example\r\n", "https://a.example"),
    ("\"https://a.example/\"", "https://a.example"),
    ("\u{FEFF}'http://[::1]:8801/a'", "http://[::1]:8801/a"),
    ("http://localhost:8801", "http://localhost:8801"), ("http://a_b:1", "http://a_b:1"),
    ("http://a.example:65535//b", "http://a.example:65535//b"),
  ])
  func `is cleaned of what stands around it`(text: String, address: String) throws {
    #expect(try BaseURL(written: text).description == address)
  }

  @Test(arguments: [
    ("a.example", "has no http:// or https:// in front", "…….…"),
    ("localhost:8801", "has no http:// or https:// in front", "…:…"),
    ("ftp://a.example", "begins with something else", "…://….…"),
    ("https:/a.example", "has no http:// or https:// in front", "…:/….…"),
    ("https://", "names no host", "…://"), ("https:///", "names no host", "…:///"),
    ("https://:80", "names no host", "…://:…"),
    ("https://user:pass@a.example", "holds a user or a password", "…://…:…@….…"),
    ("https://a.example/?key=1", "holds a query", "…://….…/?…"),
    ("https://a.example#x", "holds a fragment", "…://….…#…"),
    ("https://a b", "holds a space", "…://…"),
    ("https://bücher.example", "holds letters", "…://….…"),
    ("https://a.example//", "has more than one slash at its end", "…://….…//"),
    ("https://a.example:0", "has a port that is none", "…://….…:…"),
    ("https://a.example:65536", "has a port that is none", "…://….…:…"),
    ("https://a.example:port/v1", "has a port that is none", "…://….…:…/…"),
    ("https://a.example:", "has a port that is none", "…://….…:"),
    ("https://[::1", "has a host that is none", "…://[::…"),
    ("https://-a.example", "has a host that is none", "…://….…"),
    ("https://a.example/a\\b", "holds a character that no address has", "…://….…/…"),
    ("${ACME_BASE_URL}", "holds a placeholder", "…"), ("<url>", "holds a placeholder", "…"),
    ("https://{{host}}/v1", "holds a placeholder", "…://…/…"),
  ])
  func `is refused by its shape`(text: String, reason: String, shape: String) {
    let fault = #expect(throws: BaseURLFault.self) { try BaseURL(written: text) }
    #expect(fault?.reason.hasPrefix(reason) == true, "\(fault?.reason ?? "")")
    #expect(fault?.reason.contains("its shape is \(shape.replacing("……", with: "…"))") == true)
  }

  /// Whatever stands in it: what is said holds no three characters of it but marks.
  @Test func `is shown in no part`() {
    var generator = SeededGenerator(seed: 14)
    let parts = [
      "https://", "ftp://", "@", ":", "/", "?", "#", " ", "é", "zq7w", "K9xv", "wjq", "\"",
    ]
    for _ in 0..<2_000 {
      let text = (0..<Int.random(in: 1...8, using: &generator))
        .compactMap { _ in parts.randomElement(using: &generator) }.joined()
      do throws(BaseURLFault) {
        _ = try BaseURL(written: text)
      } catch {
        for secret in ["zq7", "K9x", "wjq"] { #expect(!error.reason.contains(secret), "\(text)") }
      }
    }
  }
}

@Suite struct `A service's readiness` {
  private func readiness(_ variables: [String: String]) throws -> ServiceReadiness {
    let service = try #require(try SmallManifest.manifest([]).providers.first)
    return ServiceReadiness(of: service, in: Environment(variables))
  }

  @Test(arguments: ["", " ", "\"\"", "\u{FEFF}\n"])
  func `has the service's own address where the variable is empty`(text: String) throws {
    let readiness = try readiness(["ACME_BASE_URL": text])
    #expect(readiness.address == "https://api.acme.example/v1")
    #expect(readiness.addressFault == nil)
  }

  @Test func `shows no key that stands in the address, be it usable or not`() throws {
    for key in ["a-long-key-of-acme", "a-long-key%20of-acme"] {
      let given = key.replacing("%20", with: " ")
      let readiness = try readiness([
        "ACME_BASE_URL": "https://a.example/\(key)", "ACME_API_KEY": given,
      ])
      #expect(readiness.address == "https://a.example/<redacted>")
      #expect(readiness.hasKey == (given == key))
      #expect(readiness.isGivenKey)
    }
  }

  @Test func `has a sentence for each thing that refuses calls`() throws {
    let problems = try readiness(["ACME_BASE_URL": "a", "ACME_API_KEY": "a b"]).problems
    #expect(problems.count == 2)
    #expect(problems.contains { $0.hasPrefix("ACME_API_KEY holds a space") })
    #expect(problems.contains { $0.hasPrefix("ACME_BASE_URL has no http://") })
    #expect(try readiness([:]).problems == [])
    #expect(try readiness(["ACME_API_KEY": "abc"]).problems == [])
  }
}
