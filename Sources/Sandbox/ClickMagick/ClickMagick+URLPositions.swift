import JSON

extension ClickMagick {
  /// Those of a Rotator by position.
  func urls(of rotatorID: Int) -> [RotatorURL] {
    rotatorURLs.filter { $0.rotatorID == rotatorID }
      .sorted { ($0.position, $0.id) < ($1.position, $1.id) }
  }

  /// One of that Rotator, or of any.
  func rotatorURL(_ id: Int, of rotatorID: Int? = nil) throws(Refusal) -> RotatorURL {
    let url = rotatorURLs.first { $0.id == id && (rotatorID ?? $0.rotatorID) == $0.rotatorID }
    guard let url else { throw .notFound(RotatorURL.noun) }
    return url
  }

  /// The Rotator and its URL that the path names.
  func rotatorURL(named call: Call) throws(Refusal) -> (rotator: Rotator, url: RotatorURL) {
    let rotator = try call.entity("rotator_id", in: rotators)
    let id = try call.id("url_id", of: RotatorURL.noun)
    return (rotator, try rotatorURL(id, of: rotator.id))
  }

  /// Puts a URL where its settings want it, the others of its Rotator around it.
  mutating func move(_ url: RotatorURL) {
    var ids = urls(of: url.rotatorID).map(\.id).filter { $0 != url.id }
    ids.insert(url.id, at: min(url.position - 1, ids.count))
    number(ids)
  }

  /// Numbers these URLs of one Rotator, from 1.
  mutating func number(_ ids: [Int]) {
    for place in rotatorURLs.indices {
      guard let index = ids.firstIndex(of: rotatorURLs[place].id) else { continue }
      rotatorURLs[place].move(to: index + 1)
    }
  }
}
