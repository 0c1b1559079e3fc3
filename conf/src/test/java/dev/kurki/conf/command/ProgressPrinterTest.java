package dev.kurki.conf.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;

import dev.kurki.conf.admin.Json;
import dev.kurki.conf.command.ProgressPrinter.Reader;
import org.junit.jupiter.api.Test;

class ProgressPrinterTest {
  private static final String FAILED = "{\"state\":\"failed\",\"reason\":\"it rained\"}";

  private final StringWriter written = new StringWriter();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void a_file_gets_a_line_for_each_round_and_one_a_second_within_a_long_one() {
    ProgressPrinter printer = printer(Reader.FILE);

    show(printer, progress(1, 100), 0);
    show(printer, progress(1, 200), 250);
    show(printer, progress(1, 300), 1000);
    show(printer, progress(2, 400), 1100);
    show(printer, FAILED, 1200);

    assertThat(written.toString().lines()).hasSize(4).anySatisfy(line -> assertThat(line).contains("300 B sent"))
        .noneSatisfy(line -> assertThat(line).contains("200 B sent"))
        .last().isEqualTo("failed: it rained; the machine runs on where it was");
  }

  @Test
  void on_a_terminal_one_line_changes_until_the_outcome_is_known() {
    ProgressPrinter printer = printer(Reader.TERMINAL);

    show(printer, progress(1, 100), 0);
    show(printer, progress(1, 200), 250);
    show(printer, FAILED, 300);

    assertThat(written.toString()).isEqualTo("\r\u001b[Kactive 1: 100 B sent, 20 B/s, 30 B left, 40 B/s dirtied, "
        + "ends in 5.0 ms\r\u001b[Kactive 1: 200 B sent, 20 B/s, 30 B left, 40 B/s dirtied, ends in 5.0 ms"
        + "\r\u001b[Kfailed: it rained; the machine runs on where it was\n");
  }

  @Test
  void programs_get_every_step_as_it_is() {
    ProgressPrinter printer = printer(Reader.PROGRAM);

    show(printer, progress(1, 100), 0);
    show(printer, FAILED, 0);

    assertThat(written.toString().lines()).containsExactly(progress(1, 100), FAILED);
  }

  @Test
  void where_no_end_is_in_sight_none_is_told() {
    String step = "{\"state\":\"pre-switchover\",\"round\":2,\"remainingBytes\":0}";

    assertThat(MigrationText.of(Json.read(step))).contains("waits for migrate-continue");
    assertThat(MigrationText.of(Json.read(step.replace("pre-switchover", "active")))).contains("no end in sight yet");
  }

  @Test
  void a_pause_that_nothing_tells_of_is_not_told() {
    String known = progress(1, 100);
    String unknown = known.replace("\"expectedDowntimeNanos\":1000000,", "");

    assertThat(MigrationText.of(Json.read(known))).contains("downtime 1.0 ms of 20.0 ms");
    assertThat(MigrationText.of(Json.read(unknown))).contains("downtime not known yet, limit 20.0 ms");
  }

  private ProgressPrinter printer(Reader reader) {
    return new ProgressPrinter(new PrintWriter(written), reader, nanos::get);
  }

  private void show(ProgressPrinter printer, String step, long millis) {
    nanos.set(millis * 1_000_000);
    printer.show(Json.read(step));
  }

  private static String progress(int round, long sent) {
    return "{\"state\":\"active\",\"round\":" + round + ",\"dirtyPages\":9,\"bytesSent\":" + sent
        + ",\"bytesPerSecond\":20,\"dirtyBytesPerSecond\":40,\"throttlePercent\":0,\"remainingBytes\":30,"
        + "\"expectedEndNanos\":5000000,\"expectedDowntimeNanos\":1000000,\"downtimeLimitNanos\":20000000}";
  }
}
