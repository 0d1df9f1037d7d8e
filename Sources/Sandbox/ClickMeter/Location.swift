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
