import JSON
import TestSupport
import Tools

/// Makes sets of arguments that a tool accepts, whatever its rules are.
struct ArgumentSets {
  let tool: ToolDescriptor
  var values: ValueGenerator
  private let reader: ArgumentReader

  init(_ tool: ToolDescriptor, seed: UInt64) {
    self.tool = tool
    values = ValueGenerator(seed: seed)
    reader = ArgumentReader(tool)
  }

  /// Under canonical names.
  mutating func valid() throws -> JSONObject {
    var last: [ArgumentProblem] = []
    for _ in 0..<40 {
      var set = try draw()
      for _ in 0..<6 {
        switch reader.read(set) {
        case .success: return set
        case .failure(let failure): last = failure.problems
        }
        for rule in tool.rules { try repair(&set, under: rule) }
      }
    }
    throw ValueGenerator.Unable(reason: "no valid set of arguments for \(tool.name): \(last)")
  }

  /// The set in other spellings: aliases, and numbers and truth values as texts.
  mutating func respelled(_ set: JSONObject) -> JSONObject {
    var respelled: JSONObject = [:]
    for (name, value) in set {
      let aliases = argument(name)?.aliases ?? []
      let spelling = values.random.oneIn(3) ? aliases.randomElement(using: &values.random) : nil
      let isPlain = value.number != nil || value.bool != nil
      respelled[spelling ?? name] =
        isPlain && values.random.oneIn(4) ? .string(value.description) : value
    }
    return respelled
  }

  /// A value for an argument: often the one of the example, which leads to something that exists.
  mutating func value(of name: String) throws -> JSONValue {
    if let known = tool.example?[name], values.random.oneIn(2) { return known }
    guard let argument = argument(name) else { return .null }
    if tool.period != nil, let choices = Self.ofRanges[name] {
      return choices.randomElement(using: &values.random) ?? .null
    }
    if argument.isClearable, values.random.oneIn(6) { return "" }
    if argument.file != nil { return values.file() }
    let value = try values.value(for: argument.schema.document)
    let isDay = argument.wholeDay != nil && values.random.oneIn(3)
    return isDay ? value.string.map { .string(String($0.prefix(10))) } ?? value : value
  }

  private static let ofRanges: [String: [JSONValue]] = [
    "range": ["today", "last_7_days", "this_week", "2026-03", "2026-03-01..2026-03-31"],
    "time_zone": ["UTC", "Z"],
  ]

  func argument(_ name: String) -> ArgumentDescriptor? { tool.arguments.first { $0.name == name } }

  /// All that is required and some of the rest, without a look at the rules.
  private mutating func draw() throws -> JSONObject {
    var set: JSONObject = [:]
    let rarity = 1 + values.random.index(below: 6)
    for argument in tool.arguments where argument.isRequired || values.random.oneIn(rarity) {
      set[argument.name] = try value(of: argument.name)
    }
    if let period = tool.period, set["range"] != nil {
      let ends = [period.start.argument, period.end.argument, period.words?.argument]
      for name in ends.compactMap(\.self) { set[name] = nil }
    }
    return set
  }

  private mutating func repair(_ set: inout JSONObject, under rule: ArgumentRule) throws {
    switch rule {
    case .ordered(let first, let second):
      guard let low = set[first], let high = set[second], high.lies(before: low) else { return }
      (set[first], set[second]) = (high, low)
    case .maximumDays(let limit, let from, let to):
      guard let start = set[from]?.string.flatMap({ CalendarDate(parsing: $0) }), set[to] != nil
      else { return }
      let days = values.random.index(below: limit)
      set[to] = .string(start.adding(days: days).description)
    case .together(let names):
      guard names.contains(where: { set[$0] != nil }) else { return }
      for name in names where set[name] == nil { set[name] = try value(of: name) }
    case .exclusive(let names):
      let kept = names.filter { set[$0] != nil }.randomElement(using: &values.random)
      for name in names where name != kept { set[name] = nil }
    case .atLeastOne(let names):
      guard names.allSatisfy({ set[$0] == nil }),
        let name = names.randomElement(using: &values.random)
      else { return }
      set[name] = try value(of: name)
    case .required(let name, let condition):
      guard set[name] == nil, condition.holds(in: Arguments(set)) else { return }
      set[name] = try value(of: name)
    case .only(let names, let condition):
      guard names.contains(where: { set[$0] != nil }), !condition.holds(in: Arguments(set))
      else { return }
      if values.random.oneIn(2) {
        for name in names { set[name] = nil }
      } else {
        set[condition.argument] = condition.values.randomElement(using: &values.random)
      }
    case .needs(let name, let other):
      guard set[name] != nil, set[other] == nil else { return }
      set[other] = try value(of: other)
    }
  }
}

extension JSONValue {
  /// Whether it is the smaller of two numbers, or the earlier of two dates or instants.
  fileprivate func lies(before other: JSONValue) -> Bool {
    if let number, let otherNumber = other.number { return number < otherNumber }
    guard let moment, let otherMoment = other.moment else { return false }
    return moment < otherMoment
  }

  private var moment: Timestamp? {
    guard let text = string else { return nil }
    return CalendarDate(parsing: text).map { Timestamp($0) } ?? Timestamp(parsing: text)
  }
}
