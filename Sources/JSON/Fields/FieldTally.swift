/// Answers held against what a schema says of their fields, and what was counted of them: names and
/// types, never a value.
///
/// Of an array a few elements are looked at: of one in the outermost object the first, the last and
/// some between, of others the first. Nothing is parsed, and no more of a text is read than that.
package struct FieldTally: Sendable {
  package let fields: SchemaFields
  private var marks: [FieldMark]
  private var unlisted: [UnlistedName] = []
  /// The number of the answer that was compared last, from 1.
  private var answer = 0
  /// The number of the object that was gone through last.
  private var objects = 0
  /// Answers since the counts were last taken.
  package private(set) var answers = 0

  /// Elements of an array that are looked at, where nothing was noted of it.
  static let elementLimit = 4
  /// Bytes of one element, or one member, that are looked at.
  static let byteLimit = 16 << 10
  /// Members of one object that are looked at.
  static let memberLimit = 256
  /// Names of one object, and of all of a tool, that are told beside those that are listed.
  static let nameLimit = 16
  static let unlistedLimit = 64

  package init(_ fields: SchemaFields) {
    self.fields = fields
    marks = Array(repeating: FieldMark(), count: fields.fields.count)
  }

  /// Compares one answer.
  package mutating func add(_ object: JSONObject) {
    answer += 1
    if let kept = object.kept {
      let (source, start) = kept.text.place
      scan(source.span, from: start, kept.outline)
    } else {
      read(.object(object), 0)
    }
    count()
  }

  /// Whether the answer that was compared last has what `ancestor` is, but lacks a field of it.
  package func lacks(_ field: Int, of ancestor: Int) -> Bool {
    guard marks[ancestor].present == answer, marks[field].present != answer else { return false }
    var index = fields.fields[field].parent
    while let parent = index {
      if marks[parent].unfinished == answer { return false }
      if parent == ancestor { return marks[parent].finished == answer }
      index = fields.fields[parent].parent
    }
    return true
  }

  /// The types that a field had in the answer compared last, beside those the schema says.
  package func oddTypes(of field: Int) -> JSONTypes { marks[field].odd }

  // MARK: - Texts

  private mutating func scan(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ outline: JSONOutline?
  ) {
    guard let outline, outline.isWhole else {
      return look(bytes, at: start, 0)
    }
    marks[0].present = answer
    objects += 1
    let number = objects
    var next = 0
    for member in outline.members {
      let field = meet(bytes, member.name.lowerBound, in: 0, object: number, next: &next).index
      guard field >= 0 else {
        note(bytes, at: member.start, unlisted: field)
        continue
      }
      if !fields.fields[field].isDescribed {
        mark(Self.type(bytes, at: member.start), field)
      } else if bytes[member.start] == UInt8(ascii: "["), member.elements > 0,
        let element = fields.fields[field].element
      {
        mark(.array, field)
        for start in member.samples.starts { look(bytes, at: start, element) }
      } else {
        look(bytes, at: member.start, field)
      }
    }
    finish(0, object: number)
  }

  /// Looks at the value at `start`, and at so much of the text behind it at most.
  private mutating func look(_ bytes: borrowing Span<UInt8>, at start: Int, _ field: Int) {
    let end = min(bytes.count, start + Self.byteLimit)
    let start = JSONSkipper.endOfSpace(bytes, from: start)
    _ = value(bytes.extracting(0..<end), from: start, field)
  }

  /// Looks at the value at `start`; its end, or nil where that isn't reached.
  private mutating func value(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ field: Int
  ) -> Int? {
    guard start < bytes.count else { return nil }
    let type = Self.type(bytes, at: start)
    mark(type, field)
    if fields.fields[field].isDescribed {
      if type == .object { return object(bytes, from: start, field) }
      if type == .array, let element = fields.fields[field].element {
        return array(bytes, from: start, element)
      }
    }
    return Self.end(bytes, from: start)
  }

  private static func end(_ bytes: borrowing Span<UInt8>, from start: Int) -> Int? {
    let end = JSONSkipper.endOfValue(bytes, from: start)
    return end < bytes.count ? end : nil
  }

  private static func type(_ bytes: borrowing Span<UInt8>, at start: Int) -> JSONTypes {
    let type = JSONTypes(startingWith: bytes[start])
    guard type == .integer else { return type }
    let end = JSONSkipper.endOfValue(bytes, from: start)
    for index in start..<end {
      switch bytes[index] {
      case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        let value = try? JSONParser.parse(
          bytes.extracting(start..<end), keeping: nil, .max, .max)
        return value.map { JSONTypes(of: $0) } ?? type
      default: continue
      }
    }
    return type
  }

  private mutating func array(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ element: Int
  ) -> Int? {
    var position = JSONSkipper.endOfSpace(bytes, from: start + 1)
    var count = 0
    while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
      let end =
        count < Self.elementLimit
        ? value(bytes, from: position, element) : Self.end(bytes, from: position)
      guard let end else { return nil }
      count += 1
      position = JSONSkipper.endOfSpace(bytes, from: end)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
    }
    return position < bytes.count ? position + 1 : nil
  }

  private mutating func object(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ field: Int
  ) -> Int? {
    objects += 1
    let number = objects
    guard let end = members(bytes, from: start, field, object: number) else {
      marks[field].unfinished = answer
      return nil
    }
    finish(field, object: number)
    return end
  }

  private mutating func members(
    _ bytes: borrowing Span<UInt8>, from start: Int, _ field: Int, object number: Int
  ) -> Int? {
    var position = JSONSkipper.endOfSpace(bytes, from: start + 1)
    var next = 0
    var count = 0
    while position < bytes.count, bytes[position] == UInt8(ascii: "\"") {
      count += 1
      guard count <= Self.memberLimit, Self.end(bytes, from: position) != nil else { return nil }
      let found = meet(bytes, position + 1, in: field, object: number, next: &next)
      position = JSONSkipper.endOfSpace(bytes, from: position + found.count + 2)
      // Past the colon.
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
      guard position < bytes.count else { return nil }
      let end: Int?
      if found.index >= 0 {
        end = value(bytes, from: position, found.index)
      } else {
        note(bytes, at: position, unlisted: found.index)
        end = Self.end(bytes, from: position)
      }
      guard let end else { return nil }
      position = JSONSkipper.endOfSpace(bytes, from: end)
      guard position < bytes.count, bytes[position] == UInt8(ascii: ",") else { break }
      position = JSONSkipper.endOfSpace(bytes, from: position + 1)
    }
    return position < bytes.count ? position + 1 : nil
  }

  /// A name that was met, by its index and the bytes between its quotes.
  private struct MetName {
    let index: Int
    let count: Int
  }

  /// A name that nothing is said of and that isn't looked at.
  private static let passed = Int.min

  /// Finds what is known of the name at `start`, which is after its quote.
  private mutating func meet(
    _ bytes: borrowing Span<UInt8>, _ start: Int, in field: Int, object: Int, next: inout Int
  ) -> MetName {
    if let entry = marks[field].order?.entry(bytes, at: start, next: &next) {
      if entry.number >= 0 { marks[entry.number].object = object }
      return MetName(index: entry.number, count: entry.count)
    }
    let end = max(start, JSONSkipper.endOfString(bytes, from: start - 1) - 1)
    let text = (try? JSONParser.unescaped(bytes, start..<end)) ?? ""
    let index = index(of: text, in: field)
    if index >= 0 { marks[index].object = object }
    // Those of a crowd, or of a map, are ever others.
    if index != fields.fields[field].other, index != marks[field].crowd.map({ -1 - $0 }) {
      if marks[field].order == nil { marks[field].order = NameOrder() }
      _ = marks[field].order?.learn(bytes, start..<end, index)
    }
    return MetName(index: index, count: end - start)
  }

  private mutating func note(
    _ bytes: borrowing Span<UInt8>, at start: Int, unlisted index: Int
  ) {
    guard index != Self.passed, start < bytes.count else { return }
    note(Self.type(bytes, at: start), unlisted: index)
  }

  // MARK: - Values

  private mutating func read(_ value: JSONValue, _ field: Int) {
    mark(JSONTypes(of: value), field)
    guard fields.fields[field].isDescribed else { return }
    switch value {
    case .object(let object): read(object, field)
    case .array(let elements):
      guard let element = fields.fields[field].element else { return }
      let isOutermost = fields.fields[field].parent == 0
      for index in Self.looks(at: elements.count, isOutermost: isOutermost) {
        read(elements[index], element)
      }
    case .null, .bool, .number, .string: return
    }
  }

  private static func looks(at count: Int, isOutermost: Bool) -> [Int] {
    guard isOutermost, count > elementLimit else { return Array(0..<min(count, elementLimit)) }
    let looks = min(count, 9)
    return (0..<looks).map { $0 * (count - 1) / (looks - 1) }
  }

  private mutating func read(_ object: JSONObject, _ field: Int) {
    objects += 1
    let number = objects
    for (name, value) in object.members.prefix(Self.memberLimit) {
      let index = index(of: name, in: field)
      if index >= 0 {
        marks[index].object = number
        read(value, index)
      } else if index != Self.passed {
        note(JSONTypes(of: value), unlisted: index)
      }
    }
    if object.count > Self.memberLimit {
      marks[field].unfinished = answer
    } else {
      finish(field, object: number)
    }
  }

  // MARK: - Counts

  /// What is known of a name: a field, an unlisted name as -1 - its index, or `passed`.
  private mutating func index(of name: String, in field: Int) -> Int {
    let known = fields.fields[field]
    if let member = known.members.first(where: {
      ExactString(text: $0.name) == ExactString(text: name)
    }) {
      return member.index
    }
    if let other = known.other { return other }
    guard known.listsMembers else { return Self.passed }
    let isPlain = FieldName.isPlain(name)
    if isPlain,
      let index = unlisted.firstIndex(where: { $0.parent == field && $0.name == name })
    {
      return -1 - index
    }
    guard isPlain, marks[field].names < Self.nameLimit, unlisted.count < Self.unlistedLimit else {
      return crowd(of: field)
    }
    marks[field].names += 1
    unlisted.append(UnlistedName(parent: field, name: name))
    return -unlisted.count
  }

  /// Where names are counted that can't be told one by one.
  private mutating func crowd(of field: Int) -> Int {
    if let crowd = marks[field].crowd { return -1 - crowd }
    marks[field].crowd = unlisted.count
    unlisted.append(UnlistedName(parent: field, name: nil))
    return -unlisted.count
  }

  private mutating func mark(_ type: JSONTypes, _ field: Int) {
    if marks[field].present != answer { marks[field].odd = [] }
    marks[field].present = answer
    if !type.isSubset(of: fields.fields[field].types) { marks[field].odd.formUnion(type) }
  }

  private mutating func note(_ type: JSONTypes, unlisted index: Int) {
    unlisted[-1 - index].types.formUnion(type)
    unlisted[-1 - index].present = answer
  }

  /// An object was gone through to its end.
  private mutating func finish(_ field: Int, object: Int) {
    marks[field].finished = answer
    for member in fields.fields[field].members {
      if fields.fields[member.index].isRequired, marks[member.index].object != object {
        marks[member.index].lacking = answer
      }
    }
  }

  /// Adds up what the marks say of the answer that was gone through.
  private mutating func count() {
    answers += 1
    for index in fields.fields.indices {
      if !marks[index].odd.isEmpty, marks[index].present == answer {
        marks[index].counted.oddAnswers += 1
        marks[index].counted.oddTypes.formUnion(marks[index].odd)
      }
      guard let parent = fields.fields[index].parent, !fields.fields[index].isRepeated else {
        continue
      }
      if marks[index].present == answer {
        marks[index].counted.asked += 1
        marks[index].counted.run = 0
        marks[index].counted.wasThere = true
      } else if marks[parent].finished == answer, marks[parent].unfinished != answer {
        marks[index].counted.asked += 1
        marks[index].counted.absences += 1
        marks[index].counted.run += 1
      }
      if marks[index].lacking == answer { marks[index].counted.lacks += 1 }
    }
    for index in unlisted.indices where unlisted[index].present == answer {
      unlisted[index].answers += 1
    }
  }

  /// What was counted since this was last asked, and of how many answers.
  package mutating func take() -> (answers: Int, counts: [FieldCount]) {
    var counts: [FieldCount] = []
    for index in fields.fields.indices {
      let field = fields.fields[index]
      let counted = marks[index].counted
      let pointer = JSONPointer(tokens: field.path)
      if counted.oddAnswers > 0 {
        counts.append(
          FieldCount(
            kind: .otherType, pointer: pointer, declared: field.types, seen: counted.oddTypes,
            count: counted.oddAnswers, answers: answers))
      }
      if field.isExpected, counted.asked > 0 {
        var count = FieldCount(
          kind: .missing, pointer: pointer, declared: field.types, seen: [],
          count: field.isRequired ? max(counted.lacks, counted.absences) : counted.absences,
          answers: counted.asked)
        count.run = counted.run
        count.wasThere = counted.wasThere
        count.isRequired = field.isRequired
        counts.append(count)
      }
      marks[index].counted = FieldMark.Counted()
    }
    for index in unlisted.indices where unlisted[index].answers > 0 {
      let name = unlisted[index]
      counts.append(
        FieldCount(
          kind: .new,
          pointer: JSONPointer(tokens: fields.fields[name.parent].path + [name.name ?? "*"]),
          declared: [], seen: name.types, count: name.answers, answers: answers))
      unlisted[index].answers = 0
    }
    defer { answers = 0 }
    return (answers, counts)
  }

  /// Whether something was counted that nothing is known of yet; of the absence of what may be
  /// absent only a long run tells anything.
  package var isNotable: Bool {
    unlisted.contains { $0.answers > 0 }
      || marks.contains { $0.counted.oddAnswers > 0 || $0.counted.lacks > 0 }
  }
}
