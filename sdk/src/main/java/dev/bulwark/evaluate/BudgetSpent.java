package dev.bulwark.evaluate;

/** A run may cost no more: it ends, and goes on where it stopped once the budget is raised. */
public final class BudgetSpent extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A budget that is spent.
   *
   * @param message which budget, a sentence without its full stop
   */
  public BudgetSpent(String message) {
    super(message);
  }
}
