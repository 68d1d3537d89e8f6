package dev.bulwark.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LocalBackendTest {
  @Test
  void cutsIntoSharesAndKeepsTheOrder() {
    List<Integer> shares = new ArrayList<>();
    List<Integer> squares =
        Backend.local()
            .map(
                List.of(1, 2, 3, 4, 5),
                2,
                share -> {
                  shares.add(share.size());
                  return share.stream().map(i -> i * i).toList();
                });
    assertThat(shares).containsExactly(2, 2, 1);
    assertThat(squares).containsExactly(1, 4, 9, 16, 25);
  }

  @Test
  void workThatLosesAnItemFails() {
    assertThatThrownBy(() -> Backend.local().map(List.of(1, 2), 2, share -> share.subList(0, 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The work gave 1 results for 2 items");
  }
}
