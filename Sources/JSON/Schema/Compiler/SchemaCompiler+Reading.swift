/// Reading the values of keywords: nil, and a report, where one isn't what its keyword asks for.
extension SchemaCompiler {
  mutating func read<Value>(
    _ keyword: String, _ source: SchemaSource, _ expected: String, _ convert: (JSONValue) -> Value?
  ) -> Value? {
    guard let value = source.object[keyword] else { return nil }
    return convert(value) ?? refuse(value, expected, at: source.location.appending(keyword))
  }

  mutating func string(_ keyword: String, _ source: SchemaSource) -> String? {
    read(keyword, source, "a string", \.string)
  }

  mutating func number(_ keyword: String, _ source: SchemaSource) -> JSONNumber? {
    read(keyword, source, "a number", \.number)
  }

  /// A non-negative integer; one too large for an `Int` counts as the largest.
  mutating func count(_ keyword: String, _ source: SchemaSource) -> Int? {
    read(keyword, source, "a non-negative integer") { value in
      guard let number = value.number, number.isInteger, number >= JSONNumber(0) else { return nil }
      return number.int ?? .max
    }
  }

  mutating func strings(_ keyword: String, _ source: SchemaSource) -> [String]? {
    guard let value = source.object[keyword] else { return nil }
    return strings(value, at: source.location.appending(keyword))
  }

  mutating func strings(_ value: JSONValue, at location: JSONPointer) -> [String]? {
    guard let elements = value.array else {
      return refuse(value, "an array of strings", at: location)
    }
    var strings: [String] = []
    for (index, element) in elements.enumerated() {
      guard let string = element.string else {
        return refuse(element, "a string", at: location.appending(index))
      }
      strings.append(string)
    }
    guard Set(strings.map(ExactString.init)).count == strings.count else {
      report("must not name a thing twice", at: location)
      return nil
    }
    return strings
  }

  mutating func object(_ keyword: String, _ source: SchemaSource) -> JSONObject? {
    read(keyword, source, "an object", \.object)
  }

  mutating func schema(_ keyword: String, _ source: SchemaSource) -> Int? {
    guard let value = source.object[keyword] else { return nil }
    return compile(value, at: source.location.appending(keyword), resource: source.resource)
  }

  /// The schemas of a keyword that takes a list of at least one.
  mutating func schemas(_ keyword: String, _ source: SchemaSource) -> [Int]? {
    guard let value = source.object[keyword] else { return nil }
    let location = source.location.appending(keyword)
    guard let elements = value.array, !elements.isEmpty else {
      return refuse(value, "an array of at least one schema", at: location)
    }
    return elements.enumerated().map { index, element in
      compile(element, at: location.appending(index), resource: source.resource)
    }
  }

  mutating func namedSchemas(
    _ keyword: String, _ source: SchemaSource
  ) -> [(name: String, schema: Int)] {
    guard let object = object(keyword, source) else { return [] }
    let location = source.location.appending(keyword)
    return object.members.map { name, value in
      (name, compile(value, at: location.appending(name), resource: source.resource))
    }
  }

  mutating func refuse<Value>(
    _ value: JSONValue, _ expected: String, at location: JSONPointer
  ) -> Value? {
    report("must be \(expected), but is \(Phrase.brief(value))", at: location)
    return nil
  }
}
