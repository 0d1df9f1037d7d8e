/// Who came with a hit: all of it drawn from one seed.
struct Visitor: Sendable {
  let chance: Seed
  let isSpider: Bool

  var device: Device { pick(isSpider ? Device.spiders : Device.people, 10) }

  var location: Location { pick(Location.all, 11) }

  var referrer: Referrer { isSpider ? .none : pick(Referrer.all, 12) }

  var ip: String { location.network + "." + String(chance.pick(1...254, 13)) }

  var isProxy: Bool { chance.unit(14) < 0.03 }

  /// What the address of the tracking link was called with; empty where with nothing.
  var queryParameters: String {
    isSpider ? "" : Self.parameters[chance.pick(0...4, 15)]
  }

  private static let parameters = [
    "", "utm_medium=cpc", "", "utm_medium=social", "coupon=SPRING10",
  ]

  /// The earlier in the list, the more often.
  private func pick<Choice>(_ choices: [Choice], _ coordinate: Int) -> Choice {
    let fraction = chance.unit(coordinate)
    return choices[Int(fraction * fraction * Double(choices.count))]
  }
}

/// What a visitor came with.
struct Device: Sendable {
  /// A browser or a system, and the family it is of.
  struct Software: Sendable {
    let id: Int
    let name: String
    let familyID: Int
    let family: String
  }

  let platform: String
  let browser: Software
  let os: Software

  static let people = [
    Device(platform: "Desktop", browser: chrome, os: windows),
    Device(platform: "Mobile", browser: safariMobile, os: ios),
    Device(platform: "Mobile", browser: chromeMobile, os: android),
    Device(platform: "Desktop", browser: safari, os: macos),
    Device(platform: "Desktop", browser: edge, os: windows),
    Device(platform: "Desktop", browser: chrome, os: macos),
    Device(platform: "Desktop", browser: firefox, os: windows),
    Device(platform: "Tablet", browser: safariMobile, os: ipados),
    Device(platform: "Desktop", browser: firefox, os: linux),
  ]

  static let spiders = [
    Device(platform: "Robot", browser: googlebot, os: unknown),
    Device(platform: "Robot", browser: bingbot, os: unknown),
  ]

  private static let chrome = Software(id: 11, name: "Chrome 143", familyID: 1, family: "Chrome")
  private static let chromeMobile = Software(
    id: 12, name: "Chrome Mobile 143", familyID: 1, family: "Chrome")
  private static let safari = Software(id: 21, name: "Safari 26", familyID: 2, family: "Safari")
  private static let safariMobile = Software(
    id: 22, name: "Mobile Safari 26", familyID: 2, family: "Safari")
  private static let edge = Software(id: 31, name: "Edge 143", familyID: 3, family: "Edge")
  private static let googlebot = Software(id: 90, name: "Googlebot", familyID: 9, family: "Robot")
  private static let bingbot = Software(id: 91, name: "bingbot", familyID: 9, family: "Robot")
  private static let firefox = Software(id: 41, name: "Firefox 146", familyID: 4, family: "Firefox")

  private static let windows = Software(id: 11, name: "Windows 11", familyID: 1, family: "Windows")
  private static let macos = Software(id: 21, name: "macOS 26", familyID: 2, family: "macOS")
  private static let ios = Software(id: 31, name: "iOS 26", familyID: 3, family: "iOS")
  private static let ipados = Software(id: 32, name: "iPadOS 26", familyID: 3, family: "iOS")
  private static let android = Software(id: 41, name: "Android 16", familyID: 4, family: "Android")
  private static let linux = Software(id: 51, name: "Ubuntu", familyID: 5, family: "Linux")
  private static let unknown = Software(id: 0, name: "Unknown", familyID: 0, family: "Unknown")
}

/// Where a visitor came from.
struct Location: Sendable {
  let city: String
  /// Two letters.
  let country: String
  let countryName: String
  let region: String
  let postalCode: String
  /// In hundredths of a degree.
  let latitude: Int
  let longitude: Int
  let language: String
  /// Who runs the network.
  let provider: String
  /// The first three parts of an address, of those that are kept for documentation (RFC 5737).
  let network: String

  static let all = [
    Location(
      city: "Berlin", country: "DE", countryName: "Germany", region: "Berlin",
      postalCode: "10115", latitude: 5252, longitude: 1340, language: "de-DE",
      provider: "Spree Telekom", network: "203.0.113"),
    Location(
      city: "Munich", country: "DE", countryName: "Germany", region: "Bavaria",
      postalCode: "80331", latitude: 4814, longitude: 1158, language: "de-DE",
      provider: "Isar Kabel", network: "203.0.113"),
    Location(
      city: "London", country: "GB", countryName: "United Kingdom", region: "England",
      postalCode: "EC1A", latitude: 5151, longitude: -13, language: "en-GB",
      provider: "Thames Broadband", network: "198.51.100"),
    Location(
      city: "New York", country: "US", countryName: "United States", region: "New York",
      postalCode: "10001", latitude: 4071, longitude: -7401, language: "en-US",
      provider: "Hudson Fiber", network: "192.0.2"),
    Location(
      city: "Vienna", country: "AT", countryName: "Austria", region: "Vienna",
      postalCode: "1010", latitude: 4821, longitude: 1637, language: "de-AT",
      provider: "Donau Netz", network: "198.51.100"),
    Location(
      city: "Paris", country: "FR", countryName: "France", region: "Île-de-France",
      postalCode: "75001", latitude: 4886, longitude: 235, language: "fr-FR",
      provider: "Seine Mobile", network: "198.51.100"),
    Location(
      city: "Chicago", country: "US", countryName: "United States", region: "Illinois",
      postalCode: "60601", latitude: 4188, longitude: -8763, language: "en-US",
      provider: "Lakeshore Online", network: "192.0.2"),
    Location(
      city: "Milan", country: "IT", countryName: "Italy", region: "Lombardy",
      postalCode: "20121", latitude: 4546, longitude: 919, language: "it-IT",
      provider: "Rete Lombarda", network: "198.51.100"),
  ]
}

/// The page a visitor followed the link on.
struct Referrer: Sendable {
  let id: Int
  let name: String
  /// Empty where the address was typed in, or came in a mail.
  let url: String
  /// What was searched for; empty where nothing was.
  var keyword = ""

  static let none = Referrer(id: 0, name: "Direct", url: "")

  static let all = [
    none,
    Referrer(id: 1, name: "Google", url: "https://www.google.com/", keyword: "running shoes sale"),
    Referrer(id: 2, name: "Instagram", url: "https://l.instagram.com/"),
    Referrer(id: 3, name: "Facebook", url: "https://l.facebook.com/"),
    Referrer(id: 1, name: "Google", url: "https://www.google.com/", keyword: "trail jacket"),
    Referrer(id: 4, name: "Northpeak Blog", url: "https://blog.northpeak.example/gear"),
    Referrer(id: 5, name: "Bing", url: "https://www.bing.com/", keyword: "spring sale shoes"),
    Referrer(id: 1, name: "Google", url: "https://www.google.com/", keyword: "hiking boots test"),
    Referrer(id: 6, name: "YouTube", url: "https://www.youtube.com/"),
    Referrer(id: 7, name: "Reddit", url: "https://www.reddit.com/r/hiking"),
  ]
}
