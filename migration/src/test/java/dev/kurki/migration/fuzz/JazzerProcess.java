package dev.kurki.migration.fuzz;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Jazzer at work on one reader, in a process with little memory. */
final class JazzerProcess {
  private static final Path FOLDER = Path.of("target", "fuzz");
  private static final byte RESEALED = 1;

  private final Reader reader;
  private final Path folder;

  JazzerProcess(Reader reader) {
    this.reader = reader;
    this.folder = FOLDER.resolve(reader.name().toLowerCase(Locale.ROOT));
  }

  /**
   * What came of it.
   *
   * @param status 0 where nothing was found
   * @param said all that it said; what it has found, at the end
   */
  record Result(int status, String said) {}

  /** Runs for so long, from the seeds and from all that was found worth keeping before. */
  Result run(long seconds) throws IOException, InterruptedException {
    Path seeds = Files.createDirectories(folder.resolve("seeds"));
    int number = 0;
    for (byte[] seed : reader.seeds()) {
      byte[] input = new byte[1 + seed.length];
      input[0] = RESEALED;
      System.arraycopy(seed, 0, input, 1, seed.length);
      Files.write(seeds.resolve("seed-" + number++), input);
    }
    Path corpus = Files.createDirectories(folder.resolve("corpus"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-Xmx256m", "-XX:MaxDirectMemorySize=128m", "-XX:+EnableDynamicAgentLoading",
        "-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + StreamFuzz.class.getName(), "--target_args=" + reader.name(),
        "--instrumentation_includes=dev.kurki.migration.**", "--reproducer_path=" + folder,
        "-artifact_prefix=" + folder + "/", "-max_total_time=" + seconds, "-timeout=20", "-print_final_stats=1",
        "-rss_limit_mb=2048", corpus.toString(), seeds.toString()));
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    int status = process.waitFor();
    return new Result(status, Files.readString(log, StandardCharsets.ISO_8859_1));
  }
}
