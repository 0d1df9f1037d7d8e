/// What a tally knows of a field.
struct FieldMark: Sendable {
  /// The answers in which it was there, was gone through to its end, wasn't, and was lacking in an
  /// object that must have it.
  var present = 0
  var finished = 0
  var unfinished = 0
  var lacking = 0
  /// The object it was last seen in.
  var object = 0
  /// Types that nothing was said of, in this answer.
  var odd: JSONTypes = []
  /// The names of its members with their index among fields, or -1 - that among unlisted names.
  var order: NameOrder?
  /// How many unlisted names were told of it, and where the others are counted.
  var names = 0
  var crowd: Int?
  var counted = Counted()

  /// What was counted since the counts were last taken.
  struct Counted: Sendable {
    var asked = 0
    var absences = 0
    var lacks = 0
    /// How many answers lack it since it was last there, and whether it was there at all.
    var run = 0
    var wasThere = false
    var oddAnswers = 0
    var oddTypes: JSONTypes = []
  }
}

/// A name that isn't listed, or all those of an object that can't be told one by one.
struct UnlistedName: Sendable {
  let parent: Int
  /// nil of those that can't be told.
  let name: String?
  var present = 0
  var types: JSONTypes = []
  var answers = 0
}
