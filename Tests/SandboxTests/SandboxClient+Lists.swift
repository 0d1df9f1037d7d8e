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

  /// What is wrong, in ClickMeter's words.
  func refusal(_ answer: Answer) -> String {
    "\(answer.status) \(answer["/Message"]?.string ?? "")"
  }

  /// As an administrator of the same world.
  var administrator: SandboxClient { with(key: SandboxWorld.key) }
}
