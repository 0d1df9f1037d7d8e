/// Begins the files that callers want answers saved to, and says in a tool's words why one can't be.
package struct FileOutlet: Sendable {
  private let sink: (any FileSink)?

  /// Without a sink nothing is saved.
  package init(sink: (any FileSink)? = nil) {
    self.sink = sink
  }

  /// Begins the file that an argument names. What is wrong with the path is a problem of that
  /// argument: begin before the rows are asked for, so that the caller hears of it first.
  package func begin(
    _ path: String, overwrite: Bool, argument: String = "save_to"
  ) async throws(ToolError) -> FileSave {
    guard let sink else {
      throw ArgumentProblem(
        argument, problem: "names a file, and this server writes none",
        expected: "nothing, unless the operator opens a directory by starting the server with "
          + "--save-dir DIR"
      ).error
    }
    let request = SaveRequest(argument: argument, places: sink.places)
    guard let format = SavedFormat(path: path) else { throw request.unknownFormat.error }
    do throws(SaveRefusal) {
      let writer = try await sink.begin(path, overwrite: overwrite)
      return FileSave(writer: writer, format: format, request: request)
    } catch {
      throw request.error(for: error)
    }
  }
}

/// A file that an answer is being saved to. It has its name once it is committed; dropped before,
/// nothing is left of it.
package struct FileSave: Sendable {
  fileprivate let writer: any FileWriter
  package let format: SavedFormat
  fileprivate let request: SaveRequest

  /// Waits until the system has taken the bytes, and so holds back who reads faster than it writes.
  package func append(_ bytes: [UInt8]) async throws(ToolError) {
    do throws(SaveRefusal) { try await writer.append(bytes) } catch {
      throw request.error(for: error)
    }
  }

  /// Throws in a cancelled task as well; then nothing is left of it.
  package func commit() async throws(ToolError) -> SavedFile {
    do throws(SaveRefusal) {
      return SavedFile(path: writer.path, byteCount: try await writer.commit())
    } catch {
      throw request.error(for: error)
    }
  }

  /// Takes away what was written, at once.
  package func discard() async { await writer.discard() }
}

/// A file that is there, whole.
package struct SavedFile: Equatable, Sendable {
  /// Absolute.
  package let path: String
  package let byteCount: Int
}

/// What a caller asked for, to tell it why it can't be had.
private struct SaveRequest: Sendable {
  let argument: String
  let places: [String]

  private var expectation: String {
    "a path below \(places.joined(separator: " or ")), such as clicks.csv"
  }

  var unknownFormat: ArgumentProblem {
    ArgumentProblem(
      argument, problem: "ends in neither .csv nor .jsonl", expected: expectation)
  }

  func error(for refusal: SaveRefusal) -> ToolError {
    func problem(_ problem: String, _ expected: String? = nil) -> ToolError {
      ArgumentProblem(argument, problem: problem, expected: expected ?? expectation).error
    }
    return switch refusal {
    case .outside: problem("lies outside the directories that the operator opened for writing")
    case .hidden:
      problem("has a name in it that begins with a dot, or a character that can't be seen")
    case .tooLong: problem("is too long for this disk", "a shorter path")
    case .noDirectory:
      problem("leads through a directory that isn't there", "a path through directories that are")
    case .link: problem("leads through a symbolic link", "a path without links")
    case .taken: problem("is there already", "another name, or overwrite: true beside it")
    case .irregular: problem("is there, and is no plain file", "another name")
    case .forbidden: broken("this server may not write there")
    case .full: broken("the disk is full, or the user's part of it")
    case .vanished: broken("its directory, or what was written so far, was taken away meanwhile")
    case .failed: broken("the disk, or the system, failed")
    case .cancelled: ToolError(.cancelled, "The call was cancelled. Nothing was saved.")
    }
  }

  /// Nothing the caller can put right.
  private func broken(_ reason: String) -> ToolError {
    ToolError(
      .forbidden,
      "The file of \(argument) can't be written: \(reason). Nothing was saved. The operator can "
        + "mend that, or name another --save-dir; without \(argument) the rows are answered.")
  }
}
