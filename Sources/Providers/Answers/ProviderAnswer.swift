package import Exchange
internal import HTTPTypes
package import JSON
package import Tools

/// What a service answered, beside the key it was asked with.
package struct ProviderAnswer: Sendable {
  package let response: ProviderResponse
  private let reader: ResponseDecoder
  private let effect: Effect

  init(_ response: ProviderResponse, readBy reader: ResponseDecoder, effect: Effect) {
    self.response = response
    self.reader = reader
    self.effect = effect
  }

  package var status: Int { response.head.status.code }

  /// The answer as an object, without the key.
  package func read() throws(ToolError) -> JSONObject {
    try reader.read(response, effect: effect)
  }
}
