import JSON

/// A text the platform has written for a client, or is writing.
struct ContentPiece: Identified {
  static let noun = "Content"
  static let firstID = 601

  let id: Int
  let clientID: Int
  let type: String
  let title: String
  /// Where it stands with its editors, once it is written.
  let editorialStatus: String
  var job: Job

  static let statuses = ["draft", "published", "approved"]
  static let types = ["blog", "press_release", "social"]

  var isWritten: Bool { job.state == .completed }
  var status: String { isWritten ? editorialStatus : job.state.rawValue }

  /// Two to five written pieces for every account but the new one, oldest first; each account's
  /// newest is a draft for its blog.
  static func initial(seed: Seed, clients: [MediaClient], now: Timestamp) -> [ContentPiece] {
    let planned = clients.filter { $0.status != "pending" }.flatMap { client in
      (0..<seed.pick(2...5, 60, client.id)).map { turn in
        let date = now.date.adding(days: -turn * 25 - seed.pick(1...24, 61, client.id, turn))
        return (client, turn, Timestamp(date, hour: 9, minute: client.id))
      }
    }
    let ordered = planned.sorted { ($0.2, $0.0.id) < ($1.2, $1.0.id) }
    return ordered.enumerated().map { place, plan in
      let (client, turn, createdAt) = plan
      var piece = ContentPiece(
        id: firstID + place, clientID: client.id,
        type: types[turn == 0 ? 0 : seed.pick(0...2, 62, client.id, turn)],
        title: "\(client.industry): \(topics[seed.pick(0...topics.count - 1, 63, place)])",
        editorialStatus: statuses[turn == 0 ? 0 : seed.pick(0...2, 64, place)],
        job: Job(createdAt: createdAt))
      piece.job.catchUp(at: now)
      return piece
    }
  }

  private static let topics = [
    "five mistakes to avoid", "what to ask before you buy", "how we work", "trends of the season",
    "a guide for beginners", "news from the team",
  ]
}
