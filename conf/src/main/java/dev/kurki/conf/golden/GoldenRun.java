package dev.kurki.conf.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import com.typesafe.config.Config;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.machine.Description;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.migration.analyze.StreamAnalysis;
import dev.kurki.migration.analyze.StreamReport;
import dev.kurki.migration.analyze.StreamReport.Break;
import dev.kurki.migration.analyze.StreamReport.HeaderReport;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.control.Negotiation;
import dev.kurki.migration.control.Negotiation.Abilities;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.lock.Digest;
import dev.kurki.migration.policy.NodeAbi;
import dev.kurki.migration.policy.Provenance;

/** Records golden streams and runs them again. Their machines' time goes by instructions, so each run is the same. */
public final class GoldenRun {
  private static final int LIMIT_REACHED = 124;

  private final Config config;
  private final NodeAbi abi;

  /**
   * Runs on this build.
   *
   * @param config what has machine types and defaults
   * @param abi what the build knows of saved state
   */
  public GoldenRun(Config config, NodeAbi abi) {
    this.config = config;
    this.abi = abi;
  }

  /**
   * How a run ended.
   *
   * @param status the guest's
   * @param digest of all sections and of RAM
   * @param ramDigest of RAM alone
   */
  public record End(int status, String digest, String ramDigest) {
    /** Whether the guest made the same of it, in whatever shape its machine is saved. */
    public boolean isSameToGuest(End other) {
      return status == other.status && ramDigest.equals(other.ramDigest);
    }
  }

  /**
   * Runs a machine up to an instruction of a hart and saves it there; and runs another like it to its end, unbroken.
   *
   * @param machine the machine; its time goes by instructions and it has no limit of them
   * @param instruction after how many instructions of a hart it is saved
   * @param file where to
   * @return how the run ended that was not interrupted
   * @throws BadInput when the machine ends before that instruction, or cannot be saved
   */
  public End record(MachineConfig machine, long instruction, Path file) {
    MachinePlan part = MachineBuilder.build(machine.limitedTo(instruction));
    try (LoneMachine first = LoneMachine.poweredOn(part)) {
      if (first.runToEnd() != LIMIT_REACHED) {
        throw new BadInput("machine " + machine.id() + " ends before instruction " + instruction);
      }
      List<Section> sections = first.sections();
      MachineDescription description = Description.of(machine, part, Provenance.bornOn(abi.origin()), abi);
      long _ = joined(new SnapshotFile(first.system(), file).write(description, first.memory(), sections), file);
    }
    try (LoneMachine unbroken = LoneMachine.poweredOn(MachineBuilder.build(machine))) {
      return end(unbroken);
    }
  }

  /**
   * Restores a stream and runs it to its end.
   *
   * @throws BadInput when the file is not the one that was registered, or is refused, with the place where it is registered
   */
  public End replay(GoldenStream golden) {
    checkBytes(golden);
    try {
      return replay(golden.file(), golden.machineType());
    } catch (BadInput e) {
      throw new BadInput(golden.place() + ": the stream " + golden.file() + " is not restored: " + e.line());
    }
  }

  /**
   * Restores a stream and holds its end to what was recorded.
   *
   * @throws BadInput when it does not end so, with the place where it is registered
   */
  public void verify(GoldenStream golden) {
    End end = replay(golden);
    if (!end.equals(golden.end())) {
      throw new BadInput(golden.place() + ": the stream " + golden.file()
          + " ends otherwise on this build: expected status "
          + golden.endStatus() + " and digest " + golden.endDigest() + ", found status " + end.status() + " and digest "
          + end.digest());
    }
  }

  private End replay(Path file, String machineType) {
    MachineDescription description = describe(file);
    if (!description.machineType().equals(machineType)) {
      throw new BadInput("its machine is a " + description.machineType() + ", not a " + machineType);
    }
    List<Refusal> refusals = Negotiation.check(description,
        new Abilities(unbiased(), Long.MAX_VALUE, Set.copyOf(description.extensions())), List.of());
    if (!refusals.isEmpty()) {
      throw new BadInput(refusals.getFirst().sentence());
    }
    MachinePlan plan = MachineBuilder.buildForState(MachineConfig.parse(description.configuration(), config));
    try (LoneMachine machine = LoneMachine.empty(plan)) {
      machine.load(joined(new SnapshotFile(machine.system(), file).read(machine.memory()), file));
      return end(machine);
    }
  }

  private static MachineDescription describe(Path file) {
    try {
      StreamReport report = StreamAnalysis.read(file);
      return report.header().flatMap(HeaderReport::description)
          .flatMap(description -> MachineDescription.decode(description.bytes()))
          .orElseThrow(() -> new BadInput(file + ": " + report.broken().map(Break::sentence)
              .orElse("the file does not begin with a machine's description")));
    } catch (IOException e) {
      throw new BadInput(file + ": " + e.getMessage());
    }
  }

  /** A recording of a release that has been banned since is still to be read as it is: only its machines are refused. */
  private NodeAbi unbiased() {
    return new NodeAbi(abi.origin(), abi.lock(), abi.locks(), List.of());
  }

  private static End end(LoneMachine machine) {
    int status = machine.runToEnd();
    return new End(status, machine.digest(), machine.ramDigest());
  }

  private static void checkBytes(GoldenStream golden) {
    String place = golden.place() + ": the stream " + golden.file();
    try {
      String found = Digest.of(Files.readAllBytes(golden.file()));
      if (!found.equals(golden.sha256())) {
        throw new BadInput(place + " is not the one that was recorded: expected SHA-256 " + golden.sha256() + ", found "
            + found + "; " + whereBroken(golden.file()) + "; restore it from the repository's history");
      }
    } catch (NoSuchFileException e) {
      throw new BadInput(place + " is missing; restore it from the repository's history");
    } catch (IOException e) {
      throw new BadInput(place + " cannot be read: " + e.getMessage());
    }
  }

  private static String whereBroken(Path file) throws IOException {
    return StreamAnalysis.read(file).broken().map(Break::sentence)
        .orElse("it is whole from its first byte to its last, and so another recording");
  }

  private static <R> R joined(CompletionStage<R> stage, Path file) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new BadInput(file + ": " + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
    }
  }
}
