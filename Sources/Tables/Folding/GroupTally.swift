internal import JSON

/// The figures of each group, as far as the rows have come.
struct GroupTally: Sendable {
  /// Of each group, by its number.
  private var counts: [Int] = []
  private var sums: [DecimalSum] = []
  private var extremes: [ExtremeValue?] = []
  private var distinctCounts: [Int] = []
  private var keys = KeyTable()
  /// What was seen of the columns whose values are counted, a key for each group and value.
  private var seen = KeyTable()
  /// Cells that were to be added up, and are no numbers, or past what is added up.
  private(set) var ignored = 0
  /// Of each key, the values that are in no span of time.
  private(set) var unspanned: [Unspanned]

  private let plan: FoldPlan
  private var key: [UInt8] = []
  private var seenKey: [UInt8] = []

  /// What a missing time's code is written as.
  private static let noCode = Int.min

  init(_ plan: FoldPlan) {
    self.plan = plan
    unspanned = plan.keys.map { _ in Unspanned() }
    // All rows together are a group of their own where there are no keys, even before the first.
    if plan.keys.isEmpty { addGroup(keys.index(of: [])) }
  }

  var count: Int { counts.count }

  private mutating func addGroup(_ index: Int) {
    guard index == counts.count else { return }
    counts.append(0)
    sums.append(contentsOf: repeatElement(DecimalSum(), count: plan.sums.count))
    extremes.append(contentsOf: repeatElement(nil, count: plan.extremes.count))
    distinctCounts.append(contentsOf: repeatElement(0, count: plan.distinct.count))
  }

  mutating func add(
    _ cells: [JSONCell], of source: [UInt8], _ zone: inout ZoneOffsets
  ) {
    let group = plan.keys.isEmpty ? 0 : group(of: cells, source, &zone)
    counts[group] += 1
    for (index, slot) in plan.sums.enumerated() where !cells[slot].isNull(source.span) {
      if let amount = cells[slot].amount(source.span),
        sums[group * plan.sums.count + index].add(amount)
      {
        continue
      }
      ignored += 1
    }
    for index in plan.extremes.indices { noteExtreme(index, cells, source, group) }
    for index in plan.distinct.indices { noteDistinct(index, cells, source, group) }
  }

  private mutating func group(
    of cells: [JSONCell], _ source: [UInt8], _ zone: inout ZoneOffsets
  ) -> Int {
    key.removeAll(keepingCapacity: true)
    for (index, (slot, bucket)) in plan.keys.enumerated() {
      let cell = cells[slot]
      if let bucket {
        let local = cell.date(source.span).map { zone.local($0) }
        let code = local.flatMap { bucket.code(day: $0.day, second: $0.second) } ?? Self.noCode
        if code == Self.noCode, !cell.isNull(source.span) {
          unspanned[index].add(isDay: bucket == .hour && local != nil && local?.second == nil)
        }
        withUnsafeBytes(of: code.littleEndian) { key.append(contentsOf: $0) }
      } else {
        cell.appendCanonical(source, to: &key)
        key.append(UInt8(ascii: ","))
      }
    }
    let index = keys.index(of: key)
    addGroup(index)
    return index
  }

  private mutating func noteExtreme(
    _ index: Int, _ cells: [JSONCell], _ source: [UInt8], _ group: Int
  ) {
    let extreme = plan.extremes[index]
    let cell = cells[extreme.slot]
    let place = group * plan.extremes.count + index
    guard !cell.isNull(source.span), extremes[place]?.isRepeated(cell, source) != true else {
      return
    }
    keep(ExtremeValue(cell, source), at: place, isMaximum: extreme.isMaximum)
  }

  private mutating func keep(_ value: ExtremeValue, at place: Int, isMaximum: Bool) {
    guard let kept = extremes[place] else {
      extremes[place] = value
      return
    }
    let order = value.key.order(to: kept.key)
    // Of values that are equal and written differently, the same one whatever the order of pages.
    let isFirst = order == 0 && value.bytes.lexicographicallyPrecedes(kept.bytes)
    if (isMaximum ? order > 0 : order < 0) || isFirst { extremes[place] = value }
  }

  private mutating func noteDistinct(
    _ index: Int, _ cells: [JSONCell], _ source: [UInt8], _ group: Int
  ) {
    let cell = cells[plan.distinct[index]]
    guard !cell.isNull(source.span) else { return }
    seenKey.removeAll(keepingCapacity: true)
    cell.appendCanonical(source, to: &seenKey)
    noteSeen(in: group, index)
    // Once more for all groups together.
    if !plan.keys.isEmpty { noteSeen(in: nil, index) }
  }

  /// Counts the value in `seenKey`, unless it has been seen in that group.
  private mutating func noteSeen(in group: Int?, _ index: Int) {
    let size = seenKey.count
    defer { seenKey.removeLast(seenKey.count - size) }
    let place = UInt64(bitPattern: Int64(group ?? -1))
    withUnsafeBytes(of: place.littleEndian) { seenKey.append(contentsOf: $0) }
    withUnsafeBytes(of: UInt32(index).littleEndian) { seenKey.append(contentsOf: $0) }
    let before = seen.count
    guard seen.index(of: seenKey) == before else { return }
    if let group {
      distinctCounts[group * plan.distinct.count + index] += 1
    }
  }

  /// How many different values all groups have together.
  private func distinctCount(_ index: Int) -> Int {
    (0..<seen.count).count { place in
      let key = seen.key(place).suffix(12)
      return key.prefix(8).allSatisfy { $0 == 0xFF } && Self.word(key.suffix(4)) == UInt64(index)
    }
  }

  private static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func merge(_ other: GroupTally) {
    ignored += other.ignored
    for (index, values) in other.unspanned.enumerated() { unspanned[index].add(values) }
    var places: [Int] = []
    for index in 0..<other.count {
      let place = keys.index(of: Array(other.keys.key(index)))
      addGroup(place)
      places.append(place)
      counts[place] += other.counts[index]
      for sum in plan.sums.indices {
        sums[place * plan.sums.count + sum].add(other.sums[index * plan.sums.count + sum])
      }
      for (extreme, wanted) in plan.extremes.enumerated() {
        guard let value = other.extremes[index * plan.extremes.count + extreme] else { continue }
        keep(value, at: place * plan.extremes.count + extreme, isMaximum: wanted.isMaximum)
      }
    }
    for index in 0..<other.seen.count {
      let key = other.seen.key(index)
      let group = Int(Int64(bitPattern: Self.word(key.suffix(12).prefix(8))))
      seenKey = Array(key.dropLast(12))
      noteSeen(in: group < 0 ? nil : places[group], Int(Self.word(key.suffix(4))))
    }
  }

  /// The values that a group has in common, one a key.
  func keyValues(_ group: Int) -> [JSONValue] {
    let key = Array(keys.key(group))
    var position = 0
    return plan.keys.map { part in
      if let bucket = part.bucket {
        let code = Int(bitPattern: UInt(Self.word(key[position..<position + 8])))
        position += 8
        return code == Self.noCode ? .null : bucket.value(of: code)
      }
      let cell = JSONCell(key.span, at: position)
      position = cell.end + 1
      return cell.value(key)
    }
  }

  func figures(_ group: Int) -> GroupFigures {
    GroupFigures(
      count: counts[group],
      sums: Array(sums[group * plan.sums.count..<(group + 1) * plan.sums.count]),
      extremes: Array(
        extremes[group * plan.extremes.count..<(group + 1) * plan.extremes.count]),
      distinct: Array(
        distinctCounts[group * plan.distinct.count..<(group + 1) * plan.distinct.count]))
  }

  /// Of all groups together.
  var total: GroupFigures {
    if plan.keys.isEmpty { return figures(0) }
    var total = GroupTally(plan)
    var all = GroupFigures(
      count: 0, sums: plan.sums.map { _ in DecimalSum() }, extremes: [],
      distinct: plan.distinct.indices.map(distinctCount))
    total.extremes = plan.extremes.map { _ in nil }
    for group in 0..<count {
      all.count += counts[group]
      for index in plan.sums.indices {
        all.sums[index].add(sums[group * plan.sums.count + index])
      }
      for (index, wanted) in plan.extremes.enumerated() {
        guard let value = extremes[group * plan.extremes.count + index] else { continue }
        total.keep(value, at: index, isMaximum: wanted.isMaximum)
      }
    }
    all.extremes = total.extremes
    return all
  }
}
