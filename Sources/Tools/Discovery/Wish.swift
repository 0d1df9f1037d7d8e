/// What someone looks for, as far as its words tell.
struct Wish {
  /// Without repetition, in the order of the alphabet.
  let stems: [String]
  /// Whether something is to be made, changed or removed; otherwise something is to be known.
  let isForChange: Bool
  /// The words for what it is about: `links` in `links of a group`, `group` in `a link's group`.
  private let subject: [String]
  /// Stem → the words that mean it, and how well.
  private let senses: [String: [Sense]]

  private struct Sense {
    let word: SearchWord
    let strength: Double
  }

  /// What a match is worth where one speaks of one thing and the other of several.
  private static let otherNumber = 0.8

  init(_ text: String, _ vocabulary: Vocabulary) {
    let words = SearchWord.all(in: text, withoutDays: true)
    let telling = words.filter(\.isTelling)
    stems = Set(telling.map(\.stem)).sorted()
    var senses: [String: [Sense]] = [:]
    for (index, word) in telling.enumerated() {
      senses[word.stem, default: []].append(Sense(word: word, strength: 1))
      // What stands first may be what is to be done; "a link's tag" is nothing to tag.
      let acts =
        index == 0 && word.isBase && !vocabulary.isThing(word)
        || words.isAct(word) && (index == 0 || !words.isQuestion)
      for synonym in vocabulary.synonyms(of: word.stem) where acts || !vocabulary.isVerb(synonym) {
        senses[synonym, default: []].append(
          Sense(word: word, strength: Vocabulary.synonymDiscount))
      }
    }
    self.senses = senses
    subject = words.subject(vocabulary)
    let namesAct = senses.contains { stem, senses in
      vocabulary.isVerb(stem) && senses.contains { $0.word.isBase }
    }
    let beginsWithAct = words.first.map { $0.isTelling && words.isAct($0) } ?? false
    isForChange = !words.isQuestion && (namesAct || beginsWithAct && !words.isReading)
  }

  /// How much of these words the wish has, 0...1.
  func share(of words: [SearchWord]) -> Double {
    guard !words.isEmpty else { return 0 }
    return words.map(strength).reduce(0, +) / Double(words.count)
  }

  /// How much of a tool's name it has. What the tool does counts only for who wants that: an act,
  /// or else that something is told.
  func share(ofName words: [SearchWord], acts: Bool) -> Double {
    guard let verb = words.first else { return 0 }
    var share = words.dropFirst().map(strength).reduce(0, +)
    if acts == isForChange || !acts {
      let isTold = !acts && !isForChange && ["list", "get"].contains(verb.stem)
      share += max(
        senses[verb.stem]?.map(\.strength).max() ?? 0, isTold ? Vocabulary.synonymDiscount : 0)
    }
    return share / Double(words.count)
  }

  /// Whether the name of a tool ends with what the wish is about.
  func isAbout(_ name: [SearchWord]) -> Bool {
    name.last.map { subject.contains($0.stem) } ?? false
  }

  private func strength(_ word: SearchWord) -> Double {
    senses[word.stem]?.map { sense in
      sense.strength * (sense.word.isPlural == word.isPlural ? 1 : Self.otherNumber)
    }.max() ?? 0
  }
}

/// Which words mean the same, and which say what tools do and to what.
struct Vocabulary: Sendable {
  /// How much less a synonym counts than the word itself.
  static let synonymDiscount = 0.7

  private let synonyms: [String: [String]]
  /// With which names of tools that change something begin.
  private let verbs: Set<String>
  /// With which names of tools go on.
  private let things: Set<String>

  init(_ groups: [[String]], verbs: [SearchWord], things: [SearchWord]) {
    var synonyms: [String: Set<String>] = [:]
    for group in groups {
      let stems = Set(group.flatMap(SearchWord.telling).map(\.stem))
      for stem in stems { synonyms[stem, default: []].formUnion(stems.subtracting([stem])) }
    }
    self.synonyms = synonyms.mapValues { $0.sorted() }
    self.verbs = Set(verbs.map(\.stem))
    self.things = Set(things.map(\.stem))
  }

  func synonyms(of stem: String) -> [String] { synonyms[stem] ?? [] }
  func isVerb(_ stem: String) -> Bool { verbs.contains(stem) }
  /// Whether it says what tools do, in one word or another, and to nothing they do it to.
  func meansVerb(_ stem: String) -> Bool {
    !things.contains(stem) && (isVerb(stem) || synonyms(of: stem).contains(where: isVerb))
  }
  /// Whether it says what tools do something to, in one word or another.
  func meansThing(_ stem: String) -> Bool {
    things.contains(stem) || synonyms(of: stem).contains(where: things.contains)
  }
  func isThing(_ word: SearchWord) -> Bool { things.contains(word.stem) }
}

extension [SearchWord] {
  /// The last of the first things in a row, and what means the same.
  fileprivate func subject(_ vocabulary: Vocabulary) -> [String] {
    func names(_ word: SearchWord) -> Bool {
      word.isTelling && !isAct(word) && vocabulary.meansThing(word.stem)
    }
    guard let last = drop(while: { !names($0) }).prefix(while: names).last else { return [] }
    return [last.stem] + vocabulary.synonyms(of: last.stem)
  }

  /// Whether the sentence asks: who asks wants to know. "How do I …" asks for a tool that does it.
  fileprivate var isQuestion: Bool {
    guard let first, Self.questioning.contains(first.text) else { return false }
    return !(first.text == "how" && count > 1 && Self.instructing.contains(self[1].text))
  }

  /// Whether a word is what is to be done: an imperative stands before an article.
  fileprivate func isAct(_ word: SearchWord) -> Bool {
    guard let index = firstIndex(where: { $0.text == word.text }), index + 1 < count else {
      return false
    }
    return word.isBase && Self.articles.contains(self[index + 1].text)
  }

  /// Whether what is to be done leaves everything as it is.
  fileprivate var isReading: Bool { first.map { Self.reading.contains($0.text) } ?? false }

  private static let questioning: Set<String> = [
    "what", "which", "who", "whose", "whom", "where", "when", "why", "how", "has", "have", "had",
    "did", "does", "is", "are", "was", "were",
  ]
  private static let instructing: Set<String> = ["do", "to", "can", "could", "should"]
  private static let articles: Set<String> = [
    "a", "an", "the", "my", "our", "this", "that", "these", "those", "all", "some", "every", "each",
    "another", "both", "many", "me", "several", "somebody", "someone", "them", "two",
  ]
  private static let reading: Set<String> = [
    "list", "count", "compare", "sum", "sort", "filter", "rank", "export", "download", "check",
    "read", "search", "analyse", "analyze", "measure", "track", "explain", "summarise",
    "summarize", "group", "save", "rows",
  ]
}
