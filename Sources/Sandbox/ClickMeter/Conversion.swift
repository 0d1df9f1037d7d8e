import JSON

/// Something that visitors do at the end, counted where its code is placed: a purchase, a sign-up.
struct Conversion: AnnotatedEntity, WritableEntity {
  static let noun = "Conversion"
  static let collection = "conversions"
  static let firstID = 7001

  let id: Int
  var name: String
  var description: String
  /// What one is worth, in cents.
  var value: Int
  /// Over which the code is loaded: `Http` or `Https`.
  var loadsOver: String
  var notes = ""
  let createdAt: Timestamp
  /// A deleted one keeps its figures and is still read, but neither changed nor counted.
  var isDeleted = false
  /// The datapoints it is tied to, in the order they were.
  var datapointIDs: [Int]

  var label: String { name }

  static let protocols = ["Http", "Https"]

  /// Six, oldest first; the last is deleted. Every link is tied to the first, few to more than
  /// three.
  static func initial(now: Timestamp, datapoints: [Datapoint]) -> [Conversion] {
    let links = datapoints.enumerated().filter { $0.element.kind == .link }
    return profiles.enumerated().map { place, profile in
      let tied = links.filter { $0.offset % profile.every == profile.every - 1 }
      return Conversion(
        id: firstID + place, name: profile.name, description: profile.description,
        value: profile.value, loadsOver: place == 3 ? "Http" : "Https",
        createdAt: Timestamp(
          now.date.adding(days: -660 + place * 7), hour: 9 + place, minute: 10 * place),
        isDeleted: profile.isDeleted, datapointIDs: tied.map(\.element.id))
    }
  }

  private struct Profile: Sendable {
    let name: String
    let description: String
    let value: Int
    /// One link in so many is tied to it.
    let every: Int
    var isDeleted = false
  }

  private static let profiles = [
    Profile(
      name: "Purchase", description: "An order is paid, any basket", value: 4900, every: 1),
    Profile(
      name: "Newsletter signup", description: "The address is confirmed", value: 250, every: 2),
    Profile(name: "Trial started", description: "Fourteen days, no card", value: 1200, every: 6),
    Profile(name: "Lead form", description: "The contact form is sent", value: 800, every: 8),
    Profile(name: "Webinar seat", description: "A seat is booked", value: 1500, every: 12),
    Profile(
      name: "Old checkout", description: "The checkout before the new shop", value: 3900,
      every: 7, isDeleted: true),
  ]
}
