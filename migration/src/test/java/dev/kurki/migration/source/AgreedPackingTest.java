package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Longs;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.control.Capability;
import dev.kurki.migration.source.MigrationParameters.Packing;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import dev.kurki.migration.stream.PageBatch;
import dev.kurki.migration.stream.PagePacking;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a source does of what it is asked for depends on what the target can. */
class AgreedPackingTest {
  private static final Packing WANTED = new Packing(Optional.of(Compression.ZSTD), 1 << 20);

  private final GuestMemory memory = new GuestMemory(0x8000_0000L, 16 * GuestMemory.PAGE_BYTES);
  private final PageBatch batch = new PageBatch(memory, Longs.of(3));

  @AfterEach
  void close() {
    memory.close();
  }

  @Test
  void a_target_of_an_older_release_gets_pages_as_they_are() {
    assertThat(sentTwice(WANTED, Set.of(Capability.RETURN_PATH))).isEqualTo(batch);
  }

  @Test
  void what_is_not_asked_for_is_not_done() {
    assertThat(sentTwice(Packing.NONE, Set.of(Capability.COMPRESS))).isEqualTo(batch);
  }

  @Test
  void each_capability_stands_for_itself() {
    assertThat(sentTwice(WANTED, Set.of(Capability.COMPRESS))).isInstanceOf(Compressed.class);
    assertThat(sentTwice(WANTED, Set.of(Capability.XBZRLE))).isInstanceOf(Deltas.class);
    assertThat(sentTwice(new Packing(Optional.empty(), GuestMemory.PAGE_BYTES), Set.of(Capability.COMPRESS)))
        .isEqualTo(batch);
  }

  @Test
  void without_a_copy_only_goes_what_stays_as_it_is() {
    assertThat(sentTwice(Packing.NONE, Set.of(Capability.ZERO_COPY_SEND)))
        .isEqualTo(new PageBatch(memory, Longs.of(3), true));
    assertThat(sentTwice(WANTED, Set.of(Capability.ZERO_COPY_SEND, Capability.COMPRESS)))
        .isInstanceOf(Compressed.class);
    assertThat(sentTwice(WANTED, Set.of(Capability.ZERO_COPY_SEND, Capability.XBZRLE))).isInstanceOf(Deltas.class);
  }

  @Test
  void with_tls_it_is_not_offered() {
    Config capabilities = ConfigFactory.load().getConfig("kurki.migration.capabilities");

    assertThat(Capability.configured(capabilities, false)).contains(Capability.ZERO_COPY_SEND)
        .doesNotContain(Capability.TLS);
    assertThat(Capability.configured(capabilities, true)).contains(Capability.TLS)
        .doesNotContain(Capability.ZERO_COPY_SEND);
  }

  /** How a page goes that went in the round before, the second. */
  private Outgoing sentTwice(Packing wanted, Set<Capability> agreed) {
    PagePacking packing = wanted.agreed(agreed, memory.pages());
    packing.begin(new Round(2, 1));
    List<Outgoing> _ = packing.pack(batch);
    packing.begin(new Round(3, 1));
    return packing.pack(batch).getFirst();
  }
}
