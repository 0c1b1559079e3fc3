package dev.kurki.conf.abi;

import java.nio.file.Path;
import java.util.List;

import dev.kurki.conf.input.BadInput;

/** The commit that a checkout is at, for a lock to name. */
public final class SourceCommit {
  private SourceCommit() {}

  /**
   * The commit.
   *
   * @param folder a folder of the checkout
   * @throws BadInput when it is no checkout, or has changes that are not committed
   */
  public static String of(Path folder) {
    List<String> commit = History.git(folder, List.of("rev-parse", "HEAD"));
    if (commit.isEmpty()) {
      throw new BadInput(folder + ": is in no git checkout, and a lock names the commit that it is built from");
    }
    if (!History.git(folder, List.of("status", "--porcelain")).isEmpty()) {
      throw new BadInput(
          folder + ": the checkout has changes that are not committed, and a lock names the commit that it"
              + " is built from; commit them and lock again");
    }
    return commit.getFirst();
  }
}
