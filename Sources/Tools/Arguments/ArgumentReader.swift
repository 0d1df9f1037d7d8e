package import JSON

/// Reads what a client sent for one tool into arguments, or tells all that is wrong with it.
///
/// Other spellings of a name fold into the canonical one, blank optionals and `null` count as absent,
/// what a schema refuses is read as what was meant where there is no doubt, each value is validated
/// against its schema, and the tool's rules are checked.
package struct ArgumentReader: Sendable {
  let descriptors: [ArgumentDescriptor]
  private let rules: [ArgumentRule]
  let names: ArgumentNames
  /// Those that may follow from others.
  private let implied: [(name: String, by: ArgumentDescriptor.Implication)]
  /// Which arguments are a date range.
  let period: PeriodDescriptor?
  /// Whether any argument is a day or an instant.
  let concernsDays: Bool
  /// Whether somebody may be asked where days begin and end.
  let asksForZone: Bool
  /// Arguments that say how a range is meant, and go to no service.
  let steering: [String]
  /// Those that say how many rows a page has, the usual one first.
  private let sizes: [String]
  /// Why an argument can't be given here, by each of its names.
  let withheld: [String: String]
  let effect: Effect
  /// Where phone numbers belong that don't say so themselves.
  private let country: PhoneCountry?
  /// How arguments were described to who gives them.
  private let dialect: SchemaDialect

  package init(
    _ tool: ToolDescriptor, in country: PhoneCountry? = nil, _ dialect: SchemaDialect = .standard
  ) {
    self.init(tool, tool.arguments, tool.rules, country, dialect)
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
    _ country: PhoneCountry? = nil, _ dialect: SchemaDialect = .standard
  ) {
    self.country = country
    self.dialect = dialect
    self.descriptors = descriptors
    let change = tool.changesSomething(among: descriptors, under: rules)
    self.rules = rules + (change.map { [$0] } ?? [])
    names = ArgumentNames(descriptors)
    implied = descriptors.compactMap { descriptor in
      descriptor.implied.map { (descriptor.name, $0) }
    }
    period = tool.period
    concernsDays = tool.period != nil || descriptors.contains { $0.wholeDay != nil || $0.isInstant }
    asksForZone = !tool.days.sources.isEmpty
    withheld = tool.withheld
    sizes = tool.paging?.sizes.map(\.argument) ?? []
    steering = StandardArguments.names(ofRangesIn: descriptors)
    effect = tool.effect
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
    var reading = Reading()
    fold(given, in: days.zone, &reading)
    let isRanged = reading.values[StandardArguments.range] != nil
    let meant = replaceRange(in: &reading.values, days, &reading.problems)
    imply(&reading.values)
    validate(&reading, files, isRanged: isRanged)
    check(&reading, days)
    guard reading.problems.isEmpty else {
      return .failure(ArgumentProblems(problems: reading.problems))
    }
    let remarks = remarks(on: reading)
    for name in steering { reading.values[name] = nil }
    keepSmallestSize(in: &reading.values)
    let ordered = descriptors.indices.compactMap { index in
      let name = descriptors[index].name
      return reading.values[name].map { (name, $0.value) }
    }
    var arguments = Arguments(
      JSONObject(ordered), period: meant ?? period(of: reading.values, days), remarks: remarks)
    arguments.fileNames = reading.fileNames
    return .success(arguments)
  }

  /// What the arguments of a call come to, by canonical name.
  private struct Reading {
    var values = GivenValues()
    var problems: [ArgumentProblem] = []
    /// What was left out because it says nothing.
    var blanks: [String: Blank] = [:]
    /// What a reader should know of how something was understood.
    var remarks: [String] = []
    /// The names of files, where they are sent with them.
    var fileNames: [String: [String?]] = [:]
  }

  /// What must be known of an argument before the call can be read: its name, which instant of it
  /// a day means, and whether it is an instant.
  func argument(
    spelled spelling: String
  ) -> (name: String, wholeDay: ArgumentDescriptor.DayEnd?, isInstant: Bool)? {
    guard let index = names[spelling] else { return nil }
    // In place: descriptors are long.
    let descriptors = descriptors.span
    return (descriptors[index].name, descriptors[index].wholeDay, descriptors[index].isInstant)
  }

  private func fold(_ given: JSONObject, in zone: TimeZoneRules, _ reading: inout Reading) {
    for (spelling, written) in given {
      guard let index = names[spelling] else {
        if withheld[spelling] != nil || !names.isHosts(spelling) {
          reading.problems.append(unknown(spelling))
        }
        continue
      }
      let descriptor = descriptors[index]
      guard let raw = dialect.given(written, of: descriptor) else { continue }
      if raw.isNull {
        if descriptor.isNullable {
          keep(GivenValue(value: raw, spelling: spelling, isRight: true), for: descriptor, &reading)
          continue
        }
        let blank = Blank(spelling: spelling, value: raw)
        if let problem = widening(blank, descriptor) { reading.problems.append(problem) }
        continue
      }
      if !descriptor.usual.isEmpty, let word = raw.string?.trimmed.lowercased(),
        descriptor.usual.contains(word)
      {
        continue
      }
      guard let value = value(of: raw, spelling, descriptor, in: zone, &reading) else { continue }
      keep(value, for: descriptor, &reading)
    }
  }

  private func keep(
    _ value: GivenValue, for descriptor: ArgumentDescriptor, _ reading: inout Reading
  ) {
    let name = descriptor.name
    guard let earlier = reading.values[name] else {
      reading.values[name] = value
      return
    }
    if earlier.value == value.value { return }
    if sizes.contains(name), let size = value.value.int, let other = earlier.value.int {
      if size < other { reading.values[name] = value }
      return
    }
    reading.problems.append(disagreement(earlier.spelling, value.spelling, descriptor))
  }

  /// What is meant by a value; nil where it says nothing, or is refused. What is right as it stands,
  /// as most are, is looked at no further.
  private func value(
    of raw: JSONValue, _ spelling: String, _ descriptor: ArgumentDescriptor,
    in zone: TimeZoneRules, _ reading: inout Reading
  ) -> GivenValue? {
    let value = raw.asInstant(descriptor.wholeDay, in: zone)
    if value.isPlain {
      // A normalization has its own ideas of what is wrong.
      if let normalization = descriptor.normalization {
        return normalized(value, normalization, spelling)
      }
      if descriptor.schema.violations(in: value).isEmpty {
        return GivenValue(value: value, spelling: spelling, isRight: true)
      }
    }
    return meaning(of: raw, spelling, descriptor, in: zone, &reading)
  }

  private func normalized(
    _ value: JSONValue, _ normalization: ArgumentDescriptor.Normalization, _ spelling: String
  ) -> GivenValue {
    // Of the form that is sent nothing more can be told.
    GivenValue(
      value: value.normalized(normalization, in: country), spelling: spelling,
      fault: value.fault(under: normalization, in: country))
  }

  private func meaning(
    of raw: JSONValue, _ spelling: String, _ descriptor: ArgumentDescriptor,
    in zone: TimeZoneRules, _ reading: inout Reading
  ) -> GivenValue? {
    let coercion = ValueCoercion(
      to: descriptor.schema.document, omittingBlanks: effect != .destructive
    ) { descriptor.schema.violations(in: $0).isEmpty }
    let meant = coercion.read(raw)
    if effect != .read, raw.blankMembers > meant.blankMembers {
      reading.remarks.append("Left out of \(spelling): what is blank in it.")
    }
    if descriptor.style?.kind == .deepObject, meant.holdsEmpty {
      reading.remarks.append(
        "Not sent of \(spelling): what is empty in it; brackets can't tell it.")
    }
    // What hosts fill in for a list is `""`, which clears only where it is said to.
    let clears =
      raw.string?.isBlank == true ? descriptor.clearing == "" : descriptor.isList && meant == []
    if descriptor.isClearable, clears {
      let isText = coercion.isAnyText && raw != ""
      return GivenValue(
        value: isText ? raw : descriptor.clearing, spelling: spelling, isRight: true)
    }
    let isEmptyList = meant == []
    // What steers the tool itself is sent nowhere: without items it is as if it weren't there.
    // A 0 that is required was meant, and is told why it can't be.
    let isBlank = coercion.isBlank(raw, meant) && !(descriptor.isRequired && meant == 0)
    if isBlank || isEmptyList && descriptor.location == .tool {
      let blank = Blank(spelling: spelling, value: raw)
      if let problem = widening(blank, descriptor) {
        reading.problems.append(problem)
      } else {
        reading.blanks[descriptor.name] = blank
      }
      return nil
    }
    if isEmptyList {
      reading.problems.append(empty(spelling, descriptor))
      return nil
    }
    if let normalization = descriptor.normalization {
      return normalized(meant, normalization, spelling)
    }
    guard descriptor.isInstant, let text = meant.string?.trimmed,
      let time = WrittenTime(parsing: text)
    else {
      return GivenValue(value: meant.asInstant(descriptor.wholeDay, in: zone), spelling: spelling)
    }
    let instant = time.instant(in: zone)
    if time.offset == nil, Timestamp(parsing: text) == nil {
      reading.remarks.append(
        "\(spelling) names no zone: \(text) was taken as a time in \(zone.name), \(instant).")
    }
    return GivenValue(value: .string("\(instant)"), spelling: spelling)
  }

  /// Who says in two ways how many rows a page has gets no more than either.
  private func keepSmallestSize(in values: inout GivenValues) {
    let given = sizes.compactMap { name in values[name]?.value.int.map { (name, $0) } }
    guard given.count > 1, let smallest = given.min(by: { $0.1 < $1.1 }) else { return }
    for (name, _) in given where name != smallest.0 { values[name] = nil }
  }

  private func imply(_ values: inout GivenValues) {
    for (name, implication) in implied
    where values[name] == nil && implication.causes.contains(where: { values[$0] != nil }) {
      values[name] = GivenValue(value: implication.value, spelling: name)
    }
  }

  /// Holds each value against its schema, and asks for what is required. With a range both of its
  /// ends are given.
  private func validate(_ reading: inout Reading, _ files: FileIntake, isRanged: Bool) {
    // Descriptors are long: only those of what was given are copied.
    for index in descriptors.indices {
      let name = descriptors[index].name
      if let given = reading.values[name] {
        guard !given.isRight || descriptors[index].file != nil else { continue }
        let descriptor = descriptors[index]
        let faults = given.isRight ? [] : violations(of: given, descriptor)
        reading.problems += faults
        if faults.isEmpty { read(given, descriptor, files, &reading) }
      } else if descriptors[index].isRequired, !(isRanged && period?.isEnd(name) == true),
        !reading.problems.contains(where: { $0.names.contains(name) })
      {
        reading.problems.append(missing(descriptors[index], reading.blanks[name]))
      }
    }
  }

  private func check(_ reading: inout Reading, _ days: CallDays) {
    // A rule about a value that is wrong by itself would only confuse.
    let faulty = Set(reading.problems.flatMap(\.names))
    let check = ArgumentRuleCheck(
      given: reading.values, blanks: reading.blanks, descriptors: descriptors, zone: days.zone)
    for rule in rules where faulty.isDisjoint(with: rule.arguments) {
      reading.problems += check.problems(under: rule)
    }
  }

  /// What becomes of a change is only known to those who know what of it wasn't sent.
  private func remarks(on reading: Reading) -> [String] {
    guard effect != .read, !reading.blanks.isEmpty else { return reading.remarks }
    let left = descriptors.indices.compactMap { index -> String? in
      let name = descriptors[index].name
      return reading.values[name] == nil ? reading.blanks[name]?.mention : nil
    }
    guard !left.isEmpty else { return reading.remarks }
    return reading.remarks + ["Left out, because blank: \(left.joined(separator: ", "))."]
  }

  /// Replaces what was given by the content of the file, or files, for it.
  private func read(
    _ given: GivenValue, _ descriptor: ArgumentDescriptor, _ files: FileIntake,
    _ reading: inout Reading
  ) {
    guard let limits = descriptor.file, !(descriptor.isClearable && given.value == "") else {
      return
    }
    let texts = (given.value.array ?? [given.value]).compactMap(\.string)
    var contents: [FileContent] = []
    for (index, text) in texts.enumerated() {
      do throws(FileFault) {
        contents.append(try files.content(text, limits))
      } catch {
        reading.problems.append(
          ArgumentProblem(
            given.value.array == nil ? given.spelling : "\(given.spelling)/\(index)",
            canonical: [descriptor.name], problem: error.problem, expected: error.expected))
      }
    }
    let values = contents.map { JSONValue.string($0.base64) }
    guard values.count == texts.count, let first = values.first else { return }
    reading.values[descriptor.name] = GivenValue(
      value: given.value.array == nil ? first : .array(values), spelling: given.spelling)
    if descriptor.location == .multipart {
      reading.fileNames[descriptor.name] = contents.map(\.name)
    }
  }

  private func violations(
    of given: GivenValue, _ descriptor: ArgumentDescriptor
  ) -> [ArgumentProblem] {
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
        problem: violation.message, expected: descriptor.expectation(at: violation.instance))
    }
  }
}

extension ToolDescriptor {
  /// That a change must change something, where the manifest doesn't say so itself.
  fileprivate func changesSomething(
    among arguments: [ArgumentDescriptor], under rules: [ArgumentRule]
  ) -> ArgumentRule? {
    guard effect != .read, isChange else { return nil }
    let sent = arguments.filter { [.body, .form, .multipart].contains($0.location) }
    let isSaid = rules.contains { if case .atLeastOne = $0 { true } else { false } }
    guard !sent.isEmpty, !isSaid, !sent.contains(where: \.isRequired) else { return nil }
    // What stands in the query may be a change as well.
    let others = arguments.filter { [.query, .header].contains($0.location) && !$0.isRequired }
    return .atLeastOne((sent + others).map(\.name))
  }

  /// Whether it alters what is there by what it is given, rather than making, starting or replacing
  /// something.
  private var isChange: Bool {
    if case .merge = handler { return true }
    return request?.method == .patch
  }
}

/// Everything wrong with the arguments of a call, at least one thing.
package struct ArgumentProblems: Error, Equatable {
  package let problems: [ArgumentProblem]
}
