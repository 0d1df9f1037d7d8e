/// A text as the words a search compares: lower-case, without endings and words that say nothing.
struct SearchWords {
  let stems: [String]

  init(_ text: String) {
    stems = text.lowercased().split { !$0.isLetter && !$0.isNumber }
      .map(String.init).filter { !Self.empty.contains($0) }.map(Self.stem)
  }

  /// The word without the endings that make no other word of it: crude, but the same for both
  /// sides of a comparison.
  static func stem(_ word: String) -> String {
    var stem = word
    if stem.count > 4, stem.hasSuffix("ies") {
      stem = stem.dropLast(3) + "y"
    } else if stem.count > 3, stem.hasSuffix("s"),
      !["ss", "us", "is"].contains(where: stem.hasSuffix)
    {
      stem.removeLast()
    }
    if stem.count > 5, stem.hasSuffix("ing") {
      stem.removeLast(3)
    } else if stem.count > 4, stem.hasSuffix("ed") {
      stem.removeLast(2)
    }
    if stem.count > 3, stem.hasSuffix("e") { stem.removeLast() }
    if stem.count > 3, let last = stem.last, stem.dropLast().last == last, last != "l" {
      stem.removeLast()
    }
    return stem
  }

  private static let empty: Set<String> = [
    "a", "about", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
    "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i",
    "if", "in", "into", "is", "it", "its", "just", "me", "much", "my", "need", "not", "of",
    "on", "or", "our", "out", "please", "so", "some", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "to", "up", "us", "want", "was", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
  ]
}
