import JSON

/// A change of what is tied to an entity: one thing comes, one goes, or one takes another's place.
struct Patch: Sendable {
  let incoming: Int?
  let outgoing: Int?

  /// Reads `Action`, `Id` and `ReplaceId`, whose names begin with either case; nothing when
  /// something is wrong.
  init?(_ body: inout FieldReader) {
    let isLower = body.isSent("action") || body.isSent("id")
    let names = isLower ? ["action", "id", "replaceId"] : ["Action", "Id", "ReplaceId"]
    body.require(names[0])
    body.require(names[1])
    let action = body.choice(names[0], of: ["add", "remove"])
    let id = body.integer(names[1])
    let other = body.integer(names[2])
    guard let action, let id else { return nil }
    incoming = action == "add" ? id : other
    outgoing = action == "add" ? other : id
  }

  /// All that it names.
  var ids: [Int] { [incoming, outgoing].compactMap { $0 } }

  /// The items after the change. What is there isn't added again; what isn't there needs no
  /// removing.
  func applied<Item: Equatable>(to items: [Item], _ item: (Int) -> Item) -> [Item] {
    var items = items
    let place = outgoing.flatMap { items.firstIndex(of: item($0)) }
    if let place { items.remove(at: place) }
    if let incoming = incoming.map(item), !items.contains(incoming) {
      items.insert(incoming, at: place ?? items.count)
    }
    return items
  }
}
