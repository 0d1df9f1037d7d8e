import JSON

extension ClickMedias {
  static let contentRoutes: [Route<ClickMedias>] = [
    .get("/clients/{id}/content", listContent),
    .post("/clients/{id}/content", generateContent),
  ]

  /// Newest first. A reading moves the client's pieces as one of crawls does; one that is not
  /// written yet has none of the states that can be asked for.
  private static func listContent(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    var query = call.query
    let status = query.choice("status", of: ContentPiece.statuses)
    let type = query.choice("type", of: ContentPiece.types)
    try query.check()
    let places = service.pieces.indices.filter { service.pieces[$0].clientID == client.id }
    let rows = places.reversed().map { service.pieces[$0] }.filter { piece in
      (status == nil || piece.status == status) && (type == nil || piece.type == type)
    }
    for place in places { service.pieces[place].job.advance(at: call.now) }
    return success(.array(rows.map(service.json)))
  }

  /// Not offered for `social`, which is only in the filter.
  private static func generateContent(
    _ service: inout ClickMedias, _ call: Call
  ) throws(Refusal) -> Reply {
    let client = try service.client(call)
    var body = try call.json()
    let type = body.choice("type", of: ["blog", "press_release"]) ?? "blog"
    let topic = body.text("topic") ?? "What is new at \(client.companyName)"
    try body.check()
    let piece = ContentPiece(
      id: service.pieceIDs.next(), clientID: client.id, type: type, title: topic,
      editorialStatus: "draft", job: Job(createdAt: call.now))
    service.pieces.append(piece)
    return success(service.json(piece), status: 201)
  }

  private func json(_ piece: ContentPiece) -> JSONValue {
    let words = seed.pick(piece.type == "social" ? 30...60 : 350...1200, 65, piece.id)
    let opening = "\(piece.title). Every visitor asks this sooner or later; here is our answer."
    let isPublished = piece.status == "published"
    return [
      "id": .integer(piece.id),
      "client_id": .integer(piece.clientID),
      "type": .string(piece.type),
      "title": .string(piece.title),
      "status": .string(piece.status),
      "excerpt": .optional(piece.isWritten ? opening : nil),
      "word_count": .optional(piece.isWritten ? words : nil),
      "created_at": Self.text(piece.job.createdAt),
      "published_at": isPublished ? piece.job.completedAt.map(Self.text) ?? .null : .null,
    ]
  }
}
