import Foundation
import Host
import JSON
import TestSupport
import Testing

/// E23: what a webhook gets is proven by its signature. The codes are Python's (`hmac.new(secret,
/// body, "sha256").hexdigest()`), the first is that of RFC 4231, test case 2.
struct WebhookSignatureTests {
  private static let secret = "whsec_abc123"
  private static let body =
    #"{"event":"report.generated","timestamp":"2026-01-23T12:00:00Z","data":{"client_id":1}}"#
  private static let signature =
    "a32f5e61e5ae48807137a3aaaa7c3bfbc4f90088b9d58554a7d296e6b7a4b7a4"

  @Test func `is that of the standard's example`() throws {
    let code = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    let signature = try #require(WebhookSignature(code))
    let body = Array("what do ya want for nothing?".utf8)
    #expect(signature.check(body, secret: Array("Jefe".utf8)) == .valid)
  }

  @Test(arguments: ["", "sha256=", " \n"])
  func `is read as headers hold it`(prefix: String) throws {
    for text in [Self.signature, Self.signature.uppercased()] {
      let signature = try #require(WebhookSignature(prefix + text + "\n"))
      #expect(signature.check(Array(Self.body.utf8), secret: Array(Self.secret.utf8)) == .valid)
    }
  }

  @Test(arguments: [
    "", "abc", String(repeating: "g", count: 64), signature + "0", "sha1=" + signature,
  ])
  func `is no other text`(text: String) {
    #expect(WebhookSignature(text) == nil)
  }

  @Test func `fits no other body, secret or code`() throws {
    let right = try #require(WebhookSignature(Self.signature))
    let secret = Array(Self.secret.utf8)
    let body = Array(Self.body.utf8)
    for index in body.indices {
      var changed = body
      changed[index] ^= 1
      #expect(right.check(changed, secret: secret) == .invalid)
    }
    #expect(right.check(body + [0x0A], secret: secret) == .lineFeedAdded)
    #expect(right.check(body, secret: secret + [0x0A]) == .invalid)
    for index in Self.signature.indices {
      var digits = Self.signature
      digits.replaceSubrange(index...index, with: digits[index] == "0" ? "1" : "0")
      #expect(WebhookSignature(digits)?.check(body, secret: secret) == .invalid)
    }
  }

  // MARK: - clickport webhook verify

  private func verify(
    _ arguments: [String] = ["--signature", signature], _ input: String = body,
    _ environment: [String: String] = ["CLICKPORT_WEBHOOK_SECRET": secret]
  ) async throws -> ServerProcess.Outcome {
    try await ServerProcess.run(
      ["webhook", "verify"] + arguments, input: input, environment: environment)
  }

  @Test func `is checked on the command line`() async throws {
    let right = try await verify()
    #expect(right.status == 0)
    #expect(right.lines == ["The signature is right."])
    let other = try await verify(["--signature", Self.signature], Self.body + " ")
    #expect(other.status == 1)
    #expect(other.errors.contains("not that of this body"))
    #expect(try await verify(["--signature", Self.signature], Self.body + "\n").status == 1)
    #expect(try await verify(["--signature", "12ab"]).status == 1)
  }

  @Test func `is checked with a secret from a file or another variable`() async throws {
    let file = FileManager.default.temporaryDirectory.path + "/clickport-\(UUID().uuidString)"
    try Data((Self.secret + "\n").utf8).write(to: URL(filePath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let path = ["CLICKPORT_WEBHOOK_SECRET_FILE": file]
    #expect(try await verify(["--signature", Self.signature], Self.body, path).status == 0)
    let option = ["--signature", Self.signature, "--secret-file", file]
    #expect(try await verify(option, Self.body, [:]).status == 0)
    let variable = ["--signature", Self.signature, "--secret-variable", "HOOK"]
    #expect(try await verify(variable, Self.body, ["HOOK": Self.secret]).status == 0)
  }

  @Test func `needs a secret and a signature`() async throws {
    let bare = try await verify(["--signature", Self.signature], Self.body, [:])
    #expect(bare.status == 2)
    #expect(bare.errors.contains("CLICKPORT_WEBHOOK_SECRET is not set."))
    let missing = ["--signature", Self.signature, "--secret-file", "/no/such/file"]
    #expect(try await verify(missing, Self.body, [:]).status == 2)
    #expect(try await verify([]).status == 64)
    for outcome in [bare, try await verify(["--signature", "12ab"])] {
      #expect(!outcome.errors.contains(Self.secret))
    }
  }
}
