internal import JSON
internal import Platform

/// The time zone database of this system: in the directory that `TZDIR` names, or where systems
/// have it.
package struct SystemTimeZones: TimeZoneSource {
  private let directories: [String]

  /// `directory` is what `TZDIR` names.
  package init(directory: String? = getenv("TZDIR").map { String(cString: $0) }) {
    let named = directory.flatMap { $0.isEmpty ? nil : [$0] }
    directories = named ?? ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/etc/zoneinfo"]
  }

  package var isPresent: Bool { directories.contains { access($0, R_OK | X_OK) == 0 } }

  package func file(of name: String) -> [UInt8]? {
    for directory in directories {
      // A name may be that of a directory, which can be opened but not read.
      if let bytes = readFile("\(directory)/\(name)") { return bytes }
    }
    return nil
  }
}
