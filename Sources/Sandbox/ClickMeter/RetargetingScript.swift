/// Code that a link runs for the advertising network whose audience its visitors shall join.
struct RetargetingScript: WritableEntity {
  static let noun = "RetargetingScript"
  static let collection = "retargeting"
  static let firstID = 301

  let id: Int
  var name: String
  var script: String

  var label: String { name }

  static let initial = ["Facebook visitors", "Google remarketing", "LinkedIn insight"]
    .enumerated().map { place, name in
      RetargetingScript(
        id: firstID + place, name: name,
        script: "<script src=\"https://audience.example.com/\(firstID + place).js\"></script>")
    }
}
