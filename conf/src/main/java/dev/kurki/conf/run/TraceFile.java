package dev.kurki.conf.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

import dev.kurki.conf.input.BadInput;
import dev.kurki.cpu.hart.RegisterName.File;
import dev.kurki.cpu.hart.TraceEvent;
import dev.kurki.cpu.hart.TraceEvent.Change;
import dev.kurki.cpu.hart.TraceEvent.Executed;
import dev.kurki.cpu.hart.TraceEvent.Trapped;
import dev.kurki.cpu.isa.Compressed;
import dev.kurki.cpu.isa.Disassembler;

/**
 * A file with a line for each instruction and each trap, in the order in which they happened; harts write in between one
 * another. Numbers are hexadecimal but for the hart and the count. A trap's line stands before those of its handler.
 *
 * <pre>
 *   hart mode count pc               bits     instruction         registers that have another value now
 *   0    M    12    0000000080000030 00a58593 addi a1,a1,10       a1=000000000000000f
 *   0    M    13    0000000080000034 trap     cause=2 tval=0
 * </pre>
 *
 * <p>Fields have one blank between them, registers a semicolon before the first; the mode is M, S or U; the count is that of
 * instructions retired before; bits have four digits where the instruction is a compressed one.
 */
public final class TraceFile implements Consumer<TraceEvent>, AutoCloseable {
  private static final String MODES = "US-M";

  private final BufferedWriter writer;

  private TraceFile(BufferedWriter writer) {
    this.writer = writer;
  }

  /**
   * Opens a file; what it had is gone.
   *
   * @throws BadInput when it cannot be written
   */
  public static TraceFile open(Path file) {
    try {
      return new TraceFile(Files.newBufferedWriter(file));
    } catch (IOException e) {
      throw new BadInput("the trace file " + file + " cannot be written: " + e.getMessage());
    }
  }

  @Override
  public synchronized void accept(TraceEvent event) {
    try {
      writer.write(line(event));
      writer.newLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new BadInput("the trace file is not complete: " + e.getMessage());
    }
  }

  private static String line(TraceEvent event) {
    return switch (event) {
      case Executed(var hart, var retired, var privilege, var pc, var bits, var changes) -> {
        boolean isShort = Compressed.isCompressed(bits & 0xffff);
        int word = isShort ? Compressed.expand(bits & 0xffff) : bits;
        StringBuilder line = new StringBuilder(place(hart, privilege, retired, pc))
            .append(isShort ? String.format("%04x", bits & 0xffff) : String.format("%08x", bits)).append(' ')
            .append(Disassembler.disassemble(word, pc));
        if (!changes.isEmpty()) {
          line.append(" ;");
          changes.forEach(change -> line.append(' ').append(text(change)));
        }
        yield line.toString();
      }
      case Trapped(var hart, var retired, var privilege, var pc, var cause, var value) ->
        place(hart, privilege, retired,
            pc) + "trap cause=" + Long.toHexString(cause) + " tval=" + Long.toHexString(value);
    };
  }

  private static String place(int hart, int privilege, long retired, long pc) {
    return hart + " " + MODES.charAt(privilege) + " " + retired + " " + String.format("%016x", pc) + " ";
  }

  private static String text(Change change) {
    boolean isFloat = change.register().file() == File.F;
    return Disassembler.register(change.register().number(), isFloat) + "=" + String.format("%016x", change.value());
  }
}
