package dev.kurki.cpu.translate;

import dev.kurki.cpu.microop.PageText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes regions on a thread of its own, for all harts of this process. What it has made it keeps by the bytes that it was made
 * from, up to a number of regions: a second machine that runs the same code has it at once. When too much is wanted at a time
 * the rest is not made; it is wanted again when it is still hot.
 */
public final class BackgroundTranslator implements Translator {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundTranslator.class);
  /**
   * A region costs its class, and the host's compilers some milliseconds: what is jumped to less often is interpreted in less
   * time than that. Measured on a boot of Linux, which has much code that is lukewarm: 100 made it half as long again.
   */
  private static final int THRESHOLD = 10_000;
  private static final int MOST_KEPT = 16_384;
  private static final int MOST_WANTED = 1024;
  private static final BackgroundTranslator SHARED = new BackgroundTranslator();

  private final BlockingQueue<Runnable> wanted = new LinkedBlockingQueue<>(MOST_WANTED);
  private final ExecutorService maker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, wanted, task -> {
    Thread thread = new Thread(task, "translator");
    thread.setDaemon(true);
    return thread;
  }, new ThreadPoolExecutor.DiscardPolicy());
  /** Used by its one thread; the least recently wanted goes first. */
  private final Map<Key, Optional<Translated>> kept = new LinkedHashMap<>(16, 0.75f, true) {
    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Optional<Translated>> eldest) {
      return size() > MOST_KEPT;
    }
  };

  private final Exercise exercise = new Exercise();

  private BackgroundTranslator() {}

  /** That of this process. */
  public static Translator shared() {
    return SHARED;
  }

  @Override
  public int threshold() {
    return THRESHOLD;
  }

  @Override
  public void translate(RegionSource source, Consumer<Translated> done) {
    maker.execute(() -> make(source).ifPresent(done));
  }

  @Override
  public void prepare(RegionSource source, Consumer<Translated> done) {
    maker.execute(() -> make(source).ifPresent(translated -> {
      translated.take(exercise);
      done.accept(translated);
    }));
  }

  @Override
  public void whenDone(Runnable told) {
    maker.execute(told);
  }

  private Optional<Translated> make(RegionSource source) {
    try {
      return kept.computeIfAbsent(new Key(source.text(), source.isa().requirements(), source.entry()),
          _ -> RegionFactory.make(source));
    } catch (IllegalStateException e) {
      LOG.error("code is interpreted that should be translated", e);
      return Optional.empty();
    }
  }

  /** The same bytes at the same slot become the same region. */
  private record Key(PageText text, List<String> isa, int entry) {}
}
