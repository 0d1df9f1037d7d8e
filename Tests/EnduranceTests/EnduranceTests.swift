import TestSupport
import Testing

/// What takes minutes and wants the machine for itself: one after the other.
@Suite(
  .serialized, .enabled(if: Machine.isOurs, "CLICKPORT_ENDURANCE=1 runs them"),
  .timeLimit(.minutes(15)))
enum EnduranceTests {}
