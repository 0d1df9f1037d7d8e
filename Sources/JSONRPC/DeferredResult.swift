package import JSON

/// A result on its way out, made when its line is written. Many wait for that at once, and each is
/// larger as JSON than what it is made from.
package struct DeferredResult: Sendable {
  private let make: @Sendable () -> JSONValue
  /// The most bytes it has as JSON, where that is known beforehand.
  package let size: Int?

  package init(atMost size: Int? = nil, _ make: @escaping @Sendable () -> JSONValue) {
    self.size = size
    self.make = make
  }

  package init(_ value: JSONValue) {
    make = { value }
    size = nil
  }

  /// The result, made anew each time.
  package var value: JSONValue { make() }
}

extension DeferredResult: Equatable {
  package static func == (left: DeferredResult, right: DeferredResult) -> Bool {
    left.value == right.value
  }
}
