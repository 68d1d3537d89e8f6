package dev.bulwark.evaluate.remote;

import dev.bulwark.evaluate.BudgetSpent;
import dev.bulwark.evaluate.remote.Limits.Budget;

/** Counts what is asked of an endpoint and says when the budget is spent. */
final class Spending {
  private final Budget budget;
  private Usage usage = new Usage(0, 0, 0, 0);

  Spending(Budget budget) {
    this.budget = budget;
  }

  synchronized Usage usage() {
    return usage;
  }

  /**
   * Takes one call out of the budget.
   *
   * @throws BudgetSpent where there is none left
   */
  synchronized void call(boolean again) {
    if (budget.calls() > 0 && usage.calls() >= budget.calls()) {
      throw new BudgetSpent("The budget of %d calls is spent".formatted(budget.calls()));
    }
    if (budget.tokens() > 0 && usage.tokensIn() + usage.tokensOut() >= budget.tokens()) {
      throw new BudgetSpent("The budget of %d tokens is spent".formatted(budget.tokens()));
    }
    usage =
        new Usage(
            usage.calls() + 1,
            usage.retries() + (again ? 1 : 0),
            usage.tokensIn(),
            usage.tokensOut());
  }

  synchronized void tokens(long in, long out) {
    usage =
        new Usage(usage.calls(), usage.retries(), usage.tokensIn() + in, usage.tokensOut() + out);
  }
}
