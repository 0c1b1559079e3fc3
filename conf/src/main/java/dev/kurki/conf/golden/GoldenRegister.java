package dev.kurki.conf.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.lock.ReleaseId;

/** The file that registers recorded streams, which stand beside it. */
public final class GoldenRegister {
  /** What the register of a release's golden streams is called. */
  private static final String NAME = "golden.conf";

  private static final Set<String> KEYS = Set.of("file", "sha256", "machine-type", "end-status", "end-digest",
      "end-ram-digest");

  private GoldenRegister() {}

  /** Where the golden streams of a release stand. */
  public static Path of(Path policy, ReleaseId release) {
    return policy.resolve("golden").resolve(release.fileStem()).resolve(NAME);
  }

  /**
   * Reads the register.
   *
   * @throws BadInput when there is none, or it is not of that form
   */
  public static List<GoldenStream> read(Path register) {
    Settings root = Settings.root(Settings.file(register.toFile(), ConfigFactory.empty()))
        .expectKeys(Set.of("streams"));
    List<GoldenStream> streams = new ArrayList<>();
    for (Settings stream : root.objects("streams")) {
      stream.expectKeys(KEYS);
      String file = stream.text("file");
      if (!file.matches("[a-z0-9][a-z0-9.-]*")) {
        throw stream.wrong("file", "has to name a file of this folder, not \"" + file + "\"");
      }
      streams.add(new GoldenStream(stream.place("file"), register.resolveSibling(file), stream.text("sha256"),
          stream.text("machine-type"), stream.number("end-status", 0, 255), stream.text("end-digest"),
          stream.text("end-ram-digest")));
    }
    return List.copyOf(streams);
  }

  /** A recording that has just been made, to be registered. */
  public record Recorded(String file, String machineType, GoldenRun.End end) {}

  /**
   * Writes the register of recordings.
   *
   * @throws BadInput when there is such a register already: what is recorded is never changed
   */
  public static void write(Path register, String comment, List<Recorded> recordings) {
    if (Files.exists(register)) {
      throw new BadInput(register + ": there is a register already, and what is recorded is never changed");
    }
    StringBuilder text = new StringBuilder("# " + comment + "\nstreams = [\n");
    try {
      for (Recorded recorded : recordings) {
        text.append("  {\n    file = ").append(quoted(recorded.file())).append("\n    sha256 = ")
            .append(quoted(Digest.of(Files.readAllBytes(register.resolveSibling(recorded.file())))))
            .append("\n    machine-type = ").append(quoted(recorded.machineType())).append("\n    end-status = ")
            .append(recorded.end().status()).append("\n    end-digest = ").append(quoted(recorded.end().digest()))
            .append("\n    end-ram-digest = ").append(quoted(recorded.end().ramDigest()))
            .append("\n  }\n");
      }
      Files.writeString(register, text.append("]\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String text) {
    return ConfigUtil.quoteString(text);
  }
}
