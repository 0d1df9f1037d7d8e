package import JSON

/// Reads what a client sent for one tool into arguments, or tells all that is wrong with it.
///
/// Aliases fold into the canonical name, `null` counts as absent, safe coercions are made, each
/// value is validated against its schema, and the tool's rules are checked.
package struct ArgumentReader: Sendable {
  private let descriptors: [ArgumentDescriptor]
  private let rules: [ArgumentRule]
  /// Every accepted spelling → index in `descriptors`.
  private let indices: [String: Int]
  /// Those that may follow from others.
  private let implied: [(name: String, by: ArgumentDescriptor.Implication)]
  /// Which arguments are a date range.
  let period: PeriodDescriptor?
  /// Whether any argument is a day, or an instant that a day may stand for.
  let concernsDays: Bool
  /// Whether somebody may be asked where days begin and end.
  let asksForZone: Bool
  /// Arguments that say how a range is meant, and go to no service.
  let steering: [String]
  /// Why an argument can't be given here, by each of its names.
  private let withheld: [String: String]
  /// Where phone numbers belong that don't say so themselves.
  private let country: PhoneCountry?

  package init(_ tool: ToolDescriptor, in country: PhoneCountry? = nil) {
    self.init(tool, tool.arguments, tool.rules, country)
  }

  /// Reads a call for a range that may be longer than the service takes at once.
  init(uncapped tool: ToolDescriptor) {
    self.init(tool, tool.arguments, tool.rules.filter { $0.cap(on: tool.period) == nil })
  }

  /// Reads what stands in an array as a tool's arguments: without the one that is known only later,
  /// and without those that steer a call of the tool by itself.
  init(_ tool: ToolDescriptor, without name: String) {
    self.init(
      tool, tool.arguments.filter { $0.name != name && !$0.isStandard },
      tool.rules.filter { !$0.arguments.contains(name) })
  }

  private init(
    _ tool: ToolDescriptor, _ descriptors: [ArgumentDescriptor], _ rules: [ArgumentRule],
    _ country: PhoneCountry? = nil
  ) {
    self.country = country
    self.descriptors = descriptors
    self.rules = rules
    implied = descriptors.compactMap { descriptor in
      descriptor.implied.map { (descriptor.name, $0) }
    }
    period = tool.period
    concernsDays = tool.period != nil || descriptors.contains { $0.wholeDay != nil }
    asksForZone = !tool.days.sources.isEmpty
    withheld = tool.withheld
    steering = StandardArguments.names(ofRangesIn: descriptors)
    var indices: [String: Int] = [:]
    for (index, descriptor) in descriptors.enumerated() {
      for spelling in [descriptor.name] + descriptor.aliases { indices[spelling] = index }
    }
    self.indices = indices
  }

  /// The arguments, or every problem they have. What is given for a file is replaced by its
  /// content, in base64; what is given for a range by its days.
  package func read(
    _ given: JSONObject, files: FileIntake = FileIntake()
  ) -> Result<Arguments, ArgumentProblems> {
    read(given, files: files, .universal)
  }

  /// The same with what is known of the call's days.
  func read(
    _ given: JSONObject, files: FileIntake, _ days: CallDays
  ) -> Result<Arguments, ArgumentProblems> {
    var problems: [ArgumentProblem] = []
    var values = fold(given, in: days.zone, &problems)
    let isRanged = values[StandardArguments.range] != nil
    let meant = replaceRange(in: &values, days, &problems)
    imply(&values)
    // Descriptors are long: only those of what was given are copied.
    for index in descriptors.indices {
      let name = descriptors[index].name
      if let value = values[name] {
        let descriptor = descriptors[index]
        let faults = violations(of: value, descriptor)
        problems += faults
        if faults.isEmpty { read(value, descriptor, files, &values, &problems) }
      } else if descriptors[index].isRequired, !(isRanged && period?.isEnd(name) == true) {
        problems.append(missing(descriptors[index]))
      }
    }
    // A rule about a value that is wrong by itself would only confuse.
    let faulty = Set(problems.flatMap(\.names))
    let check = ArgumentRuleCheck(
      values: values.mapValues(\.value), spellings: values.mapValues(\.spelling), zone: days.zone)
    for rule in rules where faulty.isDisjoint(with: rule.arguments) {
      problems += check.problems(under: rule)
    }
    guard problems.isEmpty else { return .failure(ArgumentProblems(problems: problems)) }
    for name in steering { values[name] = nil }
    let ordered = descriptors.indices.compactMap { index in
      let name = descriptors[index].name
      return values[name].map { (name, $0.value) }
    }
    return .success(
      Arguments(JSONObject(ordered), period: meant ?? period(of: values, days)))
  }

  /// A value under its canonical name, and the name it came under.
  struct Given {
    let value: JSONValue
    let spelling: String
    /// Why it can't be brought into the form that is sent; a clause.
    var fault: String?
  }

  /// The argument that goes by a name, its own or another, and which instant of it a day means.
  func argument(
    spelled spelling: String
  ) -> (name: String, wholeDay: ArgumentDescriptor.DayEnd?)? {
    indices[spelling].map { (descriptors[$0].name, descriptors[$0].wholeDay) }
  }

  private func fold(
    _ given: JSONObject, in zone: TimeZoneRules, _ problems: inout [ArgumentProblem]
  ) -> [String: Given] {
    var values: [String: Given] = [:]
    for (spelling, raw) in given {
      guard let index = indices[spelling] else {
        problems.append(unknown(spelling))
        continue
      }
      guard !raw.isNull else { continue }
      let descriptor = descriptors[index]
      let isCleared = descriptor.isClearable && raw == ""
      var value =
        isCleared
        ? raw
        : raw.coerced(to: descriptor.schema.document).asInstant(descriptor.wholeDay, in: zone)
      var fault: String?
      if !isCleared, let normalization = descriptor.normalization {
        // Of the form that is sent nothing more can be told.
        fault = value.fault(under: normalization, in: country)
        value = value.normalized(normalization, in: country)
      }
      if let earlier = values[descriptor.name], earlier.value != value {
        problems.append(disagreement(earlier.spelling, spelling, descriptor))
      } else if values[descriptor.name] == nil {
        values[descriptor.name] = Given(value: value, spelling: spelling, fault: fault)
      }
    }
    return values
  }

  private func imply(_ values: inout [String: Given]) {
    for (name, implication) in implied
    where values[name] == nil && implication.causes.contains(where: { values[$0] != nil }) {
      values[name] = Given(value: implication.value, spelling: name)
    }
  }

  /// Replaces what was given by the file's content for it.
  private func read(
    _ given: Given, _ descriptor: ArgumentDescriptor, _ files: FileIntake,
    _ values: inout [String: Given], _ problems: inout [ArgumentProblem]
  ) {
    guard let limits = descriptor.file, let text = given.value.string,
      !(descriptor.isClearable && text.isEmpty)
    else { return }
    do throws(FileFault) {
      let content = try files.content(text, limits)
      values[descriptor.name] = Given(value: .string(content), spelling: given.spelling)
    } catch {
      problems.append(
        ArgumentProblem(
          given.spelling, canonical: [descriptor.name], problem: error.problem,
          expected: error.expected))
    }
  }

  private func violations(of given: Given, _ descriptor: ArgumentDescriptor) -> [ArgumentProblem] {
    if descriptor.isClearable, given.value == "" { return [] }
    if let normalization = descriptor.normalization, let reason = given.fault {
      return [
        ArgumentProblem(
          given.spelling, canonical: [descriptor.name], problem: reason,
          expected: normalization.expectation)
      ]
    }
    return descriptor.schema.violations(in: given.value).map { violation in
      let path = violation.instance.tokens.isEmpty ? "" : "\(violation.instance)"
      return ArgumentProblem(
        given.spelling + path, canonical: [descriptor.name],
        problem: violation.message, expected: descriptor.expectation)
    }
  }

  private func missing(_ descriptor: ArgumentDescriptor) -> ArgumentProblem {
    ArgumentProblem(
      descriptor.name, canonical: [descriptor.name], problem: "is required, but was not given",
      expected: descriptor.expectation
        + (period?.isEnd(descriptor.name) == true ? "; or range instead of both ends" : ""))
  }

  private func unknown(_ spelling: String) -> ArgumentProblem {
    if let reason = withheld[spelling] {
      return ArgumentProblem(spelling, problem: reason, expected: "a call without it")
    }
    let names = descriptors.map(\.name)
    let expected =
      if let nearest = nearestName(to: spelling, among: Array(indices.keys).sorted()) {
        "did you mean \(nearest)?"
      } else if names.isEmpty {
        "no arguments at all"
      } else {
        "one of \(names.joined(separator: ", "))"
      }
    return ArgumentProblem(spelling, problem: "is not known to this tool", expected: expected)
  }

  private func disagreement(
    _ first: String, _ second: String, _ descriptor: ArgumentDescriptor
  ) -> ArgumentProblem {
    ArgumentProblem(
      "\(first), \(second)", canonical: [descriptor.name],
      problem: "both mean \(descriptor.name), but their values differ",
      expected: "only \(descriptor.name)")
  }
}

/// Everything wrong with the arguments of a call, at least one thing.
package struct ArgumentProblems: Error, Equatable {
  package let problems: [ArgumentProblem]
}

extension ArgumentDescriptor {
  /// What a right value is, in a clause: type, bounds, choices.
  package var expectation: String {
    let schema = schema.document.object ?? [:]
    var words = [schema["type"]?.string ?? "a value"]
    if let format = schema["format"]?.string {
      words = [Self.formats[format] ?? "\(words[0]) in the format \(format)"]
    }
    if let choices = schema["enum"]?.array ?? schema["items"]?["enum"]?.array {
      words.append("one of \(choices.map(\.description).joined(separator: ", "))")
    }
    if let pattern = schema["pattern"]?.string { words.append("matching \(pattern)") }
    for (keyword, (text, unit)) in Self.bounds {
      if let bound = schema[keyword] { words.append("\(text) \(bound)\(unit)") }
    }
    return words.joined(separator: ", ")
  }

  private static let formats = [
    "date": "a calendar date, YYYY-MM-DD",
    "date-time": "an instant, YYYY-MM-DDTHH:MM:SSZ",
    "uri": "a complete URL, with https://",
    "email": "an e-mail address",
    "uuid": "a UUID",
  ]

  private static let bounds: KeyValuePairs = [
    "minimum": ("at least", ""), "maximum": ("at most", ""),
    "minLength": ("length at least", ""), "maxLength": ("length at most", ""),
    "minItems": ("at least", " items"), "maxItems": ("at most", " items"),
  ]
}
