package dev.kurki.migration.file;

import java.io.IOException;
import java.nio.file.Path;

/** Where files are begun; a test has one of its own that fails. */
@FunctionalInterface
interface Disk {
  /** Begins a file that goes to a place once it is whole. */
  PartFile begin(Path place) throws IOException;
}
