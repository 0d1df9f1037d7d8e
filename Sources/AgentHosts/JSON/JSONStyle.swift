internal import JSON

/// How a value is written into a file that has a way of its own.
struct JSONStyle {
  var lineEnd: [UInt8] = [Byte.newline]
  /// What one level is set in by.
  var unit: [UInt8] = [Byte.space, Byte.space]
  /// What the line begins with that the value begins on.
  var indentation: [UInt8] = []
  /// Whether all of it goes into one line.
  var isInline = false
  /// Whether there is a space behind colons and, in one line, behind commas.
  var isSpaced = true

  /// Lists of plain values that are longer are written one element a line.
  private static let lineLength = 100

  var space: [UInt8] { isSpaced ? [Byte.space] : [] }

  func key(_ key: String) -> [UInt8] {
    JSONValue.string(key).serialized() + [Byte.colon] + space
  }

  func text(of value: JSONValue) -> [UInt8] {
    switch value {
    case .object(let object):
      return list(
        "{}",
        object.members.map { key, value in
          self.key(key) + (isInline ? self : inner).text(of: value)
        }, isInline: isInline)
    case .array(let elements):
      let line = JSONStyle(isInline: true, isSpaced: isSpaced)
      let texts = elements.map { line.text(of: $0) }
      let length = texts.reduce(indentation.count + 20) { $0 + $1.count + 2 }
      let isPlain = elements.allSatisfy { $0.object == nil && $0.array == nil }
      if isInline || isPlain && length <= Self.lineLength {
        return list("[]", texts, isInline: true)
      }
      return list("[]", elements.map { inner.text(of: $0) }, isInline: false)
    case .null, .bool, .number, .string: return value.serialized()
    }
  }

  private var inner: JSONStyle {
    var style = self
    style.indentation += unit
    return style
  }

  private func list(_ brackets: String, _ items: [[UInt8]], isInline: Bool) -> [UInt8] {
    let (open, close) = (Array(brackets.utf8.prefix(1)), Array(brackets.utf8.suffix(1)))
    if items.isEmpty { return open + close }
    if isInline {
      return open + items.joined(separator: [Byte.comma] + space) + close
    }
    let start = lineEnd + inner.indentation
    let content = Array(items.joined(separator: [Byte.comma] + start))
    return open + start + content + lineEnd + indentation + close
  }
}
