/// One step of the way into an instance; cheap to take, and only sometimes told.
enum PathStep {
  case member(String)
  case element(Int)

  var token: String {
    switch self {
    case .member(let name): name
    case .element(let place): String(place)
    }
  }
}
