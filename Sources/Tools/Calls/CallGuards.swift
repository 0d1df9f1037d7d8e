/// What watches over calls: consent, policy, effects, files, account.
package struct CallGuards: Sendable {
  /// Whether the operator lets destructive tools act without a person's word.
  package let allowsDestructive: Bool
  /// What the operator allows of the rest.
  package let policy: PolicyGuard
  package let effects: EffectGuard
  /// Reads the files that arguments name.
  package let files: FileIntake
  package let observer: (any CallObserver)?

  package init(
    allowsDestructive: Bool = false, policy: PolicyGuard = PolicyGuard(),
    effects: EffectGuard = EffectGuard(), files: FileIntake = FileIntake(),
    observer: (any CallObserver)? = nil
  ) {
    self.allowsDestructive = allowsDestructive
    self.policy = policy
    self.effects = effects
    self.files = files
    self.observer = observer
  }
}
