import JSON

/// Hi Energy AI, `https://app.hienergy.ai`: daily clicks of publishers at advertisers.
struct HiEnergy: Service {
  static let name = "hienergy"
  static let router = Router<HiEnergy>(clickRoutes, schemaRoutes)

  /// Where every figure comes from; nothing is stored.
  let seed: Seed

  static func key(in request: ServiceRequest) -> String? {
    request.header("X-Api-Key") ?? request.query["api_key"]
  }

  static func reply(to refusal: Refusal) -> Reply {
    switch refusal {
    case .unauthorized: failure(401, "UNAUTHORIZED", "Invalid or missing API key")
    case .forbidden(let reason): failure(403, "FORBIDDEN", reason)
    case .unknownRoute: failure(404, "NOT_FOUND", "No such endpoint")
    case .wrongMethod(let allowed):
      failure(405, "METHOD_NOT_ALLOWED", "Allowed: " + allowed.joined(separator: ", "))
    case .wrongMediaType(let expected):
      failure(415, "UNSUPPORTED_MEDIA_TYPE", "Content-Type must be \(expected)")
    case .malformedBody(let expected): failure(400, "BAD_REQUEST", "Body must be \(expected)")
    case .notFound(let noun): failure(404, "NOT_FOUND", "\(noun) not found")
    case .invalid(let problems):
      failure(400, "BAD_REQUEST", problems.map(\.sentence).joined(separator: "; "))
    }
  }

  private static func failure(_ status: Int, _ code: String, _ message: String) -> Reply {
    Reply(status, ["error": ["code": .string(code), "message": .string(message)]])
  }
}
