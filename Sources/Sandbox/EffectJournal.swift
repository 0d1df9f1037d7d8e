import Exchange
import HTTPTypes
package import JSON

/// The effects a world has carried out: each once, with how often.
///
/// An effect is a request that isn't a read by its method and was answered with success. Two are
/// the same when method, path, query and body are.
package struct EffectJournal: Sendable {
  /// In the order they were first carried out.
  package private(set) var effects: [Effect] = []
  /// By method, path and body.
  private var indices: [[String]: Int] = [:]

  package struct Effect: Hashable, Sendable {
    package let method: String
    /// With its query.
    package let path: String
    package let firstAt: Timestamp
    /// How often it was carried out.
    package fileprivate(set) var count: Int
  }

  /// How many effects there were, repeated ones counted again.
  package var total: Int { effects.reduce(0) { $0 + $1.count } }

  /// What was done more than once.
  package var repeated: [Effect] { effects.filter { $0.count > 1 } }

  mutating func note(_ request: ProviderRequest, at now: Timestamp) {
    let method = request.head.method.rawValue
    guard !["GET", "HEAD", "OPTIONS"].contains(method) else { return }
    let path = request.head.path ?? "/"
    let identity = [method, path, String(Seed.fingerprint(of: request.body))]
    if let index = indices[identity] {
      effects[index].count += 1
    } else {
      indices[identity] = effects.count
      effects.append(Effect(method: method, path: path, firstAt: now, count: 1))
    }
  }
}
