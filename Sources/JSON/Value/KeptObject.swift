internal import Synchronization

/// An object that is kept as its text. Its members are read when they are first asked for.
final class KeptObject: Sendable {
  let text: JSONText
  private let known = Mutex<JSONMembers?>(nil)

  init(_ text: JSONText) {
    self.text = text
  }

  var members: JSONMembers {
    known.withLock { known in
      if let known { return known }
      guard let members = text.members() else { preconditionFailure("the text was checked") }
      known = members
      return members
    }
  }
}
