package dev.kurki.abitestkit;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.kurki.actors.section.Refusal;
import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.abi.AbiCheck.Report;
import dev.kurki.conf.abi.PolicyFolder;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.migration.policy.Verdict;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that holds a build to the policy. The build is what is on the class path: its devices, and the
 * machine types of every {@code reference.conf}.
 *
 * <pre>
 *   &#64;RegisterExtension
 *   static final AbiRules ABI = AbiRules.of(Path.of("abi"));
 *
 *   &#64;Test
 *   void this_build_may_be_our_next_release() {
 *     ABI.expectAllowed();
 *   }
 * </pre>
 *
 * <p>A folder that does not agree with itself (a lock that is missing or was edited, a ban without evidence, a machine
 * type that nobody knows) is {@link BadInput}, before the first test where the extension is registered on a static
 * field.
 */
public final class AbiRules implements BeforeAllCallback {
  private final Path folder;

  private AbiRules(Path folder) {
    this.folder = folder;
  }

  /**
   * The rules of a folder.
   *
   * @param folder has {@code lines.conf}, {@code blacklist.conf}, {@code locks}, {@code golden} and {@code witness}; a
   *     relative one belongs to the working directory, which is the module's under Maven
   */
  public static AbiRules of(Path folder) {
    return new AbiRules(folder);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    PolicyFolder.at(folder).read(LaunchConfig.forMachines());
  }

  /**
   * Says that the build may be what its own line releases next.
   *
   * @throws AssertionError when it may not, with a line for each change that is rejected, each tag that has two shapes
   *     and each record that was edited
   * @throws BadInput when the folder does not agree with itself
   */
  public void expectAllowed() {
    expectGreen(check().check(Optional.empty()));
  }

  /**
   * Says that the build may be what a line releases next; see {@link #expectAllowed()}.
   *
   * @throws BadInput when there is no line of that name, too
   */
  public void expectAllowed(String line) {
    expectGreen(check().check(Optional.of(line)));
  }

  /**
   * Says that every golden stream in the folder is restored by this build, and that its run ends in the recorded
   * digest.
   *
   * @throws BadInput for the first that is missing, was changed, is refused or ends otherwise, with the file and line
   *     that it is registered in
   */
  public void expectGoldenStreams() {
    int _ = check().verifyGoldenStreams();
  }

  private AbiCheck check() {
    return AbiCheck.of(LaunchConfig.forMachines(), folder);
  }

  private static void expectGreen(Report report) {
    if (!report.isGreen()) {
      Stream<String> verdicts = report.verdicts().stream().filter(verdict -> !verdict.isAllowed())
          .map(Verdict::sentence);
      Stream<String> conflicts = report.conflicts().stream().map(Refusal::sentence);
      throw new AssertionError(report.build() + " may not be what line " + report.line() + " releases next:\n"
          + Stream.of(verdicts, conflicts, report.edits().stream()).flatMap(lines -> lines)
              .collect(Collectors.joining("\n")));
    }
  }
}
