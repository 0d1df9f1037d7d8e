/// An affiliate network.
struct Network: Sendable {
  let id: Int
  let name: String

  static let cj = Network(id: 3, name: "CJ")
  static let rakuten = Network(id: 5, name: "Rakuten")
  static let awin = Network(id: 7, name: "Awin")
  static let impact = Network(id: 11, name: "Impact")
  static let partnerize = Network(id: 16, name: "Partnerize")
}
