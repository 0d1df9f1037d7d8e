import JSON
import Providers
import Tools

/// A tool's request with every argument given, held against the operation it is for.
struct WireComparison {
  let tool: ToolDescriptor
  let variant: RequestVariant
  let operation: CatalogOperation
  /// By canonical name.
  let values: JSONObject

  func deviations() throws -> [Deviation] {
    let parts = try RequestParts(variant.template, of: tool, Arguments(values))
    let sent = try SentRequest(parts)
    return path(of: sent) + parameters(of: sent) + strangers(in: sent) + media(of: sent)
  }

  /// Each segment is the operation's, or the value of the argument that stands there.
  private func path(of sent: SentRequest) -> [Deviation] {
    let places = operation.path.split(separator: "/").map(String.init)
    var deviations: [Deviation] = []
    if sent.method != operation.method || sent.path.count != places.count {
      deviations.append(deviation("", .requestLine, "\(sent.method) \(sent.path)"))
    }
    for ((place, ours), segment) in zip(zip(places, variant.segments), sent.path) {
      var expected = [place]
      if let parameter = operation.parameter(inPath: place), let argument = tool.argument(in: ours)
      {
        expected = values[argument.name].map(parameter.texts) ?? []
      }
      if expected != [segment] {
        deviations.append(deviation(place, .requestLine, "\(segment) instead of \(expected)"))
      }
    }
    return deviations
  }

  /// Each parameter the service takes is sent, in its place and as its documents write it.
  private func parameters(of sent: SentRequest) -> [Deviation] {
    operation.parameters.filter { !$0.isReadOnly && $0.isIn != "path" }.flatMap { parameter in
      let nested = tool.arguments(inside: parameter)
      if !nested.isEmpty { return leaves(of: parameter, nested, in: sent) }
      guard let argument = tool.argument(for: parameter), let value = values[argument.name] else {
        return [deviation(parameter.name, .place, "is not sent in \(parameter.isIn)")]
      }
      switch parameter.isIn {
      case "query": return encoding(of: parameter, value, sent.query(parameter.name))
      case "form": return encoding(of: parameter, value, sent.form(parameter.name))
      case _: return encoding(of: parameter, value, sent.body[parameter.name])
      }
    }
  }

  /// The properties of an object, which arguments of their own stand for.
  private func leaves(
    of parameter: CatalogParameter, _ arguments: [ArgumentDescriptor], in sent: SentRequest
  ) -> [Deviation] {
    let taken = Set(arguments.map(\.wirePointer))
    let leaves = parameter.leaves(besides: taken)
    let missing = leaves.keys.filter { !taken.contains($0) }.map {
      deviation("\($0)", .place, "is not sent in the body")
    }
    return missing
      + arguments.flatMap { argument in
        guard let leaf = leaves[argument.wirePointer], let value = values[argument.name] else {
          return [deviation("\(argument.wirePointer)", .unknown, "\(argument.name) is sent there")]
        }
        return encoding(of: leaf, value, argument.wirePointer.value(in: .object(sent.body)))
      }
  }

  private func encoding(
    of parameter: CatalogParameter, _ value: JSONValue, _ sent: [String]
  ) -> [Deviation] {
    let expected = parameter.texts(value)
    let kept = sent.allSatisfy { parameter.isKept(by: .string($0)) }
    return sent == expected && kept
      ? [] : [deviation(parameter.name, .encoding, "\(value) is sent as \(sent)")]
  }

  private func encoding(
    of parameter: CatalogParameter, _ value: JSONValue, _ sent: JSONValue?
  ) -> [Deviation] {
    guard let sent, sent == parameter.documented(value), parameter.isKept(by: sent) else {
      let text = sent?.description ?? "nothing"
      return [deviation(parameter.name, .encoding, "\(value) is sent as \(text)")]
    }
    return []
  }

  /// What is sent although the catalog doesn't know it, or leaves it to the service.
  private func strangers(in sent: SentRequest) -> [Deviation] {
    func names(_ place: String) -> [String] {
      operation.parameters.filter { $0.isIn == place && !$0.isReadOnly }.map(\.name)
    }
    let unknown =
      sent.query.map(\.name).filter { !names("query").contains($0) }
      + sent.form.map(\.name).filter { !names("form").contains($0) }
      + sent.body.keys.filter { !names("body").contains($0) }
    let headers = tool.arguments.filter { $0.location == .header }.map(\.wireName)
    return (unknown + headers).map { deviation($0, .unknown, "is sent") }
  }

  private func media(of sent: SentRequest) -> [Deviation] {
    let expected: String? =
      switch operation.bodyEncoding {
      case "json": "application/json"
      case "form": "application/x-www-form-urlencoded"
      case _: nil
      }
    let text = sent.contentType ?? "nothing"
    return sent.contentType == expected ? [] : [deviation("", .contentType, text)]
  }

  private func deviation(
    _ parameter: String, _ fact: Deviation.Fact, _ detail: String
  ) -> Deviation {
    Deviation(operation: operation.name, parameter: parameter, fact: fact, detail: detail)
  }
}
