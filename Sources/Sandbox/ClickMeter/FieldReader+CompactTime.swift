import JSON

extension FieldReader {
  /// `YYYYMMDD` or `YYYYMMDDHHmm`, in UTC.
  mutating func compactTime(_ name: String) -> Timestamp? {
    let kind = FieldKind.custom(expected: "a date as YYYYMMDD or YYYYMMDDHHmm") {
      Timestamp(compact: $0, lengths: [8, 12]) != nil
    }
    return text(name, kind).flatMap { Timestamp(compact: $0, lengths: [8, 12]) }
  }
}

extension Timestamp {
  /// Reads `20260120123000` in UTC. What a shorter text lacks is zero.
  init?(compact text: String, lengths: [Int]) {
    guard lengths.contains(text.utf8.count), text.utf8.count <= 14 else { return nil }
    let digits = text + String(repeating: "0", count: 14 - text.utf8.count)
    let parts = [0..<4, 4..<6, 6..<8, 8..<10, 10..<12, 12..<14].map { range in
      String(digits.dropFirst(range.lowerBound).prefix(range.count))
    }
    let day = parts[0..<3].joined(separator: "-")
    self.init(parsing: "\(day)T\(parts[3...].joined(separator: ":"))Z")
  }
}
