internal import JSON
internal import Tools

extension ToolError {
  /// The error without what must not be passed on in any of its words.
  func concealing(_ redaction: Redaction) -> ToolError {
    var error = self
    error.message = redaction.applied(to: message)
    error.providerCode = providerCode.map(redaction.applied)
    error.providerMessage = providerMessage.map(redaction.applied)
    return error
  }
}
