package dev.kurki.migration.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatePredicateTest {
  @SavedState(id = "clock")
  record Clock(boolean enabled, long address, String name, Bytes key, Longs words, List<Fifo> fifos, Backlog backlog) {}

  record Fifo(int level) {}

  @Subsection(predicate = "there are bytes")
  record Backlog(@Field(absent = "") Bytes bytes) implements SubsectionState {
    @Override
    public boolean needed() {
      return bytes.length() > 0;
    }
  }

  private static final SectionCodec<Clock> CODEC = new SectionCodec<>(SectionSchema.of(Clock.class));
  private static final Section CLOCK = clock(Bytes.of((byte) 0xab, (byte) 1));
  private static final Section WITHOUT_BACKLOG = clock(Bytes.EMPTY);

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "fields.enabled = true", "fields.enabled != false", "fields.address < 0",
      "fields.address = -4096", "fields.address=0xfffffffffffff000", "fields.name = \"a and b\"",
      "fields.name != \"\" and fields.key = \"00fF\"", "fields.words[1] >= 2", "fields.fifos[0].level <= 3",
      "fields.fifos[1] = absent", "backlog = present", "backlog.bytes != \"\"",
      "backlog.bytes = \"AB01\" and fields.enabled = true  and  fields.words[0] > 0", "backlog.other = absent",
      "other != present"})
  void a_predicate_holds_where_each_of_its_conditions_does(String predicate) {
    assertThat(StatePredicate.parse(predicate).holds(CLOCK)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fields.enabled = false", "fields.address > 0",
      "fields.enabled = true and fields.name = \"b\"",
      "fields.words[2] != 7", "fields.words[999999999] = 1", "fields.other != 3", "fields.enabled != 1",
      "fields.enabled != \"true\"", "fields.name = 1", "fields.name.more = 1", "fields = \"\"", "fields.key != 0",
      "backlog = absent"})
  void what_is_not_there_or_of_another_type_is_neither_equal_nor_different(String predicate) {
    assertThat(StatePredicate.parse(predicate).holds(CLOCK)).isFalse();
  }

  @Test
  void a_subsection_that_was_left_out_is_absent() {
    assertThat(StatePredicate.parse("backlog = absent").holds(WITHOUT_BACKLOG)).isTrue();
    assertThat(StatePredicate.parse("backlog.bytes != \"ff\"").holds(WITHOUT_BACKLOG)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fields.enabled", "= true", "fields.enabled = ", "fields.enabled = true and",
      "fields.enabled = true or fields.x = 1", "fields.enabled = true fields.x = 1", "fields..x = 1", "fields.x == 1",
      "fields.x = yes", "fields.x = 99999999999999999999", "fields.x = 0x", "fields.x = \"open", "fields.x > \"a\"",
      "fields.x < true", "fields.x >= present", "fields.x[-1] = 1", "fields.x[9999999999] = 1",
      "fields.x = true\nand nothing"})
  void bad_syntax_is_told_in_one_line(String predicate) {
    assertThatIllegalArgumentException().isThrownBy(() -> StatePredicate.parse(predicate))
        .satisfies(told -> assertThat(told.getMessage()).isNotBlank().doesNotContain("\n"));
  }

  @Property
  void no_bytes_are_a_state_of_which_something_holds_that_is_not_there(@ForAll @Size(max = 300) byte[] bytes) {
    Section section = new Section("clock", 0, 1, Bytes.of(bytes));

    assertThat(StatePredicate.parse("fields.enabled = true").holds(section)).isFalse();
    assertThat(StatePredicate.parse("").holds(section)).isTrue();
  }

  @Property
  void a_changed_or_cut_state_is_answered_for(@ForAll @IntRange(max = 10_000) int where, @ForAll byte other) {
    byte[] changed = CLOCK.body().toArray();
    int at = where % changed.length;
    changed[at] = other;

    for (Bytes body : List.of(Bytes.of(changed), Bytes.of(Arrays.copyOf(changed, at)))) {
      Section section = new Section("clock", 0, 1, body);
      boolean equal = StatePredicate.parse("fields.enabled = true").holds(section);
      boolean different = StatePredicate.parse("fields.enabled != true").holds(section);
      assertThat(equal && different).isFalse();
    }
  }

  @Test
  void a_state_nested_without_end_is_no_state() {
    byte[] deep = new byte[1_000_000];
    Arrays.fill(deep, (byte) 0x81);

    assertThat(StatePredicate.parse("fields != present").holds(new Section("clock", 0, 1, Bytes.of(deep)))).isFalse();
  }

  private static Section clock(Bytes backlog) {
    return CODEC.encode(0, new Clock(true, -4096, "a and b", Bytes.of((byte) 0, (byte) 0xff), Longs.of(1, 2),
        List.of(new Fifo(3)), new Backlog(backlog)));
  }
}
