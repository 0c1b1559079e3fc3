package dev.kurki.actors.component;

/**
 * One volatile flag by which any thread asks a running hart to come back to its actor at once. The hart looks at it where
 * a block of instructions ends; the vCPU actor takes it back before it reads its messages.
 */
public final class Attention {
  private volatile boolean demanded;

  /** Asks for attention; safe from any thread. */
  public void demand() {
    demanded = true;
  }

  /** Whether attention was asked for since it was last paid. */
  public boolean isDemanded() {
    return demanded;
  }

  /** Says that attention is being paid. */
  public void pay() {
    demanded = false;
  }
}
