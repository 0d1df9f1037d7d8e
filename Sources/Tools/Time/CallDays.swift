internal import JSON

/// Where the days of one call begin and end, and when it is made.
struct CallDays: Sendable {
  let zone: TimeZoneRules
  let now: Timestamp
  /// Set where a zone was meant that nothing is known of: the call can't be made.
  var fault: UnknownTimeZone?

  /// For what has no days, and for examples.
  static let universal = CallDays(zone: .utc, now: Timestamp(secondsSince1970: 0))
}

/// What a call says of its days, before it can be read.
struct DaysAsked: Sendable {
  /// The zone that it names.
  var zone: String?
  /// Whether another zone than UTC would make it another call.
  var needsZone = false
  /// What was given, by canonical name.
  var values: JSONObject = [:]
}

extension CallPipeline {
  /// Where the days of a call begin and end: where it says, where its account or project does,
  /// where the service's days do, where the operator is.
  func days(
    _ asked: DaysAsked, of tool: ToolDescriptor?, _ scope: CallScope
  ) async throws(ToolError) -> CallDays {
    let clock = timing.days
    let now = clock.now()
    do throws(UnknownTimeZone) {
      if let name = asked.zone { return CallDays(zone: try clock.zone(named: name), now: now) }
      guard asked.needsZone else { return CallDays(zone: .utc, now: now) }
    } catch {
      return CallDays(zone: .utc, now: now, fault: error)
    }
    let service = tool?.days ?? ServiceDays()
    if let tool, !service.sources.isEmpty,
      let zone = try await toldZone(asked, of: tool, by: service.sources, scope)
    {
      return CallDays(zone: zone, now: now)
    }
    guard let name = service.timeZone else { return CallDays(zone: clock.zone, now: now) }
    do throws(UnknownTimeZone) {
      return CallDays(zone: try clock.zone(named: name), now: now)
    } catch {
      return CallDays(zone: .utc, now: now, fault: error)
    }
  }

  /// The zone that the service tells of what the call is about, or of the account: asked once, and
  /// believed for a while. A tool that the operator excludes, or that the account may not call,
  /// tells none.
  private func toldZone(
    _ asked: DaysAsked, of tool: ToolDescriptor, by sources: [ServiceDays.ZoneSource],
    _ scope: CallScope
  ) async throws(ToolError) -> TimeZoneRules? {
    for source in sources where source.tool != tool.name {
      guard let teller = entry(named: source.tool) else { continue }
      var given: JSONObject = [:]
      for (name, argument) in source.arguments { given[name] = asked.values[argument] }
      guard given.count == source.arguments.count else { continue }
      let question = "\(source.tool) \(source.pointer) \(JSONValue.object(given))"
      let zone: TimeZoneRules?
      if let told = timing.days.told(question) {
        zone = told
        scope.footprint.note("a time zone was known", ["source": .string(source.tool)])
      } else {
        zone = try known(try await ask(teller, source.pointer, given, scope), for: tool)
        timing.days.keep(zone, toldFor: question)
      }
      if let zone { return zone }
    }
    return nil
  }

  /// The rules of a zone that was told; nil where there is no such zone. A system that knows none
  /// must not count other days in silence.
  private func known(
    _ name: String?, for tool: ToolDescriptor
  ) throws(ToolError) -> TimeZoneRules? {
    guard let name else { return nil }
    do throws(UnknownTimeZone) {
      return try timing.days.zone(named: name)
    } catch {
      guard error.lacksDatabase else { return nil }
      throw ToolError([error.problem(of: StandardArguments.timeZone)], effect: tool.effect)
    }
  }

  private func ask(
    _ teller: ToolEntry, _ pointer: JSONPointer, _ given: JSONObject, _ scope: CallScope
  ) async throws(ToolError) -> String? {
    do throws(ToolError) {
      let answer = try await invoke(teller, given, for: scope)
      return pointer.value(in: .object(answer))?.string
    } catch {
      switch error.code {
      case .forbidden, .notFound, .badAnswer, .rejected, .invalidArguments, .conflict,
        .consentRequired:
        return nil
      case .missingCredentials, .unauthorized, .rateLimited, .providerUnavailable, .timedOut,
        .cancelled:
        // It is the call that failed, not one that nobody made.
        var error = error
        error.tool = nil
        throw error
      }
    }
  }
}

extension ToolCall {
  /// Whether a service may tell another zone once it is done.
  var mayChangeZone: Bool {
    tool.reachesEveryEndpoint || arguments[StandardArguments.timeZone] != nil
  }
}
