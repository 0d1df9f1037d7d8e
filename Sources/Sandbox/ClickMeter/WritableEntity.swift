/// What a body is written into field by field: conversions, domains and scripts.
protocol WritableEntity: WholeEntity {
  /// Takes over what the body holds of it, and reports what it can't be. What is not sent stays
  /// as it is.
  mutating func change(_ body: inout FieldReader)
}
