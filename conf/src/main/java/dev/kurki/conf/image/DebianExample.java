package dev.kurki.conf.image;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;

/**
 * Debian's kernel with a busybox, as {@code conf/examples/debian/fetch} brings them.
 *
 * @param folder where its description and its images stand
 */
public record DebianExample(Path folder) {
  /** What the shell on its console asks with. */
  public static final String PROMPT = "debian# ";
  /** The kernel's command line. */
  public static final String APPEND = "console=ttyS0 earlycon=sbi";

  /**
   * The one beside the launcher.
   *
   * @throws BadInput when its images are not on this host
   */
  public static DebianExample find() {
    Path folder = LaunchConfig.folder().resolve("examples/debian").toAbsolutePath();
    if (!Files.isReadable(folder.resolve("images/Image"))) {
      throw new BadInput(folder.resolve("images") + ": Debian's kernel is not here; run " + folder.resolve("fetch")
          + ", which brings it by apt");
    }
    return new DebianExample(folder);
  }

  /** Its description in HOCON. */
  public Path configuration() {
    return folder.resolve("debian.conf");
  }

  /** The kernel. */
  public Path kernel() {
    return folder.resolve("images/Image");
  }

  /** OpenSBI. */
  public Path bios() {
    return folder.resolve("images/fw_dynamic.bin");
  }

  /** The initial RAM disk. */
  public Path initrd() {
    return folder.resolve("images/initramfs.cpio.gz");
  }
}
