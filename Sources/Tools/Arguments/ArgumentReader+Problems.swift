internal import JSON

/// What is wrong with arguments, in words.
extension ArgumentReader {
  /// An argument that was given, and says nothing.
  struct Blank {
    let spelling: String
    let value: JSONValue

    /// `notes`, `page (0)`.
    var mention: String { isText ? spelling : "\(spelling) (\(written))" }

    /// `is blank`, `is 0`.
    var problem: String { isText ? "is blank" : "is \(written)" }

    private var isText: Bool { value.string?.isBlank == true }
    private var written: String { value.string ?? value.description }
  }

  func missing(_ descriptor: ArgumentDescriptor, _ blank: Blank?) -> ArgumentProblem {
    ArgumentProblem(
      blank?.spelling ?? descriptor.name, canonical: [descriptor.name],
      problem: blank.map { "is required, but \($0.problem)" } ?? "is required, but was not given",
      expected: (descriptor.normalization?.expectation ?? descriptor.expectation)
        + (period?.isEnd(descriptor.name) == true ? "; or range instead of both ends" : ""))
  }

  /// Why a blank can't be left out where it may say what is to be removed, or hold a message back.
  func widening(_ blank: Blank, _ descriptor: ArgumentDescriptor) -> ArgumentProblem? {
    let isTarget = descriptor.location == .path || descriptor.location == .query
    guard effect == .destructive && isTarget || descriptor.normalization == .recency,
      !descriptor.isRequired
    else { return nil }
    let expectation = descriptor.normalization?.expectation ?? descriptor.expectation
    return ArgumentProblem(
      blank.spelling, canonical: [descriptor.name],
      problem: "\(blank.problem), and without it more may be done than was meant",
      expected: "\(expectation); or a call that doesn't name it")
  }

  func empty(_ spelling: String, _ descriptor: ArgumentDescriptor) -> ArgumentProblem {
    ArgumentProblem(
      spelling, canonical: [descriptor.name], problem: "is an empty list, which can't be sent",
      expected: descriptor.isRequired
        ? descriptor.expectation : "an item at least, or no \(spelling)")
  }

  func unknown(_ spelling: String) -> ArgumentProblem {
    if let reason = withheld[spelling] {
      return ArgumentProblem(spelling, problem: reason, expected: "a call without it")
    }
    let known = descriptors.map(\.name)
    let expected =
      if let nearest = names.nearest(to: spelling) {
        "did you mean \(nearest)?"
      } else if known.isEmpty {
        "no arguments at all"
      } else {
        "one of \(known.joined(separator: ", "))"
      }
    return ArgumentProblem(spelling, problem: "is not known to this tool", expected: expected)
  }

  func disagreement(
    _ first: String, _ second: String, _ descriptor: ArgumentDescriptor
  ) -> ArgumentProblem {
    ArgumentProblem(
      "\(first), \(second)", canonical: [descriptor.name],
      problem: "both mean \(descriptor.name), but their values differ",
      expected: "only \(descriptor.name)")
  }
}
