package dev.kurki.conf.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import com.typesafe.config.Config;
import dev.kurki.conf.abi.AbiCheck;
import dev.kurki.conf.golden.GoldenMachines.GoldenMachine;
import dev.kurki.conf.golden.GoldenRegister.Recorded;
import dev.kurki.conf.input.LaunchConfig;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A release can record its guests on every machine type that it has, those that have not shipped yet too. */
class GoldenMachinesTest {
  private static final Config CONFIG = LaunchConfig.forMachines();
  private static final Path PROJECT = Path.of("abi");

  @TempDir
  private Path folder;

  @ParameterizedTest
  @MethodSource("machineTypes")
  void each_is_saved_in_the_midst_of_its_work_and_ends_restored_as_its_run_that_was_not_interrupted(String type) {
    GoldenRun run = AbiCheck.of(CONFIG, PROJECT).goldenRun();
    Path register = folder.resolve("golden.conf");
    List<Recorded> recorded = GoldenMachines.of(type, CONFIG).stream().map(machine -> record(run, machine, type))
        .toList();

    GoldenRegister.write(register, "What machines of this build come to.", recorded);

    assertThat(GoldenRegister.read(register)).hasSameSizeAs(recorded).allSatisfy(stream -> {
      assertThat(stream.endStatus()).isZero();
      assertThatCode(() -> run.verify(stream)).doesNotThrowAnyException();
    });
  }

  private Recorded record(GoldenRun run, GoldenMachine machine, String type) {
    String file = machine.name() + ".kurki";
    return new Recorded(file, type, run.record(machine.machine(), machine.instruction(), folder.resolve(file)));
  }

  private static Set<String> machineTypes() {
    return CONFIG.getObject("kurki.machine-types").keySet();
  }
}
