/// The sessions of klik.
extension SandboxClient {
  static let loggedIn = "ffd7f83e-06c3-47c8-a6a1-dd943da13b5f"
  static let loggedOut = "0b6f3a52-8c1d-4e7a-9f20-5d3c7e9a1b44"
}
