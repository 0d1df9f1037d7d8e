internal import Platform

/// Finds tools by the words of someone who doesn't know their names.
///
/// The text is ranked by BM25F (Robertson, Zaragoza: "The Probabilistic Relevance Framework", 2009):
/// a word counts the more, the fewer tools have it and the more telling the field it stands in;
/// repetition saturates. On top of that, a tool counts the more, the more of its name the wish has,
/// and if the name ends with what the wish is about; and the less when it changes something for who
/// asks, or only reads for who wants a change.
struct ToolIndex: Sendable {
  private let entries: [Entry]
  private let vocabulary: Vocabulary

  private struct Entry: Sendable {
    let tool: ToolDescriptor
    /// Stem → the summed weight of its fields.
    let weights: [String: Double]
    let name: [SearchWord]
    let phrases: [[SearchWord]]
  }

  /// Where repetition is worth half of what it can be worth (BM25's k1).
  private static let saturation = 1.5
  /// What a name that the wish has whole adds to a score, as a share of it.
  private static let nameWorth = 1.5
  /// The same of a keyword.
  private static let phraseWorth = 0.6
  /// How much more a tool counts whose name ends with what the wish is about.
  private static let subjectWorth = 1.15
  /// What is left of a score where one wants to know and the tool acts, or the other way round.
  private static let wrongKind = 0.7

  init(_ tools: [ToolDescriptor], synonyms: [[String]] = []) {
    entries = tools.map { tool in
      Entry(
        tool: tool, weights: Self.weights(of: tool), name: SearchWord.all(in: tool.name),
        phrases: tool.keywords.map(SearchWord.telling))
    }
    vocabulary = Vocabulary(
      synonyms,
      verbs: entries.filter { $0.tool.effect != .read }.compactMap(\.name.first),
      things: entries.flatMap { $0.name.dropFirst() })
  }

  /// The best tools for these words, best first; of those of equal worth what removes something comes
  /// last, and the others in the manifest's order.
  func search(_ text: String, limit: Int) -> [ToolDescriptor] {
    let wish = Wish(text, vocabulary)
    let terms = wish.stems.map(term)
    let scored = entries.enumerated().compactMap { index, entry -> (score: Double, Int)? in
      let score = score(of: entry, for: wish, terms)
      let last = entry.tool.effect == .destructive ? entries.count : 0
      return score > 0 ? (score, last + index) : nil
    }
    let best = scored.sorted { $0.score != $1.score ? $0.score > $1.score : $0.1 < $1.1 }
    return best.prefix(limit).map { entries[$0.1 % entries.count].tool }
  }

  private func score(of entry: Entry, for wish: Wish, _ terms: [Term]) -> Double {
    let worths = terms.map { $0.worth(in: entry.weights, saturation: Self.saturation) }
    let text = worths.reduce(0, +)
    guard text > 0 else { return 0 }
    // A tool that has something of every word beats one that has much of a single one.
    let share = Double(worths.count { $0 > 0 }) / Double(terms.count)
    let acts = entry.tool.effect != .read
    let phrase = entry.phrases.map { wish.share(of: $0) }.max() ?? 0
    let fit = max(wish.share(ofName: entry.name, acts: acts), phrase * Self.phraseWorth)
    return text * (0.5 + share / 2) * (1 + Self.nameWorth * fit)
      * (acts == wish.isForChange ? 1 : Self.wrongKind)
      * (wish.isAbout(entry.name) ? Self.subjectWorth : 1)
  }

  /// A word of a wish, and how much finding it or a synonym of it tells.
  private struct Term {
    let stem: String
    let synonyms: [String]
    /// The logarithm of how few tools have it, and of how few have any of them all.
    let rarity: (own: Double, all: Double)

    func worth(in weights: [String: Double], saturation: Double) -> Double {
      func saturated(_ weight: Double) -> Double {
        weight * (saturation + 1) / (weight + saturation)
      }
      let own = weights[stem].map(saturated) ?? 0
      let others = synonyms.lazy.compactMap { weights[$0] }.max().map(saturated) ?? 0
      return max(own * rarity.own, others * rarity.all * Vocabulary.synonymDiscount)
    }
  }

  private func term(_ stem: String) -> Term {
    let synonyms = vocabulary.synonyms(of: stem)
    let all = rarity(of: [stem] + synonyms)
    // Which word for deleting a tool happens to use tells nothing.
    let own = vocabulary.meansVerb(stem) ? all : rarity(of: [stem])
    return Term(stem: stem, synonyms: synonyms, rarity: (own, all))
  }

  private func rarity(of stems: [String]) -> Double {
    let having = Double(
      entries.count { entry in stems.contains { entry.weights[$0] != nil } })
    return log(1 + (Double(entries.count) - having + 0.5) / (having + 0.5))
  }

  /// The summed weight of each stem: how telling the fields are that it stands in. The words of a
  /// keyword share its weight.
  private static func weights(of tool: ToolDescriptor) -> [String: Double] {
    var weights: [String: Double] = [:]
    func add(_ words: [SearchWord], _ weight: Double) {
      for word in words { weights[word.stem, default: 0] += weight }
    }
    add(SearchWord.telling(in: tool.name), 3)
    add(SearchWord.telling(in: tool.title), 2)
    for keyword in tool.keywords {
      let words = SearchWord.telling(in: keyword)
      add(words, 2.5 / Double(max(1, words.count)).squareRoot())
    }
    add(SearchWord.telling(in: tool.description), 1)
    add(SearchWord.telling(in: tool.toolset + " " + tool.provider), 1)
    return weights
  }
}
