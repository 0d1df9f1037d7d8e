internal import Platform

/// The hosts that `NO_PROXY` names: names with all below them, addresses and networks of addresses,
/// each perhaps with a port; or `*` alone, which is every host.
struct ProxyExceptions: Sendable {
  private struct Entry {
    let host: Host
    /// nil for every port.
    var port: Int?

    enum Host {
      case name(String)
      case network(IPAddress, bits: Int)
    }
  }

  private let isEverything: Bool
  private let entries: [Entry]

  /// The entries are between commas or white space. What isn't understood names no host.
  init(_ text: String) {
    isEverything = text == "*"
    entries = text.split { $0 == "," || $0.isWhitespace }
      .compactMap { Self.entry($0.filter { !"\"'".contains($0) }) }
  }

  /// `authority` is a URL's host, perhaps with a port.
  func cover(_ authority: String, standardPort: Int) -> Bool {
    if isEverything { return true }
    guard !entries.isEmpty else { return false }
    let target = HostAndPort(authority[...])
    guard let host = target.host else { return false }
    let address = IPAddress(host)
    let name = Self.name(host)
    return entries.contains { entry in
      guard entry.port == nil || entry.port == target.port ?? standardPort else { return false }
      switch entry.host {
      case .name(let ending):
        return address == nil && (name == ending || name.hasSuffix("." + ending))
      case .network(let network, let bits):
        return address?.isIn(network, bits: bits) == true
      }
    }
  }

  private static func entry(_ text: String) -> Entry? {
    // An IPv6 address needs no brackets here.
    if let address = IPAddress(text[...]) {
      return Entry(host: .network(address, bits: address.bits))
    }
    if let slash = text.lastIndex(of: "/") {
      let start = text[..<slash]
      guard let network = IPAddress(start) ?? HostAndPort(start).host.flatMap(IPAddress.init),
        let bits = Int(text[text.index(after: slash)...]), 0...network.bits ~= bits
      else { return nil }
      return Entry(host: .network(network, bits: bits))
    }
    let target = HostAndPort(text[...])
    guard let host = target.host, target.port != nil || !target.hasPort else { return nil }
    if let address = IPAddress(host) {
      return Entry(host: .network(address, bits: address.bits), port: target.port)
    }
    let name = name(host.first == "." ? host.dropFirst() : host)
    return name.isEmpty ? nil : Entry(host: .name(name), port: target.port)
  }

  /// Without the dot that may end it.
  private static func name(_ host: Substring) -> String {
    (host.last == "." ? host.dropLast() : host).lowercased()
  }
}

/// `host`, `host:port`, `[address]` or `[address]:port`, taken apart.
struct HostAndPort {
  /// Without brackets; nil when it is neither of them.
  let host: Substring?
  /// nil when there is none, or what is there is none.
  let port: Int?
  let hasPort: Bool

  init(_ text: Substring) {
    let isBracketed = text.first == "["
    let end = isBracketed ? text.firstIndex(of: "]") : text.firstIndex(of: ":") ?? text.endIndex
    guard let end else {
      (host, port, hasPort) = (nil, nil, false)
      return
    }
    let rest = isBracketed ? text[end...].dropFirst() : text[end...]
    let isWhole = rest.isEmpty || rest.first == ":"
    host = isWhole ? isBracketed ? text[..<end].dropFirst() : text[..<end] : nil
    hasPort = !rest.isEmpty
    let digits = rest.dropFirst()
    port =
      digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
      ? Int(digits).flatMap { 1...65_535 ~= $0 ? $0 : nil } : nil
  }
}

/// An IPv4 or IPv6 address.
struct IPAddress {
  /// Four or sixteen.
  private let bytes: [UInt8]
  var bits: Int { bytes.count * 8 }

  init?(_ text: Substring) {
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      if inet_pton(family, String(text), &bytes) == 1 {
        self.bytes = bytes
        return
      }
    }
    return nil
  }

  /// Whether its first bits are those of the network.
  func isIn(_ network: IPAddress, bits: Int) -> Bool {
    guard network.bytes.count == bytes.count else { return false }
    return bytes.indices.allSatisfy { index in
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> max(0, min(8, bits - index * 8)))
      return (bytes[index] ^ network.bytes[index]) & mask == 0
    }
  }
}
