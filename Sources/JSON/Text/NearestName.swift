/// The known name a misspelled one most likely means; nil when none is close.
///
/// Close is an edit distance (insert, delete, replace, swap neighbours) of at most a third of the
/// name's length, or one name being part of the other. Of a name past 64 characters, which is no
/// one's, only these count.
package func nearestName(to name: String, among known: [String]) -> String? {
  let name = String(name.prefix(64)).lowercased()
  let limit = max(1, name.count / 3)
  let ranked = known.map { (name: $0, distance: editDistance(name, $0.lowercased())) }
  if let best = ranked.min(by: { $0.distance < $1.distance }), best.distance <= limit {
    return best.name
  }
  return known.first { candidate in
    let candidate = candidate.lowercased()
    return name.count >= 3 && candidate.count >= 3
      && (candidate.contains(name) || name.contains(candidate))
  }
}

/// The end of a sentence about a name that isn't known; empty when none is close.
package func meantHint(_ name: String, among known: [String]) -> String? {
  nearestName(to: name, among: known).map { "; did you mean \"\($0)\"?" }
}

/// Optimal string alignment distance.
private func editDistance(_ left: String, _ right: String) -> Int {
  let left = Array(left)
  let right = Array(right)
  var beforePrevious: [Int] = []
  var previous = Array(0...right.count)
  for (row, leftCharacter) in left.enumerated() {
    var current = [row + 1]
    for (column, rightCharacter) in right.enumerated() {
      let replaced = previous[column] + (leftCharacter == rightCharacter ? 0 : 1)
      var best = min(replaced, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, leftCharacter == right[column - 1], left[row - 1] == rightCharacter {
        best = min(best, beforePrevious[column - 1] + 1)
      }
      current.append(best)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[right.count]
}
