package dev.kurki.migration.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A file that is written beside its place, under a name of its own that ends with {@code .part}, and moved there once it is whole
 * and on the disk. So a file that is there already is as it was until that moment, whatever happens.
 */
final class PartFile implements AutoCloseable {
  private final Path place;
  private final Path part;
  private final FileChannel channel;
  private boolean isWhole;

  private PartFile(Path place, Path part, FileChannel channel) {
    this.place = place;
    this.part = part;
    this.channel = channel;
  }

  /**
   * Begins one.
   *
   * @param place where the whole file goes
   * @throws IOException when there is no such folder, or no file can be written there
   */
  static PartFile beside(Path place) throws IOException {
    return beside(place, UnaryOperator.identity());
  }

  /** Begins one whose file is written by way of another channel. */
  static PartFile beside(Path place, UnaryOperator<FileChannel> by) throws IOException {
    if (!Files.isDirectory(folder(place))) {
      throw new NoSuchFileException(place.toString());
    }
    if (Files.isDirectory(place)) {
      throw new FileSystemException(place.toString(), null, "this is a folder, and has to be a file");
    }
    Path part = place.resolveSibling(place.getFileName() + "." + UUID.randomUUID() + ".part");
    return new PartFile(place, part,
        by.apply(FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)));
  }

  /** Where it is written. */
  FileChannel channel() {
    return channel;
  }

  /**
   * Puts the file in its place, once all is written.
   *
   * @throws IOException when the disk does not take all of it; what was in its place is still there
   */
  void moveToPlace() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    isWhole = true;
    try (FileChannel folder = FileChannel.open(folder(place), StandardOpenOption.READ)) {
      folder.force(true);
    }
  }

  /** Ends it; nothing is left of one that has not been moved to its place. */
  @Override
  public void close() {
    if (isWhole) {
      return;
    }
    try (channel) {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // What is left is marked by its name as part of something.
    }
  }

  private static Path folder(Path place) {
    Path folder = place.toAbsolutePath().getParent();
    return folder == null ? place.toAbsolutePath() : folder;
  }
}
