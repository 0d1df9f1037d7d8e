internal import Platform

/// Finds tools by the words of someone who doesn't know their names.
///
/// The ranking is BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework", 2009):
/// a word counts the more, the fewer tools have it and the more telling the field it stands in;
/// repetition saturates. A synonym counts a little less than the word itself.
struct ToolIndex: Sendable {
  private let entries: [Entry]
  /// Stem → how much finding it tells: the logarithm of how few tools have it.
  private let rarity: [String: Double]
  /// Stem → the stems that mean the same.
  private let synonyms: [String: [String]]

  private struct Entry: Sendable {
    let tool: ToolDescriptor
    /// Stem → the summed weight of its fields.
    let weights: [String: Double]
  }

  private static let synonymDiscount = 0.7
  /// Where repetition is worth half of what it can be worth (BM25's k1).
  private static let saturation = 1.5

  init(_ tools: [ToolDescriptor], synonyms groups: [[String]] = []) {
    entries = tools.map { Entry(tool: $0, weights: Self.weights(of: $0)) }
    var counts: [String: Int] = [:]
    for entry in entries {
      for stem in entry.weights.keys { counts[stem, default: 0] += 1 }
    }
    let total = Double(entries.count)
    rarity = counts.mapValues { count in
      let having = Double(count)
      return log(1 + (total - having + 0.5) / (having + 0.5))
    }
    var synonyms: [String: [String]] = [:]
    for group in groups {
      let stems = group.flatMap { SearchWords($0).stems }
      for stem in stems { synonyms[stem, default: []] += stems.filter { $0 != stem } }
    }
    self.synonyms = synonyms
  }

  /// The best tools for these words, best first; those of equal worth in the manifest's order.
  func search(_ text: String, limit: Int) -> [ToolDescriptor] {
    let wanted = Array(Set(SearchWords(text).stems)).sorted()
    let scored = entries.enumerated().compactMap { index, entry -> (Double, Int)? in
      let worths = wanted.map { worth(of: $0, in: entry) }
      let total = worths.reduce(0, +)
      guard total > 0 else { return nil }
      // A tool that has something of every word beats one that has much of a single one.
      let share = Double(worths.count { $0 > 0 }) / Double(wanted.count)
      return (total * (0.5 + share / 2), index)
    }
    let best = scored.sorted { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1 < $1.1 }.prefix(limit)
    return best.map { entries[$0.1].tool }
  }

  /// What one word adds to a tool's score: by itself or through its best synonym.
  private func worth(of stem: String, in entry: Entry) -> Double {
    let own = worth(ofExactly: stem, in: entry)
    let others = (synonyms[stem] ?? []).map {
      worth(ofExactly: $0, in: entry) * Self.synonymDiscount
    }
    return max(own, others.max() ?? 0)
  }

  private func worth(ofExactly stem: String, in entry: Entry) -> Double {
    guard let weight = entry.weights[stem], let rarity = rarity[stem] else { return 0 }
    return rarity * weight * (Self.saturation + 1) / (weight + Self.saturation)
  }

  /// The summed weight of each stem: how telling the fields are that it stands in.
  private static func weights(of tool: ToolDescriptor) -> [String: Double] {
    var weights: [String: Double] = [:]
    func add(_ text: String, _ weight: Double) {
      for stem in SearchWords(text).stems { weights[stem, default: 0] += weight }
    }
    add(tool.name, 3)
    add(tool.title, 2)
    for keyword in tool.keywords { add(keyword, 2.5) }
    add(tool.description, 1)
    add(tool.toolset + " " + tool.provider, 1)
    for argument in tool.arguments { add(argument.name, 0.4) }
    return weights
  }
}

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
    "each", "every", "something", "than", "other",
    "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have", "how", "i",
    "if", "in", "into", "is", "it", "its", "just", "me", "much", "my", "need", "not", "of",
    "on", "or", "our", "out", "please", "so", "some", "that", "the", "their", "them", "then",
    "there", "these", "they", "this", "those", "to", "up", "us", "want", "was", "we", "were",
    "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
  ]
}
