package dev.kurki.cpu.hart;

import dev.kurki.actors.memory.MissingPage;
import java.util.Optional;
import java.util.function.Consumer;

import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.cpu.translate.Translator;

/**
 * One RV64GC hart with M, S and U modes, and the extensions that its settings name. It belongs to one thread at a time; only {@link Attention} may be demanded from
 * another.
 */
public final class Hart {
  /** The moment of a timer that will not ring. */
  public static final long NO_TIMER = Long.MAX_VALUE;

  private final HartState state;
  private final Pmp pmp;
  private final Mmu mmu;
  private final Traps traps;
  private final Interpreter interpreter;
  private final Attention attention;
  private final HartTimer timer;
  private final HartDebugger debugger;
  private final Optional<Tracing> tracing;
  private Optional<StopReason> stopReason = Optional.empty();
  private boolean accessPending;
  private long missingPage;
  private long spent;

  /**
   * A hart in its state after power-on.
   *
   * @param memory guest RAM
   * @param clock what {@code time} counts by
   * @param bus where accesses go that are not RAM's
   * @param attention by which others end its slice early
   */
  public Hart(HartSettings settings, GuestMemory memory, GuestClock clock, Bus bus, Attention attention) {
    this(settings, memory, clock, bus, attention, Translator.OFF, Optional.empty());
  }

  /**
   * A hart in its state after power-on that may be traced.
   *
   * @param translator makes JVM code of what is executed often
   * @param trace is told of every instruction, which slows the hart down a hundredfold
   */
  public Hart(HartSettings settings, GuestMemory memory, GuestClock clock, Bus bus, Attention attention,
      Translator translator, Optional<Consumer<TraceEvent>> trace) {
    this.state = new HartState(settings);
    this.pmp = new Pmp(state);
    this.mmu = new Mmu(state, pmp, memory, bus, clock.nanosPerInstruction() > 0);
    this.tracing = trace.map(told -> new Tracing(state, told));
    this.traps = new Traps(state, mmu, tracing);
    this.timer = new HartTimer(state, clock);
    CsrFile csrs = new CsrFile(state, pmp, mmu, timer);
    RareInstructions rare = new RareInstructions(new SystemInstructions(state, csrs, traps, mmu),
        new AtomicInstructions(state, mmu), new FloatInstructions(state, mmu), new BitInstructions(state),
        new CacheBlockInstructions(state, mmu));
    this.interpreter = new Interpreter(state, mmu, rare, attention, translator);
    this.debugger = new HartDebugger(state, csrs, mmu, memory);
    this.attention = attention;
    settle();
  }

  /**
   * Executes until the slice is over or something else has to be done first.
   *
   * @param instructions how many to retire at most; a trap counts as one, so that a slice always ends
   * @throws IllegalStateException when an access is pending
   */
  public Outcome run(long instructions) {
    if (accessPending) {
      throw new IllegalStateException("a hart that waits for a device cannot run");
    }
    timer.begin();
    spent = 0;
    if (state.waiting && !traps.isAwakened()) {
      return Outcome.WAITING;
    }
    state.waiting = false;
    return execute(instructions, true);
  }

  /**
   * The access that waits, after {@link Outcome#ACCESS_PENDING}.
   *
   * @throws IllegalStateException when there is none
   */
  public PendingAccess pendingAccess() {
    if (!accessPending) {
      throw new IllegalStateException("this hart waits for no device");
    }
    return mmu.pendingAccess();
  }

  /** The page that the next instruction waits for, after {@link Outcome#PAGE_MISSING}; counted from the start of RAM. */
  public long missingPage() {
    return missingPage;
  }

  /**
   * Finishes the instruction whose access has been made.
   *
   * @param value what the device answered to a load; without meaning for a store
   * @throws IllegalStateException when there is none
   */
  public void completeAccess(long value) {
    PendingAccess _ = pendingAccess();
    accessPending = false;
    timer.begin();
    spent = 0;
    mmu.answer(value);
    execute(1, false);
    mmu.dropAnswer();
  }

  /** The hart as its debugger sees it. */
  public HartDebugger debugger() {
    return debugger;
  }

  /**
   * Why it stopped, after {@link Outcome#STOPPED}.
   *
   * @throws IllegalStateException when it did not
   */
  public StopReason stopReason() {
    return stopReason.orElseThrow(() -> new IllegalStateException("this hart has not stopped for its debugger"));
  }

  /**
   * Executes the next instruction, or takes the trap that it raises, for a debugger: no interrupt comes in between, and
   * {@code wfi} waits for nothing.
   *
   * @return {@link Outcome#SLICE_ENDED}, {@link Outcome#ACCESS_PENDING} when a device is to be accessed first, or
   *     {@link Outcome#PAGE_MISSING} when a page has to come first
   */
  public Outcome step() {
    state.waiting = false;
    timer.begin();
    spent = 0;
    Outcome outcome = execute(1, false);
    state.waiting = false;
    return hasToWait(outcome) ? outcome : Outcome.SLICE_ENDED;
  }

  /** What the last {@link #run} or {@link #completeAccess} has used of its instructions, traps counted. */
  public long spent() {
    return spent;
  }

  /**
   * Sets an interrupt line's level.
   *
   * @param cause the interrupt's cause, below 64
   */
  public void setInterrupt(int cause, boolean level) {
    long bit = 1L << cause;
    state.lines = level ? state.lines | bit : state.lines & ~bit;
  }

  /** Makes the next write to each page mark it dirty again. */
  public void writeProtect() {
    mmu.writeProtect();
  }

  /**
   * When the hart's own timer will wake it from {@link Outcome#WAITING}: the owner is to run it again then.
   *
   * @return guest nanoseconds, {@link #NO_TIMER} where it has none armed
   */
  public long wakesAt() {
    return timer.wakesAt();
  }

  /** Which code it executes often, as far as that is translated. */
  public HotCode hotCode() {
    return mmu.code().hotCode();
  }

  /**
   * Prepares for code that a hart elsewhere executes often, and that stands in RAM here. What is not as it was there is left out;
   * no result depends on it.
   *
   * @param done is told, on any thread, when it is translated
   */
  public void warmUp(HotCode hot, Runnable done) {
    interpreter.translated().warmUp(hot, done);
  }

  /** Instructions retired since reset. */
  public long retired() {
    return state.retired;
  }

  /** How many pages it has marked dirty that were clean; what the walker of page tables marks does not count. */
  public long dirtiedPages() {
    return mmu.dirtied();
  }

  /** The next instruction's address. */
  public long pc() {
    return state.pc;
  }

  /** An integer register's value; 0 to 31. */
  public long register(int number) {
    return state.x[number];
  }

  /** Power-on; interrupt lines keep their levels. */
  public void reset() {
    state.reset();
    accessPending = false;
    settle();
  }

  /**
   * The state as a section.
   *
   * @throws IllegalStateException when an access is pending
   */
  public HartSection save() {
    if (accessPending) {
      throw new IllegalStateException("a hart that waits for a device is not saved");
    }
    return state.save();
  }

  /**
   * Takes a state over.
   *
   * @throws dev.kurki.actors.component.InconsistentState when no hart with these extensions can be in it; this one is then
   *     in the state that it was in
   */
  public void load(HartSection section) {
    LegalState.check(section, state.isa());
    state.load(section);
    accessPending = false;
    settle();
  }

  private Outcome execute(long instructions, boolean interruptible) {
    long left = instructions;
    while (left > 0) {
      long untilDue = timer.instructionsToDue();
      if (interruptible) {
        if (attention.isDemanded()) {
          return Outcome.ATTENTION;
        }
        traps.takeInterrupt();
        if (mmu.stops().breaksAt(state.pc)) {
          stopReason = Optional.of(new StopReason.Breakpoint());
          return Outcome.STOPPED;
        }
      }
      long before = state.retired;
      try {
        CodePage code = mmu.fetch(state.pc);
        boolean whole = mmu.isFetchUniform(state.pc) && !mmu.stops().breaksInPageOf(state.pc);
        long limit = whole ? Math.min(left, untilDue) : 1;
        if ((state.pc & ~Tlb.PAGE_MASK) == Tlb.LAST_HALFWORD && code.crosses()) {
          code = code.joined(mmu.fetch(state.pc + Short.BYTES));
          limit = 1;
        }
        if (tracing.isPresent()) {
          executeTraced(code, tracing.get());
        } else {
          interpreter.execute(code, limit);
        }
      } catch (Trap trap) {
        traps.takeException(trap);
        left--;
        spent++;
      } catch (Unfinished _) {
        spent += state.retired - before;
        stopReason = mmu.takeWatchHit().map(StopReason.class::cast);
        if (stopReason.isEmpty()) {
          accessPending = true;
          return Outcome.ACCESS_PENDING;
        }
        Outcome outcome = execute(1, false);
        mmu.watchAgain();
        return hasToWait(outcome) ? outcome : Outcome.STOPPED;
      } catch (MissingPage missing) {
        spent += state.retired - before;
        missingPage = missing.page();
        return Outcome.PAGE_MISSING;
      }
      left -= state.retired - before;
      spent += state.retired - before;
      if (state.waiting) {
        if (!traps.isAwakened()) {
          return Outcome.WAITING;
        }
        state.waiting = false;
      }
    }
    return Outcome.SLICE_ENDED;
  }

  private static boolean hasToWait(Outcome outcome) {
    return outcome == Outcome.ACCESS_PENDING || outcome == Outcome.PAGE_MISSING;
  }

  private void executeTraced(CodePage code, Tracing told) {
    int bits = (int) mmu.instruction(state.pc);
    told.begin();
    interpreter.execute(code, 1);
    told.end(bits);
  }

  /** Works out what follows from the registers anew. */
  private void settle() {
    timer.forget();
    pmp.refresh();
    mmu.flush();
    mmu.fenceInstructions();
    mmu.modeChanged();
  }
}
