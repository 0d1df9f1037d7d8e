import ArgumentParser
import Host
import JSON
import Providers
import Synchronization
import Tools

/// What outlives the process, and where.
struct StateOptions: UnsetOptions {
  @OptionGroup var place: StateDirectoryOption

  @Flag(help: "Let tools that change something act without a record. Repetitions aren't held back.")
  var noLedger = false

  static var unset: Self {
    var options = Self()
    options.place = .unset
    options.noLedger = false
    return options
  }

  /// The record that calls with an effect are put on; nothing where none is wanted.
  func ledger(sandbox: Bool) -> (any EffectLedger)? {
    if noLedger { return nil }
    guard keepsFiles(sandbox) else { return MemoryLedger() }
    #if Ledger
    guard let directory = place.directory else {
      return MissingLedger(
        failure: LedgerFailure(reason: "there is no HOME or XDG_STATE_HOME to keep the record in"))
    }
    return SQLiteLedger(in: directory)
    #else
    return MissingLedger(
      failure: LedgerFailure(
        reason: "this build keeps no record (build without --disable-default-traits)"))
    #endif
  }

  /// Where is kept what the services still allow.
  func allowances(sandbox: Bool) -> any AllowanceStore {
    #if Ledger
    if keepsFiles(sandbox), let directory = place.directory {
      return SQLiteAllowances(in: directory, complain: Complaint().report)
    }
    #endif
    return MemoryAllowances()
  }

  private func keepsFiles(_ sandbox: Bool) -> Bool { !sandbox || place.stateDir != nil }
}

/// The ledger where there is none: it says why, and so nothing is sent that changes something.
struct MissingLedger: EffectLedger {
  let failure: LedgerFailure

  func begin(_ intent: EffectIntent, at now: Timestamp) throws(LedgerFailure) -> Beginning {
    throw failure
  }

  func end(_ id: Int, _ end: EffectEnd, at now: Timestamp) throws(LedgerFailure) {
    throw failure
  }
}

/// Says once that limits aren't shared, however often it is so.
private final class Complaint: Sendable {
  private let isMade = Mutex(false)

  @Sendable func report(_ failure: LedgerFailure) {
    let isFirst = isMade.withLock { isMade in
      defer { isMade = true }
      return !isMade
    }
    guard isFirst else { return }
    Terminal.printError("The services' limits are kept by this process alone: \(failure.reason).")
  }
}
