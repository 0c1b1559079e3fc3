package dev.kurki.migration.file;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.Set;

/**
 * How machines go into files and come out of them; reference.conf has the defaults under {@code kurki.migration.file}.
 *
 * @param mappedRam whether pages get fixed places in the file
 * @param backgroundSnapshot whether a machine runs on while it is saved; its file has fixed page offsets then
 * @param backgroundCopies how many bytes may stand aside at most of what a guest writes over meanwhile
 * @param lazy whether a machine runs before its RAM is read from the file, if that has fixed page offsets
 */
public record FileParameters(boolean mappedRam, boolean backgroundSnapshot, long backgroundCopies, boolean lazy) {
  /** What an operator may say of one save, by the names in reference.conf. */
  public static final Set<String> OF_ONE_SAVE = Set.of("mapped-ram", "background-snapshot");
  /** What an operator may say of one restore. */
  public static final Set<String> OF_ONE_RESTORE = Set.of("lazy");

  /**
   * Reads the parameters.
   *
   * @param config the section {@code kurki.migration.file}
   * @throws ConfigException when a value is not of its kind; it says where it stands
   */
  public static FileParameters from(Config config) {
    return new FileParameters(config.getBoolean("mapped-ram"), config.getBoolean("background-snapshot"),
        config.getBytes("background-copies"), config.getBoolean("lazy"));
  }
}
