package import JSON

extension KeyConcealment {
  /// What services were given for keys, usable or not, and other texts that are secret; as they are
  /// and percent-encoded.
  package init(of services: [ServiceReadiness], and others: [String] = []) {
    let keys = services.flatMap { $0.keys.compactMap(\.state.secret?.secret) }
    self.init(
      spellings: (keys + others).flatMap { [Array($0.utf8), Array(PercentCoding.escape($0).utf8)] })
  }
}
