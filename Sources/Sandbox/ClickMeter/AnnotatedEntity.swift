/// What notes can be put on: datapoints, groups and conversions.
protocol AnnotatedEntity: WholeEntity {
  var notes: String { get set }
}
