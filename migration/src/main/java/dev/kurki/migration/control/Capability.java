package dev.kurki.migration.control;

import com.typesafe.config.Config;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What two nodes can do in a migration beyond what the first release could, by QEMU's names where they mean the same. A source
 * offers what it can, the target answers with what both can; a node of an older release says nothing of them.
 */
public enum Capability {
  /** The target answers on the stream itself, and the source decides there. */
  RETURN_PATH,
  /** Pages may travel compressed by zstd or LZ4. */
  COMPRESS,
  /** A page that was sent before may travel by what has changed in it. */
  XBZRLE,
  /** The guest may be switched to the target before all of its pages are there; it needs {@link #RETURN_PATH}. */
  POSTCOPY_RAM,
  /** A source in post-copy may release pages that the target has said to have; it needs {@link #POSTCOPY_RAM}. */
  RELEASE_RAM,
  /** Pages of rounds may come by several connections at a time; it needs {@link #RETURN_PATH}. */
  MULTIFD,
  /** The target is told which code is hot, and makes JVM code of it before the guest is stopped; it needs {@link #RETURN_PATH}. */
  HOT_CODE,
  /**
   * Pages may leave from where they lie, while the guest writes to them, and come again where they are torn; not offered with
   * {@link #TLS}, which copies them in any case.
   */
  ZERO_COPY_SEND,
  /** Streams come and go by TLS, and not otherwise: it holds for both nodes or for neither. */
  TLS;

  /** Its name on the wire and in HOCON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Those that a node offers.
   *
   * @param config the section {@code kurki.migration.capabilities}
   * @param isTls whether it secures streams
   */
  public static Set<Capability> configured(Config config, boolean isTls) {
    return Arrays.stream(values()).filter(each -> switch (each) {
      case TLS -> isTls;
      case ZERO_COPY_SEND -> !isTls && config.getBoolean(each.word());
      default -> config.getBoolean(each.word());
    }).collect(Collectors.toUnmodifiableSet());
  }

  /** The names of capabilities. */
  public static List<String> words(Set<Capability> capabilities) {
    return capabilities.stream().sorted().map(Capability::word).toList();
  }

  /** What a message says of capabilities: a node of the release 0.1 leaves the field out. */
  public static List<String> listed(@Nullable List<String> words) {
    return words == null ? List.of() : List.copyOf(words);
  }

  /** The capabilities that this release has among those named; it does not know newer ones. The set is the caller's. */
  public static Set<Capability> known(List<String> words) {
    Set<Capability> known = EnumSet.noneOf(Capability.class);
    Arrays.stream(values()).filter(capability -> words.contains(capability.word())).forEach(known::add);
    return known;
  }
}
