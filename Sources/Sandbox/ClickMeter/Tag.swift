/// A word that marks datapoints and groups, which hold its id.
struct Tag: WholeEntity {
  static let noun = "Tag"
  static let collection = "tags"
  static let firstID = 9001

  let id: Int
  var name: String

  var label: String { name }

  /// The id of the word on all pixels of the initial world.
  static let conversionID = firstID + seasons.count + channels.count
  static let seasons = ["spring", "summer", "autumn"]
  static let channels = ["email", "social", "search", "partner"]

  static let initial = (seasons + channels + ["conversion"]).enumerated().map { place, name in
    Tag(id: firstID + place, name: name)
  }
}
