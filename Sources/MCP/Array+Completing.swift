extension [String] {
  /// Those that begin with `prefix` whatever the case, each once, in their order.
  package func completing(_ prefix: String) -> [String] {
    let wanted = prefix.lowercased()
    var seen: Set<String> = []
    return filter { $0.lowercased().hasPrefix(wanted) && seen.insert($0).inserted }
  }
}
