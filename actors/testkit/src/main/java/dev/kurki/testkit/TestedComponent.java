package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentEvent.ExitRequested;
import dev.kurki.actors.component.ComponentEvent.ResetRequested;
import dev.kurki.actors.component.ComponentEvent.Transmitted;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.component.ComponentMessage.Load;
import dev.kurki.actors.component.ComponentMessage.LoadReply;
import dev.kurki.actors.component.ComponentMessage.Loaded;
import dev.kurki.actors.component.ComponentMessage.Lower;
import dev.kurki.actors.component.ComponentMessage.Raise;
import dev.kurki.actors.component.ComponentMessage.Read;
import dev.kurki.actors.component.ComponentMessage.Receive;
import dev.kurki.actors.component.ComponentMessage.Refused;
import dev.kurki.actors.component.ComponentMessage.Reset;
import dev.kurki.actors.component.ComponentMessage.Save;
import dev.kurki.actors.component.ComponentMessage.SaveReply;
import dev.kurki.actors.component.ComponentMessage.Saved;
import dev.kurki.actors.component.ComponentMessage.Start;
import dev.kurki.actors.component.ComponentMessage.Stop;
import dev.kurki.actors.component.ComponentMessage.Stopped;
import dev.kurki.actors.component.ComponentMessage.Value;
import dev.kurki.actors.component.ComponentMessage.Write;
import dev.kurki.actors.component.ComponentMessage.WriteProtect;
import dev.kurki.actors.component.ComponentMessage.WriteProtected;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Refusal;
import dev.kurki.actors.section.Section;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * A component under test: the author's side of the component protocol. What does not come within
 * {@link ComponentTestKit#PATIENCE}, or comes otherwise, is an {@link AssertionError} that says what was expected.
 */
public final class TestedComponent {
  /** No component: what is told in its name stands behind all that was told before. */
  private static final ComponentId NOBODY = new ComponentId("nobody", 0);

  private final ComponentId id;
  private final ActorRef<ComponentMessage> actor;
  private final TestProbe<ComponentMessage> lines;
  private final TestProbe<ComponentEvent> events;
  private final Optional<VersionMatrix> matrix;
  private final ActorTestKit actors;
  private final Map<Integer, Boolean> levels = new HashMap<>();
  private final StringBuilder transmitted = new StringBuilder();

  TestedComponent(ComponentId id, ActorRef<ComponentMessage> actor, TestProbe<ComponentMessage> lines,
      TestProbe<ComponentEvent> events, Optional<VersionMatrix> matrix, ActorTestKit actors) {
    this.id = id;
    this.actor = actor;
    this.lines = lines;
    this.events = events;
    this.matrix = matrix;
    this.actors = actors;
  }

  /** The component's actor, for messages that have no method here. */
  public ActorRef<ComponentMessage> ref() {
    return actor;
  }

  /** Reads a register: {@code width} bytes at {@code offset}; the value's upper bytes are zero. */
  public long read(long offset, int width) {
    return ask(Value.class, replyTo -> new Read(offset, width, replyTo)).value();
  }

  /** Writes a register. */
  public void write(long offset, int width, long value) {
    actor.tell(new Write(offset, width, value));
  }

  /** Raises an input line. */
  public void raise(int line) {
    actor.tell(new Raise(line));
  }

  /** Lowers an input line. */
  public void lower(int line) {
    actor.tell(new Lower(line));
  }

  /** Hands bytes to the device's character backend, as UTF-8. */
  public void receive(String text) {
    receive(Bytes.utf8(text));
  }

  /** Hands bytes to the device's character backend. */
  public void receive(Bytes data) {
    actor.tell(new Receive(data));
  }

  /** Lets the component run. */
  public void start() {
    actor.tell(new Start());
  }

  /** Stops the component and waits until nothing of it is in flight. */
  public void stop() {
    ask(Stopped.class, Stop::new);
  }

  /** Puts the component into its state after power-on. */
  public void reset() {
    actor.tell(new Reset());
  }

  /** Stops the component and asks for its section; it stays stopped. */
  public Section save() {
    stop();
    SaveReply reply = ask(SaveReply.class, Save::new);
    if (reply instanceof Saved(var component, var section) && component.equals(id)) {
      return section;
    }
    throw new AssertionError(id + " was to be saved and answered " + reply);
  }

  /** Loads a section, which is to be taken; the component is stopped before and after. */
  public void load(Section section) {
    LoadReply reply = loadReply(section);
    if (!(reply instanceof Loaded)) {
      throw new AssertionError(section.name() + " was to be loaded and is refused: " + reply);
    }
  }

  /** Loads a section that is to be refused, and gives the refusal. */
  public Refusal expectRefused(Section section) {
    LoadReply reply = loadReply(section);
    if (reply instanceof Refused(_, var refusal)) {
      return refusal;
    }
    throw new AssertionError(section.name() + " was to be refused and is loaded");
  }

  /** Loads a section that is to be refused for what stands at {@code path}, e.g. {@code uart16550/0.fifo.level}. */
  public void expectRefused(Section section, String path) {
    Refusal refusal = expectRefused(section);
    if (!refusal.path().equals(path)) {
      throw new AssertionError(
          section.name() + " was to be refused at " + path + " and is refused so: " + refusal.sentence());
    }
  }

  /** Saves, resets, loads and saves again: both sections are to be the same, and the one is given. */
  public Section expectRoundTrip() {
    Section before = save();
    reset();
    load(before);
    Section after = save();
    if (!before.equals(after)) {
      throw new AssertionError(id + " does not come back as it was saved: " + before + " became " + after);
    }
    return before;
  }

  /**
   * Says that every version of the device's section does what it promises, in the state after power-on: see
   * {@link #expectVersionMatrix(IntFunction, Consumer)}.
   */
  public void expectVersionMatrix() {
    expectVersionMatrix(_ -> {});
  }

  /**
   * Says that every version of the device's section does what it promises, in a machine as this device's: see
   * {@link #expectVersionMatrix(IntFunction, Consumer)}.
   */
  public void expectVersionMatrix(Consumer<TestedComponent> guest) {
    expectVersionMatrix(_ -> matrix().settings(), guest);
  }

  /**
   * Says that every version of the device's section does what it promises: from the oldest that is read to the newest, a
   * device in a machine whose type has that version is driven and saved; what it has saved is loaded wherever that version
   * or a newer one is, comes back there as it was saved, and is refused wherever an older one is.
   *
   * @param settings what the machine type of a version says of the device
   * @param guest drives a device into the state that is to be saved, which each version has to have a place for
   * @throws AssertionError when it is otherwise, with a table of all pairs
   */
  public void expectVersionMatrix(IntFunction<DeviceSettings> settings, Consumer<TestedComponent> guest) {
    matrix().expect(settings, guest);
  }

  private VersionMatrix matrix() {
    return matrix.orElseThrow(() -> new IllegalStateException(id + " is no device that the kit can host once more"));
  }

  /** Waits for an output line to have a level; before its first change it is low. */
  public void expectLine(int output, boolean level) {
    long deadline = System.nanoTime() + ComponentTestKit.PATIENCE.toNanos();
    drainLines();
    while (levels.getOrDefault(output, false) != level) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      note(lines.receiveMessage(left));
    }
  }

  /** Waits for bytes, read as ISO 8859-1, to have been transmitted next. */
  public void expectTransmitted(String text) {
    while (transmitted.length() < text.length()) {
      Transmitted next = events.expectMessageClass(Transmitted.class, ComponentTestKit.PATIENCE);
      transmitted.append(new String(next.data().toArray(), StandardCharsets.ISO_8859_1));
    }
    String found = transmitted.substring(0, text.length());
    if (!found.equals(text)) {
      throw new AssertionError("expected \"" + text + "\" to be transmitted, found \"" + transmitted + "\"");
    }
    transmitted.delete(0, text.length());
  }

  /** Waits for the component to end the machine with a status. */
  public void expectExit(int status) {
    ExitRequested exit = events.expectMessageClass(ExitRequested.class, ComponentTestKit.PATIENCE);
    if (exit.status() != status) {
      throw new AssertionError("expected the machine to end with " + status + ", found " + exit);
    }
  }

  /** Waits for the component to reset the machine. */
  public void expectMachineReset() {
    events.expectMessageClass(ResetRequested.class, ComponentTestKit.PATIENCE);
  }

  /** Says that the component, having handled all that was sent to it, has told the machine nothing further. */
  public void expectNoEvent() {
    settle();
    events.expectNoMessage(Duration.ZERO);
  }

  /** Waits until the component has handled all that was sent to it so far. */
  public void settle() {
    ask(WriteProtected.class, WriteProtect::new);
  }

  /** Loads a section, whatever comes of it. */
  LoadReply loadReply(Section section) {
    stop();
    return ask(LoadReply.class, replyTo -> new Load(section, replyTo));
  }

  /** What the component has done since it was last asked, in words, lines first; it is not waited for what may yet come. */
  List<String> takeEffects() {
    settle();
    List<String> effects = new ArrayList<>();
    takeLines(change -> {
      note(change);
      effects.add(change instanceof Raise(var line) ? "line " + line + " high" : "line " + ((Lower) change).line() + " low");
    });
    Transmitted last = new Transmitted(NOBODY, Bytes.EMPTY);
    events.getRef().tell(last);
    for (ComponentEvent told = events.receiveMessage(); !told.equals(last); told = events.receiveMessage()) {
      effects.add(switch (told) {
        case Transmitted(_, var data) -> "transmitted " + HexFormat.of().formatHex(data.toArray());
        case ExitRequested(_, var status, _) -> "exit " + status;
        case ResetRequested _ -> "reset";
      });
    }
    return effects;
  }

  /** Notes every change that has been told. */
  private void drainLines() {
    settle();
    takeLines(this::note);
  }

  /** Takes every change that has been told; the message sent to the probe here stands behind them all. */
  private void takeLines(Consumer<ComponentMessage> taker) {
    lines.getRef().tell(new Start());
    for (ComponentMessage told = lines.receiveMessage(); !(told instanceof Start); told = lines.receiveMessage()) {
      taker.accept(told);
    }
  }

  private void note(ComponentMessage message) {
    switch (message) {
      case Raise(var line) -> levels.put(line, true);
      case Lower(var line) -> levels.put(line, false);
      default -> throw new AssertionError("an output line carried " + message);
    }
  }

  private <R> R ask(Class<R> type, Function<ActorRef<R>, ComponentMessage> question) {
    TestProbe<R> probe = actors.createTestProbe(type);
    actor.tell(question.apply(probe.getRef()));
    R reply = probe.receiveMessage(ComponentTestKit.PATIENCE);
    probe.stop();
    return reply;
  }
}
