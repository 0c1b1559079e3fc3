package dev.kurki.actors.section;

/**
 * A component has come into a state that its machine type's form of the section has no place for, so that it can be neither
 * saved nor moved without a loss.
 */
public final class NotInForm extends RuntimeException {
  private final transient Refusal refusal;

  NotInForm(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  /** Which part of the state it is. */
  public Refusal refusal() {
    return refusal;
  }
}
