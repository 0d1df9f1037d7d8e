/// Gives ids, each one more than the last: none twice, not even that of something deleted.
struct IDSequence: Sendable {
  private var last: Int

  init(after last: Int) {
    self.last = last
  }

  init(after entities: [some Identified]) {
    self.init(after: entities.map(\.id).max() ?? 0)
  }

  mutating func next() -> Int {
    last += 1
    return last
  }
}
