/// A word as a search compares it: in lower case, and without endings.
struct SearchWord: Equatable, Sendable {
  let text: String
  let stem: String

  /// Whether it says more than that something is wanted.
  var isTelling: Bool { text.count > 1 && !Self.empty.contains(text) }
  var isPlural: Bool {
    text.count > 3 && text.hasSuffix("s") && !["ss", "us", "is"].contains(where: text.hasSuffix)
  }
  /// Whether it may be an imperative: `pause`, not `paused`.
  var isBase: Bool { !isPlural && !text.hasSuffix("ed") && !text.hasSuffix("ing") }

  init(_ text: String) {
    self.text = text
    stem = Self.stem(text)
  }

  /// Of a wish, without the words that only say of which days: those are an argument.
  static func all(in text: String, withoutDays: Bool = false) -> [SearchWord] {
    let words = joined(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
    guard withoutDays else { return words.map(SearchWord.init) }
    func isSpan(_ index: Int) -> Bool {
      words.indices.contains(index)
        && (spans.contains(words[index]) || words[index].allSatisfy(\.isNumber))
    }
    return words.indices.filter { index in
      if units.contains(words[index]) { return !isSpan(index - 1) }
      guard isSpan(index) else { return true }
      let next = index + 1 < words.count ? words[index + 1] : ""
      return spans.contains(words[index]) && !units.contains(next) && !isSpan(index + 1)
    }.map { SearchWord(words[$0]) }
  }

  /// With one word for each pair that means one: `disable a link` for `switch a link off`.
  private static func joined(_ words: [String]) -> [String] {
    var words = words
    for (index, word) in words.enumerated().reversed() {
      guard let meanings = phrases[word] else { continue }
      let end = min(index + longestPhrase, words.count)
      guard let last = words[index..<end].firstIndex(where: { meanings[$0] != nil }),
        let meaning = meanings[words[last]]
      else { continue }
      words[index] = meaning
      words.remove(at: last)
    }
    return words
  }

  static func telling(in text: String) -> [SearchWord] { all(in: text).filter(\.isTelling) }

  /// The word without the endings that make no other word of it: crude, but the same for both
  /// sides of a comparison.
  private static func stem(_ word: String) -> String {
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

  private static let longestPhrase = 6
  private static let phrases: [String: [String: String]] = [
    "add": ["up": "sum"], "did": ["you": "effects"], "kick": ["off": "start"], "make": state,
    "put": ["hold": "pause"], "right": ["now": "current"],
    "set": state.merging(["up": "create"]) { $1 },
    "shut": ["down": "disable", "off": "disable"], "switch": ["on": "enable", "off": "disable"],
    "take": ["off": "remove"], "turn": ["on": "enable", "off": "disable"],
  ]
  private static let state = ["active": "enable", "live": "enable", "inactive": "disable"]

  private static let units: Set<String> = [
    "day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years",
  ]
  private static let spans: Set<String> = [
    "this", "last", "past", "previous", "next", "current", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "twelve", "fourteen", "thirty", "sixty", "ninety", "few",
  ]

  private static let empty: Set<String> = [
    "about", "actually", "all", "also", "am", "an", "and", "another", "any", "anybody", "anyone",
    "anything", "are", "aren", "as", "at", "be", "been", "being", "browse", "but", "by", "can",
    "could", "did", "didn", "display", "do", "does", "doesn", "don", "done", "each",
    "ever", "every", "everything", "find", "for", "from", "get", "gets", "give", "given", "go",
    "going", "good", "got", "had", "has", "have", "having", "he", "her", "here", "him", "his",
    "how", "if", "in", "into", "is", "isn", "it", "its", "just", "keep", "know", "let", "like",
    "look", "lot", "may", "me", "might", "mine", "much", "must", "my", "need", "needs", "now",
    "of", "on", "one", "ones", "only", "or", "other", "our", "ours", "out", "over", "per", "please",
    "put", "re", "see", "should", "show", "since", "so", "some", "somebody", "someone", "something",
    "still", "such", "tell", "than", "thank", "that", "the", "their", "them", "then", "there",
    "these", "they", "thing", "things", "this", "those", "to", "today", "too", "tool", "tools",
    "up", "us", "use", "using", "very", "via", "view", "want", "wants", "was", "way", "we",
    "well", "were", "what", "when", "where", "whether", "which", "who", "whom", "whose", "why",
    "will", "with", "would", "yes", "yesterday", "yet", "you", "your", "yours",
  ]
}
