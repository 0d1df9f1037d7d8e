import JSON

/// One run over a client's website.
struct Crawl: Identified {
  static let noun = "Crawl"
  static let firstID = 101

  let id: Int
  let clientID: Int
  let type: String
  var job: Job

  static let types = ["full", "partial", "technical"]

  init(id: Int, clientID: Int, type: String, createdAt: Timestamp) {
    self.id = id
    self.clientID = clientID
    self.type = type
    job = Job(createdAt: createdAt)
  }

  /// Three to five ended crawls for every account but the new one, oldest first.
  static func initial(seed: Seed, clients: [MediaClient], now: Timestamp) -> [Crawl] {
    let planned = clients.filter { $0.status != "pending" }.flatMap { client in
      (0..<seed.pick(3...5, 30, client.id)).map { turn in
        let age = turn * 30 + seed.pick(2...26, 31, client.id, turn)
        let date = now.date.adding(days: -age)
        let type = types[turn == 0 ? 0 : seed.pick(0...2, 32, client.id, turn)]
        return (client.id, type, Timestamp(date, hour: 2 + client.id % 4, minute: 10))
      }
    }
    let ordered = planned.sorted { ($0.2, $0.0) < ($1.2, $1.0) }
    return ordered.enumerated().map { place, plan in
      var crawl = Crawl(id: firstID + place, clientID: plan.0, type: plan.1, createdAt: plan.2)
      crawl.job.advance(at: plan.2.adding(seconds: 40))
      if seed.unit(33, place) < 0.15 {
        crawl.job.fail("The site did not answer within 30 seconds.")
      } else {
        crawl.job.advance(at: plan.2.adding(seconds: seed.pick(300...4200, 34, place)))
      }
      return crawl
    }
  }
}
