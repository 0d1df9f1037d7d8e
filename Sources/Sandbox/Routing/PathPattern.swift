/// A path with holes: `/clients/{id}/scores`.
struct PathPattern: Sendable {
  private enum Segment: Sendable {
    case literal(String)
    case parameter(String)

    var isParameter: Bool {
      switch self {
      case .literal: false
      case .parameter: true
      }
    }
  }

  private let segments: [Segment]

  init(_ path: String) {
    segments = path.split(separator: "/").map { part in
      part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
    }
  }

  /// What the holes hold in this path, or nothing when the path does not fit.
  func parameters(of path: [String]) -> [String: String]? {
    guard path.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (segment, text) in zip(segments, path) {
      switch segment {
      case .literal(let literal): guard literal == text else { return nil }
      case .parameter(let name): parameters[name] = text
      }
    }
    return parameters
  }

  /// Whether a literal stands first where two patterns of one length differ in kind. Shorter ones
  /// come before longer ones, so that this orders any patterns.
  func isMoreLiteral(than other: PathPattern) -> Bool {
    guard segments.count == other.segments.count else {
      return segments.count < other.segments.count
    }
    for (own, others) in zip(segments, other.segments) where own.isParameter != others.isParameter {
      return !own.isParameter
    }
    return false
  }
}
