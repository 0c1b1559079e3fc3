package dev.kurki.migration.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamOrderTest {
  private static final int RAM_PAGES = 16;
  private static final int MIB = 1 << 20;

  private final StreamOrder order = new StreamOrder();

  @Test
  void sections_that_no_machine_has_room_for_are_not_held() {
    Section large = new Section("lamp", 0, 1, Bytes.of(new byte[8 * MIB]));
    take(new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY));
    take(new Round(1, 0));
    for (int i = 0; i < 8; i++) {
      assertThat(take(new SectionFrame(large))).isEmpty();
    }

    Optional<String> objection = take(new SectionFrame(large));

    assertThat(objection).hasValueSatisfying(words -> assertThat(words).contains("sections of more than"));
  }

  private Optional<String> take(Frame frame) {
    return order.take(frame, RAM_PAGES);
  }
}
