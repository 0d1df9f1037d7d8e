/// A device that was linked in the dashboard.
struct DeviceSession: Sendable {
  let uuid: String
  let mobile: String
  let isLoggedIn: Bool

  /// The one behind klik's shared official device.
  static let official = DeviceSession(
    uuid: "ffd7f83e-06c3-47c8-a6a1-dd943da13b5f", mobile: "919999999999", isLoggedIn: true)

  static let all = [
    official,
    DeviceSession(
      uuid: "0b6f3a52-8c1d-4e7a-9f20-5d3c7e9a1b44", mobile: "14155550123", isLoggedIn: false),
  ]
}
