package dev.kurki.testkit;

import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.DeviceActor;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.component.DeviceSurroundings;
import dev.kurki.actors.component.LineTarget;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A JUnit 5 extension that gives each test an actor system with manual time, guest RAM and a guest clock, and hosts the
 * components under test in it.
 *
 * <pre>
 *   &#64;RegisterExtension
 *   final ComponentTestKit kit = new ComponentTestKit();
 *
 *   &#64;Test
 *   void a_written_lamp_raises_its_line() {
 *     TestedComponent lamp = kit.device(Lamp.REGISTRATION);
 *     lamp.write(0, 4, 1);
 *     lamp.expectLine(0, true);
 *   }
 * </pre>
 */
public final class ComponentTestKit implements BeforeEachCallback, AfterEachCallback {
  /** How long an expectation waits for what is to come, in real time. */
  public static final Duration PATIENCE = Duration.ofMinutes(1);
  /** The guest-physical address of the kit's RAM. */
  public static final long RAM_BASE = 0x8000_0000L;
  /** The size of the kit's RAM in bytes. */
  public static final long RAM_BYTES = 1L << 20;

  /** What the wall clock shows when a test begins. */
  public static final Instant POWER_ON = Instant.parse("2026-01-01T00:00:00Z");

  private static final int WATCHED_OUTPUTS = 1024;

  private record Bench(ActorTestKit actors, ManualTime time, GuestMemory memory) {}

  private final AtomicLong guestNanos = new AtomicLong();
  private Optional<Bench> bench = Optional.empty();

  @Override
  public void beforeEach(ExtensionContext context) {
    ActorTestKit actors = ActorTestKit.create(ManualTime.config());
    bench = Optional.of(new Bench(actors, ManualTime.get(actors.system()), new GuestMemory(RAM_BASE, RAM_BYTES)));
    guestNanos.set(0);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    bench.ifPresent(open -> {
      open.actors().shutdownTestKit();
      open.memory().close();
    });
    bench = Optional.empty();
  }

  /** Hosts a device in its real shell, in a machine of one hart, with every output line watched; it is started. */
  public <S extends Record> TestedComponent device(DeviceRegistration<S> registration) {
    return device(registration, new DeviceSettings(1));
  }

  /** Hosts a device as {@link #device(DeviceRegistration)} does, in a machine as {@code settings} say. */
  public <S extends Record> TestedComponent device(DeviceRegistration<S> registration, DeviceSettings settings) {
    return device(registration, settings, SectionForm.FULL);
  }

  /**
   * Hosts a device as {@link #device(DeviceRegistration)} does, in a machine whose type has its section in a form.
   *
   * @throws IllegalArgumentException when the section has no such form
   */
  public <S extends Record> TestedComponent device(DeviceRegistration<S> registration, DeviceSettings settings,
      SectionForm form) {
    SectionSchema<S> schema = SectionSchema.of(registration.section());
    SectionCodec<S> checked = new SectionCodec<>(schema, form);
    TestProbe<ComponentMessage> lines = open().actors().createTestProbe(ComponentMessage.class);
    VersionMatrix matrix = new VersionMatrix(schema, form, settings,
        (otherForm, otherSettings) -> device(registration, otherSettings, otherForm));
    TestedComponent device = host(new ComponentId(checked.schema().id(), 0), lines, Optional.of(matrix),
        machine -> DeviceActor.create(registration, 0,
            surroundings(settings, form, outputs(lines.getRef()), clock(), machine)));
    device.start();
    return device;
  }

  /**
   * Gives a device hostile sections, in a machine of one hart; see {@link SectionFuzz}.
   *
   * @throws AssertionError when the device does not stand it
   */
  public <S extends Record> SectionFuzz.Tally fuzz(DeviceRegistration<S> registration) {
    return fuzz(registration, SectionFuzz.CASES);
  }

  /** Gives a device so many hostile sections, or more where the system property says so. */
  public <S extends Record> SectionFuzz.Tally fuzz(DeviceRegistration<S> registration, long cases) {
    return sectionFuzz(registration, new DeviceSettings(1), SectionForm.FULL).run(cases);
  }

  /** The fuzz of a device in a machine as {@code settings} say, whose type has its section in a form. */
  public <S extends Record> SectionFuzz<S> sectionFuzz(DeviceRegistration<S> registration, DeviceSettings settings,
      SectionForm form) {
    Map<Integer, LineTarget> outputs = outputs(actors().system().ignoreRef());
    return new SectionFuzz<>(this, new FuzzTarget<>(registration.section(), form,
        machine -> DeviceActor.create(registration, 0, surroundings(settings, form, outputs, steppedClock(), machine)),
        new RandomGuest(this, registration), false, true));
  }

  /**
   * Hosts any component, stopped.
   *
   * @param id what it answers Save with
   * @param factory creates it, given whom it is to tell its events
   */
  public TestedComponent component(ComponentId id,
      Function<ActorRef<ComponentEvent>, Behavior<ComponentMessage>> factory) {
    return host(id, open().actors().createTestProbe(ComponentMessage.class), Optional.empty(), factory);
  }

  /** The guest's clock, which stands still but for {@link #advance}. */
  public GuestClock clock() {
    return guestNanos::get;
  }

  /** The host's wall clock, which shows {@link #POWER_ON} and the guest's time since. */
  public Clock wall() {
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return POWER_ON.plusNanos(guestNanos.get());
      }
    };
  }

  /** Guest RAM. */
  public GuestMemory memory() {
    return open().memory();
  }

  /** Lets time pass: guest time and the timers alike. */
  public void advance(Duration time) {
    guestNanos.addAndGet(time.toNanos());
    open().time().timePasses(time);
  }

  /** The Pekko test kit underneath, for probes of one's own. */
  public ActorTestKit actors() {
    return open().actors();
  }

  /** Sets guest time, forward or back: for a component that has not seen another one. */
  void setTime(long nanos) {
    guestNanos.set(nanos);
  }

  /** The guest's clock as one that goes by instructions: alarms ring when a device settles, and no timer is waited for. */
  private GuestClock steppedClock() {
    return new GuestClock() {
      @Override
      public long nanos() {
        return guestNanos.get();
      }

      @Override
      public long nanosPerInstruction() {
        return 1;
      }
    };
  }

  private static Map<Integer, LineTarget> outputs(ActorRef<ComponentMessage> watcher) {
    Map<Integer, LineTarget> outputs = new HashMap<>();
    for (int output = 0; output < WATCHED_OUTPUTS; output++) {
      outputs.put(output, new LineTarget(watcher, output, Optional.empty()));
    }
    return Map.copyOf(outputs);
  }

  private DeviceSurroundings surroundings(DeviceSettings settings, SectionForm form, Map<Integer, LineTarget> outputs,
      GuestClock clock, ActorRef<ComponentEvent> machine) {
    return new DeviceSurroundings(settings, form, outputs, clock, wall(), memory(), machine);
  }

  private TestedComponent host(ComponentId id, TestProbe<ComponentMessage> lines, Optional<VersionMatrix> matrix,
      Function<ActorRef<ComponentEvent>, Behavior<ComponentMessage>> factory) {
    TestProbe<ComponentEvent> events = open().actors().createTestProbe(ComponentEvent.class);
    ActorRef<ComponentMessage> actor = open().actors().spawn(factory.apply(events.getRef()));
    return new TestedComponent(id, actor, lines, events, matrix, open().actors());
  }

  private Bench open() {
    return bench.orElseThrow(() -> new IllegalStateException(
        "the kit works within a test only: register it with @RegisterExtension on an instance field"));
  }
}
