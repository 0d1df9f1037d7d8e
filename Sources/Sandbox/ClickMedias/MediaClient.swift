import JSON

/// A company whose visibility is looked after.
struct MediaClient: Identified {
  static let noun = "Client"

  let id: Int
  let createdAt: Timestamp
  /// The fields of `MediaClient.fields` and the status, in that order.
  var settings: JSONObject

  /// Whose login it is: `123` in the page's example, for the first client.
  var userID: Int { 116 + id * 7 }
  var companyName: String { text("company_name") }
  var websiteURL: String { text("website_url") }
  var industry: String { text("industry") }
  var status: String { text("status") }

  /// The host of its website.
  var domain: String { websiteURL.split(separator: "/").dropFirst().first.map { String($0) } ?? "" }

  static let statuses = ["active", "inactive", "pending"]

  private func text(_ field: String) -> String { settings[field]?.string ?? "" }

  /// Twelve accounts; the last is new, pending, and without any report yet.
  static func initial(seed: Seed, now: Timestamp) -> [MediaClient] {
    profiles.enumerated().map { place, profile in
      let isNew = profile.status == "pending"
      let age = isNew ? 6 : seed.pick(800...1300, 1, place)
      return MediaClient(
        id: place + 1,
        createdAt: Timestamp(
          now.date.adding(days: -age), hour: 8 + place % 9, minute: seed.pick(0...59, 2, place)),
        settings: [
          "company_name": .string(profile.name),
          "website_url": .string("https://\(profile.domain)"),
          "contact_name": .string(profile.contact),
          "contact_email": .string("contact@\(profile.domain)"),
          "contact_phone": .string("+1 555-0" + String(121 + place)),
          "industry": .string(profile.industry),
          "plan_type": .string(profile.plan),
          "status": .string(profile.status),
        ]
      )
    }
  }

  private struct Profile: Sendable {
    let name: String
    let domain: String
    let contact: String
    let industry: String
    let plan: String
    var status = "active"
  }

  private static let profiles = [
    Profile(
      name: "Acme Corp", domain: "acme.com", contact: "John Doe", industry: "Technology",
      plan: "business"),
    Profile(
      name: "Harborview Dental", domain: "harborviewdental.example", contact: "Maya Lindqvist",
      industry: "Healthcare", plan: "advanced"),
    Profile(
      name: "Redwood Legal Group", domain: "redwoodlegal.example", contact: "Samuel Okafor",
      industry: "Legal", plan: "business"),
    Profile(
      name: "Bluebird Bakery", domain: "bluebirdbakery.example", contact: "Elena Rossi",
      industry: "Food & Beverage", plan: "starter"),
    Profile(
      name: "Summit Roofing", domain: "summitroofing.example", contact: "Dale Whitaker",
      industry: "Construction", plan: "advanced"),
    Profile(
      name: "Nimbus Cloud Backup", domain: "nimbusbackup.example", contact: "Priya Raman",
      industry: "Technology", plan: "agency"),
    Profile(
      name: "Willow & Stone Interiors", domain: "willowstone.example", contact: "Claire Fontaine",
      industry: "Home & Garden", plan: "starter", status: "inactive"),
    Profile(
      name: "Pacific Trail Tours", domain: "pacifictrail.example", contact: "Kenji Mori",
      industry: "Travel", plan: "business"),
    Profile(
      name: "Ironclad Fitness", domain: "ironcladfitness.example", contact: "Tessa Boyd",
      industry: "Fitness", plan: "advanced"),
    Profile(
      name: "Greenleaf Accounting", domain: "greenleafcpa.example", contact: "Omar Haddad",
      industry: "Finance", plan: "business"),
    Profile(
      name: "Lakeside Motors", domain: "lakesidemotors.example", contact: "Ruth Keller",
      industry: "Automotive", plan: "advanced", status: "inactive"),
    Profile(
      name: "Juniper Pet Clinic", domain: "juniperpets.example", contact: "Anna Novak",
      industry: "Veterinary", plan: "starter", status: "pending"),
  ]
}
