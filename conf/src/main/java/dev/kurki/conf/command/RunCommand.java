package dev.kurki.conf.command;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.kurki.actors.machine.MachinePlan;
import dev.kurki.conf.cluster.EndOfInput;
import dev.kurki.conf.console.OperatorTerminal;
import dev.kurki.conf.input.BadInput;
import dev.kurki.conf.input.LaunchConfig;
import dev.kurki.conf.input.Settings;
import dev.kurki.conf.lockstep.LockstepEnd.Differed;
import dev.kurki.conf.lockstep.LockstepEnd.Over;
import dev.kurki.conf.lockstep.LockstepRun;
import dev.kurki.conf.lockstep.LockstepSettings;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.conf.run.LocalRun;
import dev.kurki.conf.run.RunEnd;
import dev.kurki.conf.run.RunSettings;
import dev.kurki.conf.run.TraceFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kurki run}: one machine, this process, its console on the terminal. */
@Command(name = "run", mixinStandardHelpOptions = true, description = "Runs one machine in this process, its console on this terminal; Ctrl-A x leaves it.%n"
    + "Ends with the status that the guest gives: 0 for a pass, its own code otherwise.")
final class RunCommand implements Callable<Integer> {
  private static final int MAX_PORT = 65_535;
  private static final int LOCKSTEP_SHIFT = 4;

  @Parameters(index = "0", arity = "0..1", paramLabel = "MACHINE.conf", description = "The machine; without it the defaults, and the embedded guest if no image is given.")
  private @Nullable File file;

  @Mixin
  private MachineOptions options = new MachineOptions();

  @Option(names = "--timeout", paramLabel = "SECONDS", description = "End with status 124 after this time.")
  private int timeoutSeconds;

  @Option(names = "--no-input", description = "Leave this terminal's or pipe's input alone, as for a test in a script.")
  private boolean noInput;

  @Option(names = "--gdb", paramLabel = "PORT", description = "Let GDB connect to this port of 127.0.0.1: target remote :PORT.")
  private @Nullable Integer gdbPort;

  @Option(names = "-S", description = "With --gdb: do not start before GDB says so.")
  private boolean waitsForDebugger;

  @Option(names = "--trace", paramLabel = "FILE", description = "Write every instruction and trap to this file: hart, mode, count, pc, bits, instruction, changed registers. Slow.")
  private @Nullable Path trace;

  @Option(names = "--translate", paramLabel = "on|off", description = "Whether code that is executed often becomes JVM code, on by default; off interprets each instruction.")
  private @Nullable String translate;

  @Option(names = "--lockstep", description = "Run the machine twice, interpreted and translated, compare both and stop at the first difference with status 4. Time passes by instructions, of 2^4 ns each where --icount says no other.")
  private boolean lockstep;

  @Option(names = "--lockstep-step", paramLabel = "COUNT", description = "With --lockstep: compare the harts after this many instructions each time, 1000 by default. Where it has fewer than a translated piece of code, that is interpreted.")
  private @Nullable Long lockstepStep;

  @Spec
  private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (timeoutSeconds < 0) {
      throw new BadInput("--timeout has to be a number of seconds from 0 on, not " + timeoutSeconds);
    }
    if (gdbPort != null && (gdbPort < 1 || gdbPort > MAX_PORT)) {
      throw new BadInput("--gdb has to be a port, 1 to " + MAX_PORT + ", not " + gdbPort);
    }
    if (waitsForDebugger && gdbPort == null) {
      throw new BadInput("-S waits for a debugger: say with --gdb PORT where it connects");
    }
    OptionalInt port = gdbPort == null ? OptionalInt.empty() : OptionalInt.of(gdbPort);
    if (translate != null && !List.of("on", "off").contains(translate)) {
      throw new BadInput("--translate has to be on or off, not \"" + translate + "\"");
    }
    checkLockstep();
    Config defaults = LaunchConfig.forMachines();
    Config config = translate == null
        ? defaults
        : defaults.withValue("kurki.translate", ConfigValueFactory.fromAnyRef(translate));
    Config own = Optional.ofNullable(file).map(given -> Settings.file(given, config)).orElse(config);
    Settings given = options.over(MachineConfig.settings(own));
    MachineConfig machine = MachineConfig.read(lockstep ? byInstructions(given) : given, own);
    if (lockstep) {
      return runLockstep(own, machine);
    }
    RunSettings settings = new RunSettings(Duration.ofSeconds(timeoutSeconds), port, waitsForDebugger);
    RunEnd end;
    if (trace == null) {
      end = run(own, machine, MachineBuilder.build(machine), settings);
    } else {
      try (TraceFile traceFile = TraceFile.open(trace)) {
        end = run(own, machine, MachineBuilder.build(machine, Optional.of(traceFile)), settings);
      }
    }
    return told(machine, end);
  }

  private void checkLockstep() {
    if (lockstepStep != null && !lockstep) {
      throw new BadInput("--lockstep-step says how --lockstep compares: give both");
    }
    if (lockstepStep != null && lockstepStep < 1) {
      throw new BadInput("--lockstep-step has to be a number of instructions from 1 on, not " + lockstepStep);
    }
    if (lockstep && (gdbPort != null || trace != null)) {
      throw new BadInput("--lockstep runs two machines, and " + (trace == null ? "--gdb" : "--trace")
          + " is for one: run it without --lockstep");
    }
  }

  private static Settings byInstructions(Settings settings) {
    return settings.has("icount-shift") ? settings : settings.with("icount-shift", LOCKSTEP_SHIFT, "--lockstep");
  }

  private int runLockstep(Config config, MachineConfig machine) {
    if (!machine.translate()) {
      throw new BadInput("--lockstep compares translated code with interpreted: it needs --translate on");
    }
    return switch (LockstepRun.run(machine, terminal(config), new LockstepSettings(
        lockstepStep == null ? LockstepSettings.STEP : lockstepStep, Duration.ofSeconds(timeoutSeconds),
        LockstepSettings.translatorOfAll()))) {
      case Over(var end, var instructions) -> {
        if (spec != null) {
          spec.commandLine().getErr()
              .println("kurki: machine " + machine.id() + ": interpreter and translator agree over "
                  + instructions + " instructions");
        }
        yield told(machine, end);
      }
      case Differed(var difference) -> {
        if (spec != null) {
          spec.commandLine().getErr().print("kurki: machine " + machine.id() + ": " + difference.text());
          spec.commandLine().getErr().flush();
        }
        yield Differed.STATUS;
      }
    };
  }

  private int told(MachineConfig machine, RunEnd end) {
    if (end.status() != 0 && spec != null) {
      spec.commandLine().getErr().println("kurki: machine " + machine.id() + ": " + end.reason() + "; status "
          + end.status());
    }
    return end.status();
  }

  private OperatorTerminal terminal(Config config) {
    return noInput ? OperatorTerminal.outputOnly() : OperatorTerminal.open(EndOfInput.isEndOfProcess(config));
  }

  private RunEnd run(Config config, MachineConfig machine, MachinePlan plan, RunSettings settings) {
    return LocalRun.run(ConfigFactory.load(config), machine, plan, terminal(config), settings);
  }
}
