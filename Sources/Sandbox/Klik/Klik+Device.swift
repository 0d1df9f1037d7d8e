import JSON

extension Klik {
  static let deviceRoutes: [Route<Klik>] = [
    .get("/api/healthcheck", isOpen: true, checkHealth),
    .get("/api/v1/official-device/status", getStatus),
  ]

  private static func checkHealth(_ service: inout Klik, _ call: Call) -> Reply {
    Reply(200, ["status": true])
  }

  private static func getStatus(_ service: inout Klik, _ call: Call) -> Reply {
    let session = DeviceSession.official
    return Reply(
      200,
      [
        "success": true,
        "data": [
          "is_connected": .bool(session.isLoggedIn),
          "session": ["uuid": .string(session.uuid), "mobile": .string(session.mobile)],
          "user": KlikUser.jane.json,
        ],
      ]
    )
  }
}
