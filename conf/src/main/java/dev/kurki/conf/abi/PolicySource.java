package dev.kurki.conf.abi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.Settings;

/** Where the policy's files are. Names are relative and checked by whoever read them out of a file. */
sealed interface PolicySource {
  /** What a file holds, if there is one. */
  Optional<byte[]> read(String name);

  /** Whether there is a file. */
  boolean has(String name);

  /** By what messages call a file. */
  String place(String name);

  /**
   * A file that has to be there, as HOCON.
   *
   * @throws BadInput when there is none, or it is no HOCON, or gives a key twice
   */
  default Settings settings(String name) {
    byte[] bytes = read(name).orElseThrow(() -> new BadInput(
        place(name) + ": there is no such file; the policy stands in conf/abi of a checkout, --folder names another"));
    String text = PolicyText.of(bytes, place(name));
    Settings settings = Settings.text(text, place(name));
    RepeatedKeys.check(text, place(name));
    return settings;
  }

  /** In a folder on disk. */
  record Folder(Path path) implements PolicySource {
    @Override
    public Optional<byte[]> read(String name) {
      Path file = path.resolve(name);
      try {
        if (Files.isDirectory(file)) {
          throw new BadInput(place(name) + ": this is a folder, and has to be a file");
        }
        if (!has(name)) {
          return Optional.empty();
        }
        PolicyText.checkSize(Files.size(file), place(name));
        return Optional.of(Files.readAllBytes(file));
      } catch (IOException e) {
        throw new BadInput(place(name) + ": the file cannot be read: " + e.getMessage());
      }
    }

    @Override
    public boolean has(String name) {
      return Files.isRegularFile(path.resolve(name));
    }

    @Override
    public String place(String name) {
      return path.resolve(name).toString();
    }
  }

  /** On the class path, as a build carries it along. */
  record Build(ClassLoader loader) implements PolicySource {
    private static final String FOLDER = "abi/";

    @Override
    public Optional<byte[]> read(String name) {
      try (InputStream in = loader.getResourceAsStream(FOLDER + name)) {
        return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(place(name), e);
      }
    }

    @Override
    public boolean has(String name) {
      return loader.getResource(FOLDER + name) != null;
    }

    @Override
    public String place(String name) {
      return "this build's " + FOLDER + name;
    }
  }
}
