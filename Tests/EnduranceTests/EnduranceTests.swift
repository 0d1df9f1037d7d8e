import TestSupport
import Testing

/// What takes minutes and wants the machine for itself: one after the other.
@Suite(.serialized, .enabled(if: Machine.isOurs), .timeLimit(.minutes(15)))
enum EnduranceTests {}
