package import JSON
internal import Synchronization

/// What the answers of one tool have been like, beside what its `output` says of them.
package final class AnswerFields: Sendable {
  package let tool: String
  private let tally: Mutex<FieldTally>
  private let needs: [(need: FieldNeed, field: Int, ancestor: Int)]

  package init(of tool: ToolDescriptor) {
    self.tool = tool.name
    let fields = SchemaFields(tool)
    tally = Mutex(FieldTally(fields))
    needs = FieldNeed.all(of: tool).compactMap { need in
      guard let field = fields.index(of: need.path), let ancestor = fields.index(of: need.ancestor)
      else { return nil }
      return (need, field, ancestor)
    }
  }

  /// Compares one answer of a service's, and gives what the server needs of it and can't find.
  /// `mayEnd` says that no mark of what follows is the end of a list, and no lack.
  package func compare(_ answer: JSONObject, mayEnd: Bool = true) -> [FieldNeed] {
    tally.withLock { tally in
      tally.add(answer)
      return needs.filter { need, field, ancestor in
        !(mayEnd && need.endsLists) && tally.lacks(field, of: ancestor)
      }.map(\.need)
    }
  }

  /// Whether something was counted that is worth writing down at once.
  package var isNotable: Bool { tally.withLock(\.isNotable) }

  /// What was counted since this was last asked.
  package func take() -> CountedFields {
    let (answers, counts) = tally.withLock { $0.take() }
    return CountedFields(tool: tool, answers: answers, counts: counts)
  }
}

/// What was counted of some answers of a tool.
package struct CountedFields: Sendable {
  package let tool: String
  package let answers: Int
  package let counts: [FieldCount]

  package init(tool: String, answers: Int, counts: [FieldCount]) {
    self.tool = tool
    self.answers = answers
    self.counts = counts
  }
}

/// A field of answers that the server itself reads.
package struct FieldNeed: Sendable, Hashable {
  /// `*` stands for the elements of an array.
  package let path: [String]
  /// What has to be there for its lack to mean something: the answer, or a row.
  let ancestor: [String]
  /// What can't be done without it: a clause.
  package let purpose: String
  /// Whether a list that lacks it may be at its end.
  let endsLists: Bool

  package var pointer: JSONPointer { JSONPointer(tokens: path) }

  /// All that the descriptor of a service's tool points at.
  static func all(of tool: ToolDescriptor) -> [FieldNeed] {
    var needs: [FieldNeed] = []
    func add(
      _ path: [String], in ancestor: [String] = [], _ purpose: String, endsLists: Bool = false
    ) {
      guard path.count > ancestor.count, !needs.contains(where: { $0.path == path }) else { return }
      needs.append(
        FieldNeed(path: path, ancestor: ancestor, purpose: purpose, endsLists: endsLists))
    }
    if let rows = tool.rows {
      add(rows.tokens, "its rows, so that nothing can be listed, added up or paged through")
      for measure in tool.measures {
        add(
          rows.tokens + ["*"] + measure.pointer.tokens, in: rows.tokens + ["*"],
          "its measure \(measure.name), which queries and analyses add up")
      }
    }
    if let paging = tool.paging {
      let pointers = [
        (paging.next, "what the next page is asked for with, so that a list may seem to end early"),
        (paging.total, "how many rows there are on all pages"),
        (paging.more, "whether more rows follow, so that a list may seem to end early"),
      ]
      for (pointer, purpose) in pointers {
        if let pointer {
          add(
            pointer.tokens, purpose,
            endsLists: pointer == paging.next && paging.kind == .cursor)
        }
      }
    }
    if case .wait(let wait, startedBy: _) = tool.handler, let state = wait.statePath {
      add(state, "the state that tells when it is done, so that a wait never ends")
    }
    return needs
  }
}

extension SchemaFields {
  /// What a tool's `output` says, and what else is known of its answers: what the server needs of them,
  /// and what it adds itself.
  package init(_ tool: ToolDescriptor) {
    self.init(
      tool.output ?? [:], knowing: FieldNeed.all(of: tool).map(\.path) + tool.ownFields)
  }
}

extension ToolDescriptor {
  /// What the server itself puts into answers of the tool.
  fileprivate var ownFields: [[String]] {
    switch handler {
    case .each(let each, after: _): [["_notes"], [each.argument], ["failed"], ["message"]]
    case .wait: [["_notes"], ["status"], ["progress"], ["state"], ["last_problem"], ["message"]]
    case .request, .merge, .own: [["_notes"]]
    }
  }
}

/// Is given the answers of services as they pass.
package protocol AnswerWatch: Sendable {
  /// Takes note of an answer, or not, and never keeps it waiting: whatever takes time is done
  /// elsewhere. `mayEnd` is as of `AnswerFields.compare`.
  func passed(
    _ answer: JSONObject, comparedBy fields: Deferred<AnswerFields>,
    mayEnd: @autoclosure () -> Bool)
}
