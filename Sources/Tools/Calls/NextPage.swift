package import JSON

/// What an answer of a list doesn't show.
package struct NextPage: Equatable, Sendable {
  /// How many rows it shows.
  package let shown: Int
  /// How many there are on all pages; nil where the service doesn't tell.
  package let total: Int?
  /// The arguments of the call for what follows that differ from those of this one; nil where no
  /// call gives it.
  package let next: JSONObject?
  /// Whether more follows for certain: nobody says so of a full page that is told nothing of.
  package let isCertain: Bool

  /// `{"shown": 20, "total": 23, "next": {"offset": 20}}`.
  package var json: JSONObject {
    [
      "shown": .number(JSONNumber(shown)),
      "total": total.map { .number(JSONNumber($0)) } ?? .null,
      "next": next.map(JSONValue.object) ?? .null,
    ]
  }

  /// `This shows 20 of 23 rows; offset 20 gives the next.` A mark is the service's text, so it is
  /// only said where it stands.
  func sentence(by paging: PagingDescriptor) -> String {
    let rows =
      total.map { "This shows \(shown) of \($0) rows" }
      ?? "This shows \(shown == 1 ? "1 row" : "\(shown) rows"), "
      + "there \(isCertain ? "are" : "may be") more"
    guard let next else { return "\(rows). \(paging.sizeSentence(beyond: shown))" }
    if let number = next[paging.argument]?.int {
      return "\(rows); \(paging.argument) \(number) gives the next."
    }
    let place = paging.next.map { $0.tokens.joined(separator: ".") } ?? ""
    return "\(rows); \(place) as \(paging.argument) gives the next."
  }
}

extension PagingDescriptor {
  /// What an answer says of what follows it. Members that aren't there are nil, those that are null
  /// are null; behind a mark of the end nothing else is looked for.
  package struct Told: Equatable, Sendable {
    var next: JSONValue?
    var total: Int?
    var more: Bool?

    /// Whether the mark is there and says that nothing follows, as that of most answers does.
    var isEnd: Bool { next.map { $0.isNull || $0 == "" } ?? false }
  }

  package func told(by answer: JSONObject) -> Told {
    let told = Told(next: next.flatMap(answer.value(at:)))
    if told.isEnd { return told }
    return Told(
      next: told.next, total: total.flatMap(answer.value(at:))?.count.flatMap(Self.believed),
      more: more.flatMap(answer.value(at:))?.truth)
  }

  /// What follows an answer of `rows` rows that tells this, to a call with these arguments, under
  /// their canonical names; nil at the end, and where nothing can be known of it. `rows` is asked
  /// for only where something may follow.
  package func next(
    after arguments: Arguments, told: Told, rows: @autoclosure () -> Int?
  ) -> NextPage? {
    if told.more == false || told.isEnd { return nil }
    if let mark = told.next {
      guard let rows = rows() else { return nil }
      return NextPage(shown: rows, total: told.total, next: [argument: mark], isCertain: true)
    }
    guard kind != .cursor, let rows = rows(), rows > 0 else { return nil }
    let before = rowsBefore(arguments)
    let isCertain: Bool
    if told.more == true {
      isCertain = true
    } else if let total = told.total, let before {
      guard before + rows < total else { return nil }
      isCertain = true
    } else {
      guard let size = size(arguments), rows >= size else { return nil }
      isCertain = false
    }
    return NextPage(
      shown: rows, total: told.total, next: step(after: arguments, rows: rows),
      isCertain: isCertain)
  }

  /// Whether an answer of as many rows as can be doesn't have the mark by which those are asked for
  /// that follow, not even as null. With fewer rows that is the end, and so it is with as many as
  /// there are.
  package func lacksMark(
    _ told: @autoclosure () -> Told, after arguments: Arguments, rows: @autoclosure () -> Int?
  ) -> Bool {
    guard kind == .cursor, next != nil, let size = size(arguments) else { return false }
    let told = told()
    guard told.next == nil, told.more != false, let rows = rows() else { return false }
    return rows > 0 && rows >= size && rows < told.total ?? .max
  }

  /// How many rows a call with these arguments asks for; nil where that isn't known.
  package func size(_ arguments: Arguments) -> Int? {
    for size in sizes { if let asked = arguments[size.argument]?.int { return asked } }
    return sizes.lazy.compactMap(\.usual).first
  }

  /// What is to be done where only the first rows are answered.
  fileprivate func sizeSentence(beyond shown: Int) -> String {
    guard let size = sizes.first else { return "The service gives no others." }
    guard let largest = size.largest else { return "Raise \(size.argument) for more." }
    return shown < largest
      ? "Raise \(size.argument) for more, to \(largest) at most."
      : "The service shows no more than that."
  }

  /// A number of rows that there can be: others would overflow what is computed with them.
  private static func believed(_ count: Int) -> Int? {
    (0...most).contains(count) ? count : nil
  }

  private static let most = 1 << 31

  /// Where a call is; nil where nothing can be.
  private func place(_ arguments: Arguments) -> Int? {
    guard let given = arguments[argument] else { return first }
    return given.int.flatMap(Self.believed)
  }

  /// The rows on the pages before; nil where that can't be counted.
  private func rowsBefore(_ arguments: Arguments) -> Int? {
    guard let place = place(arguments) else { return nil }
    switch kind {
    case .page:
      return place == first
        ? 0 : size(arguments).flatMap(Self.believed).map { (place - first) * $0 }
    case .offset: return place
    case .limit: return 0
    case .cursor: return nil
    }
  }

  /// The argument that moves on, counted.
  private func step(after arguments: Arguments, rows: Int) -> JSONObject? {
    guard let place = place(arguments) else { return nil }
    switch kind {
    case .page: return [argument: .number(JSONNumber(place + 1))]
    case .offset: return [argument: .number(JSONNumber(place + rows))]
    case .limit, .cursor: return nil
    }
  }
}

extension JSONValue {
  /// A whole number, which some services write as a text.
  fileprivate var count: Int? { int ?? string.flatMap { Int($0) } }
}
