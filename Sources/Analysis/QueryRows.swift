package import JSON
package import Providers
internal import Tables
package import Tools

/// `query_rows`: any listing, read to its end and answered in the shape that was asked for.
///
/// The rows are folded while pages arrive, so that a question over many of them needs memory for its
/// groups, or for the rows that it answers. They are kept for further questions meanwhile.
package struct QueryRows: ToolHandler {
  private let settings: QuerySettings
  private let providers: [Provider]

  /// `providers` know whose a service's rows are.
  package init(_ settings: QuerySettings, _ providers: [Provider]) {
    self.settings = settings
    self.providers = providers
  }

  package func call(_ call: ToolCall) async throws(ToolError) -> JSONObject {
    let question = try RowQuestion(call.arguments, mostRequests: settings.mostRequests)
    let save = try await question.save(for: call)
    do throws(ToolError) {
      let answer =
        if let handle = question.handle {
          try await answer(question, kept: handle, for: call)
        } else {
          try await answer(question, for: call)
        }
      guard let save else { return answer.json(question) }
      return answer.json(saved: try await answer.table.write(to: save, question))
    } catch {
      await save?.discard()
      throw error
    }
  }

  /// Asks the service.
  private func answer(
    _ question: RowQuestion, for call: ToolCall
  ) async throws(ToolError) -> RowAnswer {
    let listing = try await question.listing(for: call)
    let zone = try await question.zone(of: listing, for: call)
    var ownZone = zone
    if listing.asksForOtherDays, let name = listing.tool.period?.fixedZone {
      ownZone = try await call.zone(named: name)
    }
    var taker = RowTaker(
      question.query, of: listing, in: zone, ownZone: ownZone,
      writer: await writer(for: listing))
    var reader = ListingReader(listing, question.limits, in: zone, for: call)
    do throws(ToolError) {
      let report = try await reader.read(into: &taker)
      var answer = RowAnswer(table: try taker.table(), listing, report, isWidened: reader.isWidened)
      await answer.keep(taker, KeptListing(listing, answer, in: taker.zone))
      return answer
    } catch {
      await taker.writer?.discard()
      throw error
    }
  }

  /// Keeps rows for those who could ask the service for them.
  private func writer(for listing: Listing) async -> ResultWriter? {
    let provider = providers.first { $0.descriptor.id == listing.tool.provider }
    guard let results = settings.results, let account = provider?.accountWithKey else { return nil }
    let origin = ResultOrigin(
      tool: listing.tool.name, service: listing.tool.provider, account: account)
    return try? await results.begin(origin)
  }

  /// Asks what an earlier answer kept.
  private func answer(
    _ question: RowQuestion, kept handle: String, for call: ToolCall
  ) async throws(ToolError) -> RowAnswer {
    guard let results = settings.results else { throw .nothingKept }
    let opened = try await results.open(handle, for: providers.compactMap(\.accountWithKey))
    call.footprint.note(
      "kept rows are read", ["rows": .number(JSONNumber(opened.result.rows))])
    let kept = KeptListing(opened.result.description)
    let zone = try await question.zone(ofKept: kept.timeZone, for: call)
    var fold = RowFold(question.query, in: kept.context(in: zone))
    for page in 0..<opened.pages.count {
      let bytes = try await opened.pages.page(page)
      guard let rows = try? RowText(chunk: bytes) else { throw .nothingKept }
      try fold.take(rows, at: PagePosition(window: 0, page: page))
    }
    return RowAnswer(table: try fold.answer(), kept, in: zone, handle: handle)
  }
}
