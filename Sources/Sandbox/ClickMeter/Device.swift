/// What a visitor came with.
struct Device: Sendable {
  enum Platform: String, Sendable {
    case desktop = "Desktop"
    case mobile = "Mobile"
    case tablet = "Tablet"
    case robot = "Robot"
  }

  /// A browser or a system, and the family it is of.
  struct Software: Sendable {
    let id: Int
    let name: String
    let familyID: Int
    let family: String
  }

  let platform: Platform
  let browser: Software
  let os: Software

  static let people = [
    Device(platform: .desktop, browser: chrome, os: windows),
    Device(platform: .mobile, browser: safariMobile, os: ios),
    Device(platform: .mobile, browser: chromeMobile, os: android),
    Device(platform: .desktop, browser: safari, os: macos),
    Device(platform: .desktop, browser: edge, os: windows),
    Device(platform: .desktop, browser: chrome, os: macos),
    Device(platform: .desktop, browser: firefox, os: windows),
    Device(platform: .tablet, browser: safariMobile, os: ipados),
    Device(platform: .desktop, browser: firefox, os: linux),
  ]

  static let spiders = [
    Device(
      platform: .robot, browser: Software(id: 90, name: "Googlebot", familyID: 9, family: "Robot"),
      os: unknown),
    Device(
      platform: .robot, browser: Software(id: 91, name: "bingbot", familyID: 9, family: "Robot"),
      os: unknown),
  ]

  private static let chrome = Software(id: 11, name: "Chrome 143", familyID: 1, family: "Chrome")
  private static let chromeMobile = Software(
    id: 12, name: "Chrome Mobile 143", familyID: 1, family: "Chrome")
  private static let safari = Software(id: 21, name: "Safari 26", familyID: 2, family: "Safari")
  private static let safariMobile = Software(
    id: 22, name: "Mobile Safari 26", familyID: 2, family: "Safari")
  private static let edge = Software(id: 31, name: "Edge 143", familyID: 3, family: "Edge")
  private static let firefox = Software(id: 41, name: "Firefox 146", familyID: 4, family: "Firefox")

  private static let windows = Software(
    id: 11, name: "Windows 11", familyID: 1, family: "Windows")
  private static let macos = Software(id: 21, name: "macOS 26", familyID: 2, family: "macOS")
  private static let ios = Software(id: 31, name: "iOS 26", familyID: 3, family: "iOS")
  private static let ipados = Software(id: 32, name: "iPadOS 26", familyID: 3, family: "iOS")
  private static let android = Software(id: 41, name: "Android 16", familyID: 4, family: "Android")
  private static let linux = Software(id: 51, name: "Ubuntu", familyID: 5, family: "Linux")
  private static let unknown = Software(id: 0, name: "Unknown", familyID: 0, family: "Unknown")
}
