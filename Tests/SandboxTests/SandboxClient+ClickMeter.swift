import HTTPTypes
import JSON
import Sandbox

extension SandboxClient {
  func put(_ path: String) -> Answer { send(.put, path) }

  /// The ids in a list of ClickMeter.
  func ids(_ path: String) -> [Int] {
    get(path).rows("/entities").compactMap { $0["id"]?.int }
  }

  /// What a count of ClickMeter says; -1 when it says nothing.
  func count(_ path: String) -> Int { get(path)["/count"]?.int ?? -1 }

  /// The figures of ClickMeter's totals that are sums.
  static let sums = [
    "totalClicks", "uniqueClicks", "totalViews", "uniqueViews", "spiderHitsCount",
    "convertedClicks", "uniqueConversions",
  ]

  /// The sum of a figure over rows; far below 0 when one lacks it.
  static func sum(_ rows: [JSONValue], _ figure: String) -> Int {
    rows.reduce(0) { $0 + ($1[figure]?.int ?? -1_000_000) }
  }

  /// The totals of the account, or of what that path names.
  func totals(_ subject: String, _ query: String) -> Answer {
    get("/clickmeter\(subject)/aggregated?\(query)")
  }

  /// What is wrong, in ClickMeter's words.
  func refusal(_ answer: Answer) -> String {
    "\(answer.status) \(answer["/Message"]?.string ?? "")"
  }

  /// As an administrator of the same world.
  var administrator: SandboxClient { with(key: SandboxWorld.key) }
}
