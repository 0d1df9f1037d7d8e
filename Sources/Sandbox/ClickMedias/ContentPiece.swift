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
    return ordered.enumerated().map { index, plan in
      let (client, turn, createdAt) = plan
      var job = Job(createdAt: createdAt)
      job.catchUp(at: now)
      return ContentPiece(
        id: firstID + index, clientID: client.id,
        type: types[turn == 0 ? 0 : seed.pick(0...2, 62, client.id, turn)],
        title: "\(client.industry): \(topics[seed.pick(0...topics.count - 1, 63, index)])",
        editorialStatus: statuses[turn == 0 ? 0 : seed.pick(0...2, 64, index)], job: job)
    }
  }

  private static let topics = [
    "five mistakes to avoid", "what to ask before you buy", "how we work", "trends of the season",
    "a guide for beginners", "news from the team",
  ]
}

extension ClickMedias {
  static let contentRoutes: [Route<ClickMedias>] = [
    .getMoving("/clients/{id}/content", listContent),
    .post("/clients/{id}/content", generateContent),
  ]

  /// Newest first. A reading moves the client's pieces as one of crawls does; one that is not
  /// written yet has none of the states that can be asked for.
  private static let listContent: Handler = { service, call throws(Refusal) in
    let client = try call.entity(in: service.clients)
    var query = call.query
    let status = query.choice("status", of: ContentPiece.statuses)
    let type = query.choice("type", of: ContentPiece.types)
    try query.check()
    let own = service.pieces.indices.filter { service.pieces[$0].clientID == client.id }
    let rows = own.reversed().map { service.pieces[$0] }.filter { piece in
      (status == nil || piece.status == status) && (type == nil || piece.type == type)
    }
    for index in own { service.pieces[index].job.advance(at: call.now) }
    return success(.array(rows.map(service.json)))
  }

  /// Not offered for `social`, which is only in the filter.
  private static let generateContent: Handler = { service, call throws(Refusal) in
    let client = try call.entity(in: service.clients)
    var body = try call.json()
    let type = body.choice("type", of: ["blog", "press_release"]) ?? "blog"
    let topic = body.text("topic") ?? "What is new at \(client.companyName)"
    try body.check()
    let piece = ContentPiece(
      id: service.pieces.nextID, clientID: client.id, type: type, title: topic,
      editorialStatus: "draft", job: Job(createdAt: call.now))
    service.pieces.append(piece)
    return success(service.json(piece), status: 201)
  }

  private func json(_ piece: ContentPiece) -> JSONValue {
    let words = seed.pick(piece.type == "social" ? 30...60 : 350...1200, 65, piece.id)
    let opening = "\(piece.title). Every visitor asks this sooner or later; here is our answer."
    let isPublished = piece.status == "published"
    return [
      "id": .integer(piece.id), "client_id": .integer(piece.clientID),
      "type": .string(piece.type), "title": .string(piece.title), "status": .string(piece.status),
      "excerpt": .optional(piece.isWritten ? opening : nil),
      "word_count": .optional(piece.isWritten ? words : nil),
      "created_at": Self.text(piece.job.createdAt),
      "published_at": Self.text(isPublished ? piece.job.completedAt : nil),
    ]
  }
}
