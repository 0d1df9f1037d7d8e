internal import JSON
internal import MCP

/// What a call was answered, and what is said beside it.
struct CallAnswer: Sendable {
  let content: JSONObject
  let remark: String?

  /// Services call a message sent when they have taken it in, and a model would repeat that.
  static let accepted = "Accepted by the service. Whether it was delivered is not known."
}

/// Why a call gave no answer: the one error that crosses the pipeline.
enum CallFailure: Error {
  case failed(ToolError)
  /// Questions for a person, or an error of the protocol.
  case interrupted(Interruption)

  /// The failure under the name of a tool and its service, unless it has another's already.
  func naming(_ tool: ToolDescriptor) -> CallFailure {
    guard case .failed(var error) = self, error.tool == nil else { return self }
    error.tool = tool.name
    error.provider = error.provider ?? tool.service
    return .failed(error)
  }
}

extension ToolError {
  /// For the record of a call about which the person could not be asked.
  static var unasked: ToolError {
    ToolError(Task.isCancelled ? .cancelled : .consentRequired, notSent: "")
  }

  /// A tool was invoked that does more than read.
  static func changing(_ tool: ToolDescriptor) -> ToolError {
    ToolError(
      .forbidden,
      notSent: "\(tool.name) changes something, and a tool may only call tools that read, so "
        + "nothing was sent. Call \(tool.name) by itself.")
  }

  /// A tool was invoked that isn't there.
  static func unknown(_ name: String, meant: String?) -> ToolError {
    ToolError(
      .notFound,
      "No tool is named \"\(name.prefix(64))\"" + (meant.map { "; did you mean \($0)?" } ?? "."))
  }

  static func tooDeep(_ name: String, limit: Int) -> ToolError {
    ToolError(.forbidden, "\(name) was not called: tools call each other \(limit) deep at most.")
  }
}
