import Platform

/// The memory of this process, in a file, when it crashes.
enum CoreDumps {
  /// Has the system write none, from here to the end: the keys would be in it. A program that the
  /// system pipes dumps into (`core_pattern` in core(5)) is told, and has to heed it.
  static func forbid() {
    var limit = rlimit(rlim_cur: 0, rlim_max: 0)
    // A limit can always be lowered; were it refused all the same, there is nothing else to do.
    _ = setrlimit(resource, &limit)
  }

  #if canImport(Darwin) || canImport(Musl)
  private static let resource = RLIMIT_CORE
  #else
  private static let resource = __rlimit_resource_t(RLIMIT_CORE.rawValue)
  #endif
}
