package dev.kurki.conf.bench.cpu;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.kurki.migration.lock.Digest;

/** What Debian's shell is given to do, each with a proof of what it has come to. */
enum LinuxJob {
  /** Half of 10 s of QEMU's. */
  GZIP("for i in 1 2; do gzip -c /tmp/data > /tmp/data.gz; done",
      "gzip -dc /tmp/data.gz | cmp - /tmp/data && echo ri''ght", "right"),
  /** The other half. */
  SHA256SUM("for i in " + numbers(12) + "; do sha256sum /tmp/data; done", "", digest()),
  /** Arithmetic in the shell. */
  SHELL_LOOP("i=0; s=0; while [ $i -lt 100000 ]; do i=$((i + 1)); s=$(((s * 31 + i) % 1000003)); done; echo sum $s", "",
      "sum " + sum()),
  /** Processes that end at once. */
  FORK_STORM("i=0; while [ $i -lt 500 ]; do i=$((i + 1)); /bin/true || break; done; echo forks $i", "", "forks 500");

  /** One part of the data; busybox makes numbers by floating point, which is no part of the job. */
  private static final int NUMBERS = 20_000;
  private static final int PARTS = 64;

  /** Makes what some jobs work on, 7 MB. */
  static final String PREPARATION = "seq 1 " + NUMBERS + " > /tmp/part; for i in " + numbers(PARTS)
      + "; do cat /tmp/part; done > /tmp/data";

  private final String command;
  private final String check;
  private final String proof;

  LinuxJob(String command, String check, String proof) {
    this.command = command;
    this.check = check;
    this.proof = proof;
  }

  /** What it is called. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What is typed. */
  String command() {
    return command;
  }

  /** What is typed after that, when no time is taken; empty for nothing. */
  String check() {
    return check;
  }

  /** What has to be read of one or the other. */
  String proof() {
    return proof;
  }

  private static String numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Integer::toString).collect(Collectors.joining(" "));
  }

  private static String digest() {
    String part = IntStream.rangeClosed(1, NUMBERS).mapToObj(number -> number + "\n").collect(Collectors.joining());
    return HexFormat.of().formatHex(Digest.sha256().digest(part.repeat(PARTS).getBytes(StandardCharsets.US_ASCII)));
  }

  private static long sum() {
    long sum = 0;
    for (int i = 1; i <= 100_000; i++) {
      sum = (sum * 31 + i) % 1_000_003;
    }
    return sum;
  }
}
