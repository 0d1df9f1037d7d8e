import JSON

/// Where a hit stands among all hits: by time, and what is of one second by datapoint and place.
struct HitKey: Comparable, Sendable {
  let seconds: Int
  let datapointID: Int
  let place: Int

  init(seconds: Int, datapointID: Int, place: Int) {
    self.seconds = seconds
    self.datapointID = datapointID
    self.place = place
  }

  /// Reads the `lastKey` of an answer.
  init?(parsing text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
      .compactMap { Int($0, radix: 36) }
    guard parts.count == 3, parts.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init(seconds: parts[0], datapointID: parts[1], place: parts[2])
    guard text == self.text else { return nil }
  }

  var text: String {
    [seconds, datapointID, place].map { String($0, radix: 36) }.joined(separator: "-")
  }

  static func < (left: HitKey, right: HitKey) -> Bool {
    (left.seconds, left.datapointID, left.place) < (right.seconds, right.datapointID, right.place)
  }
}
