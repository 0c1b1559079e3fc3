package dev.kurki.actors.section;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Refusal.Rule;
import dev.kurki.actors.section.SectionCodec.Rejected;

/** What tests say of refusals. */
final class Refusals {
  private Refusals() {}

  static void assertRefused(SectionCodec<?> codec, Section section, Rule rule, String path) {
    assertThat(codec.decode(section)).isInstanceOfSatisfying(Rejected.class, rejected -> {
      assertThat(rejected.refusal().rule()).isEqualTo(rule);
      assertThat(rejected.refusal().path()).isEqualTo(path);
    });
  }
}
