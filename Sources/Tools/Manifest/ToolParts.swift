internal import JSON

/// The parts of a tool that must fit each other. Those that could not be read are missing.
struct ToolParts {
  let effect: Effect?
  let request: RequestTemplate?
  /// Set where the server does the tool itself.
  let own: ToolDescriptor.OwnHandler?
  let arguments: [ArgumentDescriptor]
  let rules: [ArgumentRule]
  let paging: PagingDescriptor?
  let report: ReportDescriptor?
  let consent: ConsentDescriptor?

  init(reading cursor: ManifestCursor, shared: ManifestCursor?) {
    effect = cursor.isPresent("effect", "an effect") ? cursor.choice("effect", Effect.self) : nil
    own = cursor.choice("handler", ToolDescriptor.OwnHandler.self)
    request = cursor.object.contains("handler") ? nil : cursor.template("request")
    arguments = cursor.children("arguments").compactMap { name, argument in
      ArgumentDescriptor(reading: argument, name: name, shared: shared)
    }
    rules = cursor.elements("rules").compactMap(ArgumentRule.init(reading:))
    paging = cursor.child("paging").flatMap(PagingDescriptor.init(reading:))
    report = cursor.child("report").flatMap(ReportDescriptor.init(reading:))
    consent = cursor.child("consent").flatMap(ConsentDescriptor.init(reading:))
  }

  var handler: ToolDescriptor.HandlerKind? {
    if let own { return .own(own) }
    guard let request else { return nil }
    return report.map { .report($0, startedBy: request) } ?? .request(request)
  }
}
