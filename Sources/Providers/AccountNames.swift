internal import Synchronization
internal import Tools

/// Names the accounts of a service without giving their keys away: service, address, and a digest of
/// the key. The digest is made once a key.
final class AccountNames: Sendable {
  private let service: String
  private let digest: TextDigest
  /// The last name, and a hash of the key it is for, by a seed of this process: no copy of the key
  /// is kept.
  private let last = Mutex<(hash: Int?, name: String)?>(nil)

  /// `service` is what stands before the digest.
  init(of service: String, digest: TextDigest) {
    self.service = service
    self.digest = digest
  }

  /// The account that a key opens, or the one that needs none.
  func name(for key: Credential?) -> String {
    let hash = key?.secret.hashValue
    if let last = last.withLock(\.self), last.hash == hash { return last.name }
    let digest = key.map { self.digest.hex($0.secret).prefix(16) } ?? "no key"
    let name = "\(service) \(digest)"
    last.withLock { $0 = (hash, name) }
    return name
  }
}
