package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kurki.actors.section.SectionCodec.Accepted;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AbsentValueTest {
  /** A section that had no fields at all in its first version. */
  @SavedState(id = "all", version = 2)
  record All(@Field(since = 2, absent = "true") boolean flag,
      @Field(since = 2, absent = "-3", min = -3) int whole,
      @Field(since = 2, absent = "9223372036854775807") long big, @Field(since = 2, absent = "off") String text,
      @Field(since = 2, absent = "") Bytes none, @Field(since = 2, length = 3, absent = Field.ZEROES) Bytes zeroes,
      @Field(since = 2, length = 2, absent = Field.ZEROES) Longs words,
      @Field(since = 2, absent = "") List<Pair> pairs, @Field(since = 2, absent = "") Pair pair) {}

  record Pair(@Field(absent = "1") int left, @Field(absent = "2") int right) {}

  @Test
  void every_type_of_field_can_be_absent() {
    SectionCodec<All> codec = new SectionCodec<>(SectionSchema.of(All.class));

    assertThat(codec.decode(SectionBody.fields("all", 1, _ -> {}))).isEqualTo(new Accepted<>(new All(true, -3,
        Long.MAX_VALUE, "off", Bytes.EMPTY, Bytes.of(new byte[3]), Longs.of(0, 0), List.of(), new Pair(1, 2))));
  }

  @ParameterizedTest
  @ValueSource(classes = {NoFlag.class, NoNumber.class, TooSmall.class, TooLarge.class, NoInt.class, ShortText.class,
      LongText.class, NoBytes.class, NoWords.class, NoList.class, FullList.class, NoRecord.class})
  void what_a_field_cannot_hold_it_cannot_be_where_it_is_absent(Class<? extends Record> type) {
    assertThatThrownBy(() -> SectionSchema.of(type)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type.getName() + ".field cannot be");
  }

  @SavedState(id = "a")
  record NoFlag(@Field(absent = "yes") boolean field) {}

  @SavedState(id = "a")
  record NoNumber(@Field(absent = "0x10") int field) {}

  @SavedState(id = "a")
  record TooSmall(@Field(absent = "0", min = 1) int field) {}

  @SavedState(id = "a")
  record TooLarge(@Field(absent = "8", max = 7) long field) {}

  @SavedState(id = "a")
  record NoInt(@Field(absent = "2147483648") int field) {}

  @SavedState(id = "a")
  record ShortText(@Field(absent = "ab", length = 3) String field) {}

  @SavedState(id = "a")
  record LongText(@Field(absent = "zeroes", maxLength = 3) String field) {}

  @SavedState(id = "a")
  record NoBytes(@Field(absent = "00") Bytes field) {}

  @SavedState(id = "a")
  record NoWords(@Field(absent = "", length = 2) Longs field) {}

  @SavedState(id = "a")
  record NoList(@Field(absent = "none") List<Pair> field) {}

  @SavedState(id = "a")
  record FullList(@Field(absent = "", length = 1) List<Pair> field) {}

  @SavedState(id = "a")
  record NoRecord(@Field(absent = "") Required field) {}

  record Required(int level) {}
}
