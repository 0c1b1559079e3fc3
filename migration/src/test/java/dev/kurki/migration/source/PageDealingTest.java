package dev.kurki.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.stream.Channels;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.Outgoing;
import dev.kurki.migration.stream.PostcopyFrame.Missing;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.ClosedShape;
import org.apache.pekko.stream.UniformFanOutShape;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageDealingTest {
  private static final int CONNECTIONS = 3;
  private static final Header HEADER = new Header(FrameCodec.FORMAT_VERSION, Bytes.EMPTY, Bytes.EMPTY);
  private static final SectionFrame LAMP = new SectionFrame(new Section("lamp", 0, 1, Bytes.EMPTY));

  private final ActorTestKit actors = ActorTestKit.create();

  @AfterEach
  void close() {
    actors.shutdownTestKit();
  }

  @Test
  void pages_take_turns_and_each_connection_is_told_the_end_of_a_round_behind_them() {
    List<Outgoing> frames = new ArrayList<>(List.of(HEADER, new Round(1, 30)));
    frames.addAll(pages(0, 30));
    frames.addAll(List.of(new Sync(1), new Round(2, 30)));
    frames.addAll(pages(30, 60));
    frames.addAll(List.of(LAMP, new End(0, 60, 1), new Commit(8)));

    List<List<Outgoing>> dealt = deal(frames);

    assertThat(withoutPages(dealt.getFirst())).containsExactly(HEADER, new Channels(CONNECTIONS - 1), new Round(1, 30),
        new Sync(1), new Round(2, 30), LAMP, new End(0, 60, 1), new Commit(8));
    for (List<Outgoing> further : dealt.subList(1, CONNECTIONS)) {
      assertThat(withoutPages(further)).containsExactly(new Sync(1), new Sync(2));
      int firstEnd = further.indexOf(new Sync(1));
      assertThat(further.subList(0, firstEnd)).isNotEmpty().isSubsetOf(pages(0, 30));
      assertThat(further.subList(firstEnd + 1, further.size() - 1)).isNotEmpty().isSubsetOf(pages(30, 60));
    }
    assertThat(dealt.stream().flatMap(List::stream).filter(ZeroPages.class::isInstance))
        .containsExactlyInAnyOrderElementsOf(pages(0, 60));
  }

  @Test
  void a_round_without_pages_ends_on_all_connections_too() {
    Missing missing = new Missing(Longs.of(1));

    List<List<Outgoing>> dealt = deal(List.of(HEADER, new Round(1, 0), new Sync(1), missing, LAMP));

    assertThat(dealt.getFirst()).containsExactly(HEADER, new Channels(CONNECTIONS - 1), new Round(1, 0), new Sync(1),
        missing, LAMP);
    assertThat(dealt.subList(1, CONNECTIONS)).isEqualTo(Collections.nCopies(CONNECTIONS - 1, List.of(new Sync(1))));
  }

  private List<List<Outgoing>> deal(List<Outgoing> frames) {
    List<Sink<Outgoing, CompletionStage<List<Outgoing>>>> sinks = Collections.nCopies(CONNECTIONS, Sink.seq());
    return RunnableGraph.<List<CompletionStage<List<Outgoing>>>>fromGraph(GraphDSL.create(sinks, (builder, ends) -> {
      UniformFanOutShape<Outgoing, Outgoing> dealing = builder.add(new PageDealing(CONNECTIONS));
      builder.from(builder.add(Source.from(frames))).toInlet(dealing.in());
      for (int i = 0; i < CONNECTIONS; i++) {
        builder.from(dealing.out(i)).to(ends.get(i));
      }
      return ClosedShape.getInstance();
    })).run(actors.system()).stream().map(each -> each.toCompletableFuture().join()).toList();
  }

  private static List<Outgoing> withoutPages(List<Outgoing> frames) {
    return frames.stream().filter(frame -> !(frame instanceof ZeroPages)).toList();
  }

  private static List<Outgoing> pages(int from, int to) {
    List<Outgoing> pages = new ArrayList<>();
    for (int page = from; page < to; page++) {
      pages.add(new ZeroPages(Longs.of(page, 1)));
    }
    return pages;
  }
}
