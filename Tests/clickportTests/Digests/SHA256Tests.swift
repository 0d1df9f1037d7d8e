import Host
import Testing

/// Examples of FIPS 180-4, and what another implementation (Python's hashlib) makes of every length
/// around the ends of blocks.
struct SHA256Tests {
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      """
      abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn\
      hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu
      """,
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `equals the standard's examples`(message: String, digest: String) {
    #expect(hex(SHA256.digest(of: Array(message.utf8))) == digest)
  }

  @Test func `equals the standard's example of a million bytes`() {
    let digest = hex(SHA256.digest(of: [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)))
    #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test(arguments: [
    (55, "25838c9989d10569633e95179804976d0648f700c9df71746ab5461c93da3897"),
    (56, "72b488ef4b31f4efb752e00e29fdce47f415909d0474697e364928989d0be415"),
    (63, "d72e9b02607a85759333ea466a4bb53b454aaffb0bf31f8a5944d53256cd55a0"),
    (64, "bc54f2fa2a8d7bf6b6dea0165cc4f0f44db2e431f2ae6d779670124373c6cd05"),
    (65, "3be94244a70acab62fb36beb7eb55e9f97e37ac51e3c92745613321d541c9007"),
    (119, "57dda04c75c93d59e6f25ab4d35196eff15fcc1d22801e6e7053cecee9544ac9"),
    (120, "04cfe2c61750691fe2946dcb8963977806b0b71e892554fa3e9f0a683e851f91"),
    (128, "489d55fea9a73af36b6dd0be7b4117d8e5683386d39544e8a44c99a87f368707"),
    (4099, "ab2aa7dc118b976fbcd5068f6b6ccd639ee9c54d667daa7f930820fbd4edef4a"),
  ])
  func `equals another implementation where blocks end`(count: Int, digest: String) {
    #expect(hex(SHA256.digest(of: message(count))) == digest)
  }

  /// hashlib: sha256(b"".join(sha256(message(n)).digest() for n in range(300)))
  @Test func `equals another implementation for every length up to 300`() {
    let digests = (0..<300).flatMap { SHA256.digest(of: message($0)) }
    #expect(
      hex(SHA256.digest(of: digests))
        == "fa3a3e72d1f24065dc6645b62bd554d72db03d5aa6c835a85c8f3b7897ef877a")
  }
}

/// The examples of RFC 4231 for HMAC-SHA-256, and another implementation's codes.
struct HMACTests {
  static let longKey = [UInt8](repeating: 0xaa, count: 131)

  @Test(arguments: [
    (
      [UInt8](repeating: 0x0b, count: 20), "Hi There",
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), "what do ya want for nothing?",
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      longKey, "Test Using Larger Than Block-Size Key - Hash Key First",
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      longKey,
      """
      This is a test using a larger than block-size key and a larger than block-size data. \
      The key needs to be hashed before being used by the HMAC algorithm.
      """,
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ])
  func `equals the examples of RFC 4231 that are text`(key: [UInt8], message: String, code: String)
  {
    #expect(hex(HMAC(key: key).code(of: Array(message.utf8))) == code)
  }

  @Test(arguments: [
    (
      [UInt8](repeating: 0xaa, count: 20), [UInt8](repeating: 0xdd, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      Array(1...25), [UInt8](repeating: 0xcd, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
  ])
  func `equals the examples of RFC 4231 that are bytes`(
    key: [UInt8], message: [UInt8], code: String
  ) {
    #expect(hex(HMAC(key: key).code(of: message)) == code)
  }

  /// hmac: sha256(b"".join(new(message(n), message(299 - n), "sha256").digest() for n in range(300)))
  @Test func `equals another implementation for keys and messages of every length`() {
    let codes = (0..<300).flatMap { HMAC(key: message($0)).code(of: message(299 - $0)) }
    #expect(
      hex(SHA256.digest(of: codes))
        == "435d9d3b6e4605e81615f5d02a4d438e34fbbed064c30e952dc96289031c775c")
  }

  @Test func `takes only the code of this message under this key`() {
    let hmac = HMAC()
    let code = hmac.code(of: message(40))
    #expect(hmac.isValid(code, for: message(40)))
    #expect(!hmac.isValid(code, for: message(41)))
    #expect(!HMAC().isValid(code, for: message(40)))
    #expect(!hmac.isValid(Array(code.dropLast()), for: message(40)))
    #expect(!hmac.isValid(code + [0], for: message(40)))
    for index in code.indices {
      var other = code
      other[index] ^= 1
      #expect(!hmac.isValid(other, for: message(40)))
    }
  }
}

/// bytes((n * 31 + i * 7) % 256 for i in range(n))
private func message(_ count: Int) -> [UInt8] {
  (0..<count).map { UInt8((count * 31 + $0 * 7) % 256) }
}

private func hex(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
