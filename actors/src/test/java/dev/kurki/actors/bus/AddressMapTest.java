package dev.kurki.actors.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.bus.AddressMap.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressMapTest {
  private final AddressMap<String> map = new AddressMap<>(List.of(
      new Entry<>(new Region("uart0", 0x1000_0000, 0x100, 1), "uart"),
      new Entry<>(new Region("clint", 0x200_0000, 0x10000, 4 | 8), "clint")));

  @Test
  void an_access_finds_the_region_that_takes_it() {
    assertThat(map.find(0x1000_00ff, 1)).map(Entry::target).contains("uart");
    assertThat(map.find(0x200_bff8, 8)).map(Entry::target).contains("clint");
  }

  @Test
  void an_access_that_no_region_takes_finds_nothing() {
    assertThat(map.find(0x1000_0100, 1)).isEmpty();
    assertThat(map.find(0x1000_0000, 4)).as("a width that the region does not take").isEmpty();
    assertThat(map.find(0x200_fffc, 8)).as("half outside").isEmpty();
    assertThat(map.find(-1, 1)).isEmpty();
  }

  @Test
  void overlapping_regions_are_refused_by_name() {
    assertThatThrownBy(() -> new AddressMap<>(List.of(new Entry<>(new Region("a", 0x1000, 0x100, 1), 1),
        new Entry<>(new Region("b", 0x10ff, 1, 1), 2)))).isInstanceOf(OverlappingRegions.class)
        .hasMessageContaining("a (0x1000-0x10ff)").hasMessageContaining("b (0x10ff-0x10ff)");
  }

  @Test
  void a_region_that_wraps_around_is_refused() {
    assertThatThrownBy(() -> new Region("x", Long.MAX_VALUE, 2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Region("x", 0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Region("x", 0, 1, 16)).isInstanceOf(IllegalArgumentException.class);
  }
}
