package dev.kurki.conf.gdb;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.kurki.actors.machine.MachineMessage;
import dev.kurki.actors.machine.MachineMessage.Pause;
import dev.kurki.actors.machine.MachineMessage.Paused;
import dev.kurki.actors.machine.MachineMessage.Resume;
import dev.kurki.actors.machine.MachineMessage.Resumed;
import dev.kurki.actors.machine.MachineMessage.ToVcpu;
import dev.kurki.actors.section.Bytes;
import dev.kurki.conf.gdb.PacketReader.Event;
import dev.kurki.conf.gdb.PacketReader.Garbled;
import dev.kurki.conf.gdb.PacketReader.Interrupt;
import dev.kurki.conf.gdb.PacketReader.Packet;
import dev.kurki.cpu.hart.RegisterName;
import dev.kurki.cpu.isa.InstructionSet;
import dev.kurki.cpu.hart.StopConditions;
import dev.kurki.cpu.hart.StopReason;
import dev.kurki.cpu.vcpu.VcpuDebug;
import dev.kurki.cpu.vcpu.VcpuDebug.Halted;
import dev.kurki.cpu.vcpu.VcpuDebug.Leave;
import dev.kurki.cpu.vcpu.VcpuDebug.MemoryRead;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadMemory;
import dev.kurki.cpu.vcpu.VcpuDebug.ReadRegisters;
import dev.kurki.cpu.vcpu.VcpuDebug.RegisterValues;
import dev.kurki.cpu.vcpu.VcpuDebug.Step;
import dev.kurki.cpu.vcpu.VcpuDebug.Stepped;
import dev.kurki.cpu.vcpu.VcpuDebug.StopAt;
import dev.kurki.cpu.vcpu.VcpuDebug.WriteMemory;
import dev.kurki.cpu.vcpu.VcpuDebug.WriteRegister;
import dev.kurki.cpu.vcpu.VcpuDebug.Written;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractMatchingBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One debugger's session: all harts stand while it looks around, and run or stop together; a step is one hart's alone.
 * Packets are carried out one after another.
 *
 * <pre>
 *              c                        a hart halts, or an interrupt
 *   STANDING -----&gt;  RUNNING  ----------------------------------------&gt;  PAUSING
 *       ^                                          Paused                    |
 *       +--------------------------------------------------------------------+
 * </pre>
 */
final class GdbSession extends AbstractMatchingBehavior<GdbSession.Message> {
  /** How long the machine may take for an answer. */
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int SIGINT = 2;
  private static final int SIGTRAP = 5;
  private static final String OK = "OK";
  private static final String BAD_PACKET = "E01";
  private static final String NOT_THERE = "E14";
  private static final String UNSUPPORTED = "";

  /** What it hears. */
  sealed interface Message {}

  /** Bytes from the debugger. */
  record Received(Bytes data) implements Message {}

  /** The connection is over. */
  record Closed() implements Message {}

  /** The machine has ended. */
  record MachineEnded(int status) implements Message {}

  private record HartHalted(Halted halted) implements Message {}

  private record MachinePaused() implements Message {}

  /** An answer to a packet is there. */
  private record Answer(String data) implements Message {}

  private enum State {
    STANDING,
    RUNNING,
    PAUSING
  }

  private final ActorRef<MachineMessage> machine;
  private final int harts;
  private final String description;
  private final Runnable kill;
  private final Consumer<byte[]> output;
  private final PacketReader reader = new PacketReader();
  private final Deque<String> packets = new ArrayDeque<>();
  private final DebuggerStops stops = new DebuggerStops();
  private final ActorRef<Halted> onHalted;
  private final ActorRef<Paused> onPaused;
  private State state = State.PAUSING;
  private boolean acknowledges = true;
  private boolean busy;
  private boolean interrupted;
  /** Whether the debugger waits to be told that the machine has stopped. */
  private boolean stopAwaited;
  private int current;
  private String stopped = stopReply(SIGTRAP, "", 0);

  private GdbSession(ActorContext<Message> context, ActorRef<MachineMessage> machine, int harts, InstructionSet isa,
      Runnable kill, Consumer<byte[]> output) {
    super(context);
    this.machine = machine;
    this.harts = harts;
    this.description = TargetDescription.xml(isa);
    this.kill = kill;
    this.output = output;
    this.onHalted = context.messageAdapter(Halted.class, HartHalted::new);
    this.onPaused = context.messageAdapter(Paused.class, _ -> new MachinePaused());
    machine.tell(new Pause(onPaused));
  }

  /**
   * A session, which stops the machine first.
   *
   * @param harts how many
   * @param isa the extensions of each
   * @param kill ends the machine
   * @param output takes bytes to the debugger
   */
  static Behavior<Message> create(ActorRef<MachineMessage> machine, int harts, InstructionSet isa, Runnable kill,
      Consumer<byte[]> output) {
    return Behaviors.setup(context -> new GdbSession(context, machine, harts, isa, kill, output));
  }

  @Override
  public Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Received(var data) -> reader.read(data.toArray()).forEach(this::take);
      case Answer(var data) -> {
        busy = false;
        send(data);
      }
      case HartHalted(var halted) -> halted(halted);
      case MachinePaused() -> {
        state = State.STANDING;
        if (stopAwaited) {
          stopAwaited = false;
          send(stopped);
        }
      }
      case MachineEnded(var status) -> {
        send(String.format("W%02x", status & 0xff));
        return Behaviors.stopped();
      }
      case Closed() -> {
        leave();
        return Behaviors.stopped();
      }
    }
    next();
    return this;
  }

  private void take(Event event) {
    switch (event) {
      case Packet(var data) -> {
        if (acknowledges) {
          output.accept(new byte[]{'+'});
        }
        packets.add(data);
      }
      case Garbled() -> output.accept(new byte[]{'-'});
      case Interrupt() -> {
        interrupted = true;
        interrupt();
      }
    }
  }

  /** An interrupt stops what runs; one that overtakes the packet that lets the machine run stops it then. */
  private void interrupt() {
    if (interrupted && state == State.RUNNING) {
      interrupted = false;
      pause(stopReply(SIGINT, "", current));
    } else if (packets.isEmpty() && !busy) {
      interrupted = false;
    }
  }

  /** Carries packets out as long as they are answered at once. */
  private void next() {
    while (!busy && state == State.STANDING && !packets.isEmpty()) {
      carryOut(packets.remove());
    }
  }

  private void carryOut(String packet) {
    String rest = packet.isEmpty() ? "" : packet.substring(1);
    switch (packet.isEmpty() ? ' ' : packet.charAt(0)) {
      case '?' -> send(stopped);
      case 'H' -> selectThread(rest);
      case 'T' -> send(thread(rest).isPresent() ? OK : BAD_PACKET);
      case 'g' -> ask(current, TargetDescription.general().size(),
          replyTo -> new ReadRegisters(TargetDescription.general(), replyTo));
      case 'G' -> writeAll(rest);
      case 'p' -> readRegister(rest);
      case 'P' -> writeRegister(rest);
      case 'm' -> readMemory(rest);
      case 'M' -> writeMemory(rest, Hex::bytes);
      case 'X' -> writeMemory(rest, text -> Optional.of(text.getBytes(StandardCharsets.ISO_8859_1)));
      case 'Z' -> send(changeStop(rest, true));
      case 'z' -> send(changeStop(rest, false));
      case 'c' -> resume();
      case 's' -> step(current);
      case 'v' -> verbose(packet);
      case 'q', 'Q' -> query(packet);
      case 'D' -> {
        leave();
        send(OK);
      }
      case 'k' -> kill.run();
      default -> send(UNSUPPORTED);
    }
  }

  private void query(String packet) {
    if (packet.startsWith("qSupported")) {
      send("PacketSize=" + Integer.toHexString(PacketReader.MAX_BYTES)
          + ";QStartNoAckMode+;qXfer:features:read+;vContSupported+");
    } else if (packet.equals("QStartNoAckMode")) {
      send(OK);
      acknowledges = false;
    } else if (packet.startsWith("qXfer:features:read:target.xml:")) {
      send(part(description, packet.substring(packet.lastIndexOf(':') + 1)));
    } else if (packet.equals("qfThreadInfo")) {
      send(IntStream.rangeClosed(1, harts).mapToObj(Integer::toHexString).collect(Collectors.joining(",", "m", "")));
    } else if (packet.equals("qsThreadInfo")) {
      send("l");
    } else if (packet.equals("qC")) {
      send("QC" + threadId(current));
    } else if (packet.equals("qAttached")) {
      send("1");
    } else if (packet.startsWith("qThreadExtraInfo,")) {
      send(
          thread(packet.substring(packet.indexOf(',') + 1)).map(hart -> Hex.ofText("hart " + hart)).orElse(BAD_PACKET));
    } else {
      send(UNSUPPORTED);
    }
  }

  private void verbose(String packet) {
    if (packet.equals("vCont?")) {
      send("vCont;c;C;s;S");
    } else if (packet.startsWith("vCont;")) {
      resumeBy(List.of(packet.substring("vCont;".length()).split(";", -1)));
    } else if (packet.startsWith("vKill")) {
      send(OK);
      kill.run();
    } else {
      send(UNSUPPORTED);
    }
  }

  /** Actions for threads; where one is to step, it alone does. */
  private void resumeBy(List<String> actions) {
    Optional<String> step = actions.stream().filter(action -> action.startsWith("s") || action.startsWith("S"))
        .findFirst();
    if (step.isEmpty()) {
      resume();
    } else {
      int colon = step.get().indexOf(':');
      step(colon < 0 ? current : thread(step.get().substring(colon + 1)).orElse(current));
    }
  }

  private void resume() {
    state = State.RUNNING;
    stopAwaited = true;
    StopConditions conditions = stops.conditions();
    for (int hart = 0; hart < harts; hart++) {
      machine.tell(new ToVcpu(hart, new StopAt(conditions, onHalted)));
    }
    machine.tell(new Resume(getContext().getSystem().<Resumed>ignoreRef()));
    interrupt();
  }

  private void step(int hart) {
    // Code that the debugger has written is seen by the step.
    machine.tell(new ToVcpu(hart, new StopAt(stops.conditions(), onHalted)));
    current = hart;
    stopped = stopReply(SIGTRAP, "", hart);
    this.<Stepped>ask(Stepped.class, hart, Step::new, _ -> stopped);
  }

  private void halted(Halted halted) {
    if (state == State.RUNNING) {
      current = halted.hart();
      pause(stopReply(SIGTRAP, switch (halted.reason()) {
        case StopReason.Breakpoint() -> "";
        case StopReason.Watched(var address, var write) ->
          stops.watched(address, write) + ":" + Long.toHexString(address) + ";";
      }, halted.hart()));
    }
  }

  private void pause(String reply) {
    state = State.PAUSING;
    stopped = reply;
    machine.tell(new Pause(onPaused));
  }

  private void leave() {
    for (int hart = 0; hart < harts; hart++) {
      machine.tell(new ToVcpu(hart, new Leave()));
    }
    machine.tell(new Resume(getContext().getSystem().<Resumed>ignoreRef()));
  }

  private void selectThread(String rest) {
    Optional<Integer> hart = rest.isEmpty() ? Optional.empty() : thread(rest.substring(1));
    hart.filter(_ -> rest.startsWith("g")).ifPresent(selected -> current = selected);
    boolean any = rest.endsWith("0") || rest.endsWith("-1");
    send(hart.isPresent() || any ? OK : BAD_PACKET);
  }

  private void readRegister(String rest) {
    Optional<RegisterName> name = Hex.number(rest).flatMap(number -> TargetDescription.register(number.intValue()));
    name.ifPresentOrElse(register -> ask(current, 1, replyTo -> new ReadRegisters(List.of(register), replyTo)),
        () -> send(BAD_PACKET));
  }

  private void ask(int hart, int count, Function<ActorRef<RegisterValues>, VcpuDebug> question) {
    this.<RegisterValues>ask(RegisterValues.class, hart, question, reply -> {
      List<OptionalLong> values = reply.values();
      return values.size() == count && values.stream().allMatch(OptionalLong::isPresent)
          ? values.stream().map(value -> Hex.ofRegister(value.orElseThrow())).collect(Collectors.joining())
          : NOT_THERE;
    });
  }

  private void writeRegister(String rest) {
    String[] parts = rest.split("=", -1);
    Optional<RegisterName> name = Hex.number(parts[0]).flatMap(number -> TargetDescription.register(number.intValue()));
    Optional<Long> value = parts.length == 2 ? Hex.register(parts[1]) : Optional.empty();
    if (name.isEmpty() || value.isEmpty()) {
      send(BAD_PACKET);
    } else {
      write(replyTo -> new WriteRegister(name.get(), value.get(), replyTo));
    }
  }

  /** All registers of a {@code g} packet, as many as have come. */
  private void writeAll(String rest) {
    int digits = 2 * Long.BYTES;
    int count = Math.min(rest.length() / digits, TargetDescription.general().size());
    List<Long> values = IntStream.range(0, count)
        .mapToObj(i -> Hex.register(rest.substring(i * digits, (i + 1) * digits))).flatMap(Optional::stream).toList();
    if (count == 0 || values.size() != count) {
      send(BAD_PACKET);
      return;
    }
    for (int i = 0; i < count - 1; i++) {
      machine.tell(new ToVcpu(current, new WriteRegister(TargetDescription.general().get(i), values.get(i),
          getContext().getSystem().<Written>ignoreRef())));
    }
    write(replyTo -> new WriteRegister(TargetDescription.general().get(count - 1), values.get(count - 1), replyTo));
  }

  private void readMemory(String rest) {
    String[] parts = rest.split(",", -1);
    Optional<Long> address = Hex.number(parts[0]);
    Optional<Long> length = parts.length == 2 ? Hex.number(parts[1]) : Optional.empty();
    if (address.isEmpty() || length.isEmpty() || length.get() < 0 || length.get() > PacketReader.MAX_BYTES / 2) {
      send(BAD_PACKET);
    } else {
      this.<MemoryRead>ask(MemoryRead.class, current,
          replyTo -> new ReadMemory(address.get(), length.get().intValue(), replyTo),
          reply -> reply.bytes().map(bytes -> Hex.ofBytes(bytes.toArray())).orElse(NOT_THERE));
    }
  }

  private void writeMemory(String rest, Function<String, Optional<byte[]>> decoding) {
    int comma = rest.indexOf(',');
    int colon = rest.indexOf(':');
    Optional<Long> address = comma < 0 ? Optional.empty() : Hex.number(rest.substring(0, comma));
    Optional<byte[]> data = colon < 0 ? Optional.empty() : decoding.apply(rest.substring(colon + 1));
    Optional<Long> length = comma < 0 || colon < comma
        ? Optional.empty()
        : Hex.number(rest.substring(comma + 1, colon));
    if (address.isEmpty() || data.isEmpty() || length.isEmpty() || length.get() != data.get().length) {
      send(BAD_PACKET);
    } else {
      write(replyTo -> new WriteMemory(address.get(), Bytes.of(data.get()), replyTo));
    }
  }

  private void write(Function<ActorRef<Written>, VcpuDebug> question) {
    this.<Written>ask(Written.class, current, question, reply -> reply.done() ? OK : NOT_THERE);
  }

  private String changeStop(String rest, boolean set) {
    return switch (stops.change(rest, set)) {
      case DONE -> OK;
      case NOT_UNDERSTOOD -> BAD_PACKET;
      case UNSUPPORTED -> UNSUPPORTED;
    };
  }

  /** Asks a vCPU; without an answer the debugger is told so. */
  private <R> void ask(Class<R> type, int hart, Function<ActorRef<R>, VcpuDebug> question, Function<R, String> reply) {
    busy = true;
    getContext().ask(type, machine, TIMEOUT, replyTo -> new ToVcpu(hart, question.apply(replyTo)),
        (answer, failure) -> new Answer(failure == null ? reply.apply(answer) : NOT_THERE));
  }

  private Optional<Integer> thread(String id) {
    return Hex.number(id).map(number -> number.intValue() - 1).filter(hart -> hart >= 0 && hart < harts);
  }

  private void send(String data) {
    output.accept(PacketReader.packet(data));
  }

  private static String stopReply(int signal, String reason, int hart) {
    return String.format("T%02x%sthread:%s;", signal, reason, threadId(hart));
  }

  private static String threadId(int hart) {
    return Integer.toHexString(hart + 1);
  }

  /** A part of a document by {@code offset,length}. */
  private static String part(String document, String range) {
    String[] parts = range.split(",", -1);
    Optional<Long> offset = Hex.number(parts[0]);
    Optional<Long> length = parts.length == 2 ? Hex.number(parts[1]) : Optional.empty();
    if (offset.isEmpty() || length.isEmpty() || offset.get() < 0 || length.get() < 0) {
      return BAD_PACKET;
    }
    int from = (int) Math.min(offset.get(), document.length());
    int to = (int) Math.min(from + Math.min(length.get(), document.length()), document.length());
    return (to == document.length() ? "l" : "m") + document.substring(from, to);
  }
}
