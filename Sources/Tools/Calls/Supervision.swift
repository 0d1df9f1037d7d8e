/// What watches over calls: consent, effects, account.
package struct Supervision: Sendable {
  /// Whether the operator lets destructive tools act without a person's word.
  package let allowsDestructive: Bool
  package let effects: EffectGuard
  package let observer: (any CallObserver)?

  package init(
    allowsDestructive: Bool = false, effects: EffectGuard = EffectGuard(),
    observer: (any CallObserver)? = nil
  ) {
    self.allowsDestructive = allowsDestructive
    self.effects = effects
    self.observer = observer
  }
}
