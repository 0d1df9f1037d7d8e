/// Which elements of an array, or members of an object by their order, schemas have seen: what
/// `unevaluatedItems` and `unevaluatedProperties` go by.
struct EvaluatedPlaces {
  private var isWhole = false
  private var places: Set<Int> = []

  func contains(_ place: Int) -> Bool { isWhole || places.contains(place) }

  mutating func insert(_ place: Int) { if !isWhole { places.insert(place) } }

  mutating func insertAll() {
    isWhole = true
    places = []
  }

  mutating func formUnion(_ other: EvaluatedPlaces) {
    if other.isWhole { insertAll() }
    if !isWhole { places.formUnion(other.places) }
  }
}
