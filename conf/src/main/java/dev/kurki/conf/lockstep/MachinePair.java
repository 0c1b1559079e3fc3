package dev.kurki.conf.lockstep;

import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Section;
import dev.kurki.conf.golden.LoneMachine;
import dev.kurki.conf.lockstep.Difference.Place;
import dev.kurki.conf.lockstep.Difference.Value;
import dev.kurki.conf.machine.MachineBuilder;
import dev.kurki.conf.machine.MachineConfig;
import dev.kurki.cpu.translate.Translator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The same machine twice: one is interpreted, the other translated. */
final class MachinePair implements AutoCloseable {
  private final SteppedMachine interpreted;
  private final SteppedMachine translated;

  private MachinePair(SteppedMachine interpreted, SteppedMachine translated) {
    this.interpreted = interpreted;
    this.translated = translated;
  }

  /** Both after power-on. */
  static MachinePair poweredOn(MachineConfig machine, Translator translator) {
    return new MachinePair(
        new SteppedMachine(LoneMachine.poweredOn(MachineBuilder.build(machine, Translator.OFF)), machine.harts()),
        new SteppedMachine(LoneMachine.poweredOn(MachineBuilder.build(machine, translator)), machine.harts()));
  }

  /** Both in the state of a checkpoint. */
  static MachinePair at(Checkpoint checkpoint, MachineConfig machine, Translator translator) {
    MachinePair pair = new MachinePair(
        new SteppedMachine(LoneMachine.empty(MachineBuilder.buildForState(machine, Translator.OFF)), machine.harts()),
        new SteppedMachine(LoneMachine.empty(MachineBuilder.buildForState(machine, translator)), machine.harts()));
    pair.interpreted.load(checkpoint);
    pair.translated.load(checkpoint);
    return pair;
  }

  /** Their state, while they stand and are the same. */
  Checkpoint checkpoint() {
    BitSet _ = takeDirty();
    return new Checkpoint(interpreted.memory(), interpreted.sections());
  }

  /** Lets machines that stand be ready for a step. */
  void hold() {
    CompletableFuture.allOf(interpreted.hold(), translated.hold()).join();
  }

  /** Stops both, so that all of them can be read. */
  void pause() {
    interpreted.pause();
    translated.pause();
  }

  /** Has both receive what was typed. */
  void type(Bytes data) {
    interpreted.type(data);
    translated.type(data);
  }

  /** What the guest has printed, but for the first so many bytes; as the interpreted machine has it. */
  Bytes consoleFrom(int start) {
    return interpreted.consoleFrom(start);
  }

  /** Where the harts stand, while they hold. */
  List<Place> places() {
    return interpreted.places();
  }

  /** Lets both go so many steps, each of so many instructions, at their own pace; they may end before. */
  Steps advance(int steps, long instructions) {
    CompletableFuture<Stretch> one = interpreted.advance(steps, instructions);
    CompletableFuture<Stretch> other = translated.advance(steps, instructions);
    return Steps.of(one.join(), other.join(), instructions);
  }

  /**
   * Compares all sections and the pages that either has changed since last, while they stand.
   *
   * @param now how many instructions they have executed
   * @param checkpoint becomes that of this moment where nothing differs
   */
  List<Value> compareChanges(long now, Checkpoint checkpoint) {
    BitSet changed = takeDirty();
    List<Section> sections = interpreted.sections();
    List<Value> values = new ArrayList<>(StateValues.differing(sections, translated.sections()));
    values.addAll(comparePages(changed));
    if (values.isEmpty()) {
      checkpoint.advance(now, sections, interpreted.memory(), changed);
    }
    return values;
  }

  /** Compares all sections, all of RAM and all that was printed, while they stand. */
  List<Value> compareAll() {
    List<Value> values = new ArrayList<>(StateValues.differing(interpreted.sections(), translated.sections()));
    values.addAll(comparePages(differingPages()));
    Bytes here = interpreted.consoleFrom(0);
    Bytes there = translated.consoleFrom(0);
    if (!here.equals(there)) {
      values.add(new Value("console", here.toString(), there.toString()));
    }
    return values;
  }

  /** What differs of some pages, while they hold. */
  List<Value> comparePages(BitSet pages) {
    List<Value> values = new ArrayList<>();
    pages.stream().forEach(page -> addDifferingPage(values, page));
    return values;
  }

  /** The pages whose contents differ, while they stand. */
  BitSet differingPages() {
    BitSet pages = new BitSet();
    for (int page = 0; page < interpreted.memory().pages(); page++) {
      if (interpreted.memory().page(page).mismatch(translated.memory().page(page)) >= 0) {
        pages.set(page);
      }
    }
    return pages;
  }

  @Override
  public void close() {
    interpreted.close();
    translated.close();
  }

  private BitSet takeDirty() {
    BitSet changed = BitSet.valueOf(interpreted.takeDirty());
    changed.or(BitSet.valueOf(translated.takeDirty()));
    return changed;
  }

  /** A page is told by the eight bytes that differ first. */
  private void addDifferingPage(List<Value> values, long page) {
    long offset = interpreted.memory().page(page).mismatch(translated.memory().page(page));
    if (offset >= 0) {
      long address = interpreted.memory().base() + page * GuestMemory.PAGE_BYTES + (offset & -Long.BYTES);
      values.add(new Value(String.format("ram %016x", address), word(interpreted, address), word(translated, address)));
    }
  }

  private static String word(SteppedMachine machine, long address) {
    long word = ByteBuffer.wrap(machine.memory().read(address, Long.BYTES)).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return String.format("%016x", word);
  }
}
