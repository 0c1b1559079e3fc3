package dev.kurki.conf.console;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.section.Bytes;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingInputStream;

/**
 * The terminal, or the pipes, that the command was started on. A terminal is raw from {@link #open} to {@link #close}, so
 * that the guest sees each key; a pipe is passed on as it is.
 */
public final class OperatorTerminal implements AutoCloseable {
  private static final int BUFFER_BYTES = 4096;
  private static final long READ_MILLIS = 100;

  private final Optional<Terminal> terminal;
  private final Optional<Attributes> before;
  private final InputStream in;
  private final OutputStream out;
  private final boolean leavesAtEnd;
  private volatile boolean closed;

  private OperatorTerminal(Optional<Terminal> terminal, Optional<Attributes> before, InputStream in, OutputStream out,
      boolean leavesAtEnd) {
    this.terminal = terminal;
    this.before = before;
    this.in = in;
    this.out = out;
    this.leavesAtEnd = leavesAtEnd;
  }

  /** Takes the terminal. The end of a pipe means nothing. */
  public static OperatorTerminal open() {
    return open(false);
  }

  /**
   * Takes the terminal.
   *
   * @param leavesAtEnd whether the end of a pipe is as if its operator had left: who has started the command is gone then
   */
  public static OperatorTerminal open(boolean leavesAtEnd) {
    if (Optional.ofNullable(System.console()).filter(Console::isTerminal).isEmpty()) {
      return new OperatorTerminal(Optional.empty(), Optional.empty(), new FileInputStream(FileDescriptor.in),
          new FileOutputStream(FileDescriptor.out), leavesAtEnd);
    }
    try {
      Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
      return new OperatorTerminal(Optional.of(terminal), Optional.of(terminal.enterRawMode()), terminal.input(),
          terminal.output(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Output alone: nothing is read, so that what calls the command keeps its input. */
  public static OperatorTerminal outputOnly() {
    return outputTo(new FileOutputStream(FileDescriptor.out));
  }

  /** Output alone, to somewhere else. */
  public static OperatorTerminal outputTo(OutputStream out) {
    return new OperatorTerminal(Optional.empty(), Optional.empty(), InputStream.nullInputStream(), out, false);
  }

  /** Whether a person sits there. */
  public boolean isInteractive() {
    return terminal.isPresent();
  }

  /**
   * Passes on what is typed, from a thread of its own, until the input ends.
   *
   * @param guest gets the bytes
   * @param leave is run when Ctrl-A x is typed
   */
  public void onInput(Consumer<Bytes> guest, Runnable leave) {
    Thread.ofPlatform().daemon().name("operator-input").start(() -> pump(guest, leave));
  }

  /** Shows what the guest transmitted. */
  public synchronized void show(Bytes data) {
    try {
      out.write(data.toArray());
      out.flush();
    } catch (IOException e) {
      // Nobody looks any more; the guest runs on.
    }
  }

  /** Tells a person something of Kurki's own; a pipe gets the guest's bytes alone. */
  public void note(String line) {
    if (isInteractive()) {
      show(Bytes.utf8("\r\n[" + line + "]\r\n"));
    }
  }

  /** Gives the terminal back. */
  @Override
  public void close() {
    closed = true;
    before.ifPresent(attributes -> terminal.ifPresent(open -> open.setAttributes(attributes)));
  }

  private void pump(Consumer<Bytes> guest, Runnable leave) {
    EscapeFilter escapes = new EscapeFilter();
    byte[] buffer = new byte[BUFFER_BYTES];
    try {
      int count = read(buffer);
      for (; count >= 0 && !escapes.hasLeft() && !closed; count = read(buffer)) {
        byte[] typed = escapes.filter(buffer, count);
        if (typed.length > 0) {
          guest.accept(Bytes.of(typed));
        }
        if (escapes.hasLeft()) {
          leave.run();
        }
      }
      if (count < 0 && leavesAtEnd) {
        leave.run();
      }
    } catch (IOException e) {
      // The terminal is gone; so is who typed.
    }
  }

  /** Waits on a terminal for a moment only: its reader has to be let go for the terminal to be closed. */
  private int read(byte[] buffer) throws IOException {
    if (!(in instanceof NonBlockingInputStream terminalInput)) {
      return in.read(buffer);
    }
    int octet = terminalInput.read(READ_MILLIS);
    if (octet < 0) {
      return octet == NonBlockingInputStream.READ_EXPIRED ? 0 : octet;
    }
    buffer[0] = (byte) octet;
    return 1;
  }
}
