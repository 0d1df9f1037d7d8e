internal import JSON
internal import JSONRPC

extension Server {
  /// At most so many values go out (`server/utilities/completion`).
  private static let valueLimit = 100

  /// `completion/complete`; nothing when there is nothing to complete.
  func complete(_ request: Request) throws(ResponseError) -> SharedMethod? {
    guard offer.library != nil || offer.prompts != nil else { return nil }
    guard let place = request.params?["argument"]?["name"]?.string,
      let value = request.params?["argument"]?["value"]?.string
    else { throw ResponseError(.invalidParams, "params.argument needs a name and a value") }
    let reference = request.params?["ref"]
    switch reference?["type"]?.string {
    case "ref/prompt":
      guard let book = offer.prompts else { throw Self.unknownReference }
      let prompt = try Self.prompt(named: reference?["name"], in: book)
      guard prompt.arguments.contains(where: { $0.name == place }) else {
        throw ResponseError(.invalidParams, "prompt \(prompt.name) has no argument of that name")
      }
      return .working { _ in
        LateObject(
          Self.completion(
            await book.completions(of: prompt.name, argument: place, value: value)))
      }
    case "ref/resource":
      let uri = reference?["uri"]?.string ?? ""
      guard let values = offer.library?.completions(of: uri, place: place, value: value) else {
        throw ResponseError(.invalidParams, "no resource template has that URI and place")
      }
      return .immediate(Self.completion(values))
    default: throw Self.unknownReference
    }
  }

  private static var unknownReference: ResponseError {
    ResponseError(.invalidParams, "params.ref must be a ref/prompt or a ref/resource there is")
  }

  private static func completion(_ values: [String]) -> JSONObject {
    let shown = values.prefix(valueLimit)
    return [
      "completion": [
        "values": .array(shown.map { .string($0) }),
        "total": .number(JSONNumber(values.count)), "hasMore": .bool(shown.count < values.count),
      ]
    ]
  }
}
