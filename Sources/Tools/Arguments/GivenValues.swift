internal import JSON

/// What was given for one argument.
struct GivenValue {
  let value: JSONValue
  /// The name it came under.
  let spelling: String
  /// Whether it was held against its schema already.
  var isRight = false
  /// Why it can't be brought into the form that is sent; a clause.
  var fault: String?
}

/// What was given for each argument, by canonical name. They are few: one is found by looking at
/// each, sooner than its name is hashed.
struct GivenValues {
  private var entries: [(name: String, given: GivenValue)] = []

  subscript(name: String) -> GivenValue? {
    get { entries.first { $0.name == name }?.given }
    set {
      switch (entries.firstIndex { $0.name == name }, newValue) {
      case (let index?, let value?): entries[index].given = value
      case (let index?, nil): entries.remove(at: index)
      case (nil, let value?): entries.append((name, value))
      case (nil, nil): break
      }
    }
  }
}
