package dev.kurki.testkit;

import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;
import dev.kurki.actors.section.StateSampler;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/**
 * What a fuzz knows of a component.
 *
 * @param codec what its sections are to be read as
 * @param sampler what drawn states come from
 * @param factory creates it, given whom it is to tell its events
 * @param guest who drives it while it runs
 * @param repairs whether it may save other than it has loaded
 * @param tellsAlarm whether it answers Settle with its alarm, as a device does
 * @param <S> the record of its section
 */
record FuzzTarget<S extends Record>(SectionCodec<S> codec, StateSampler<S> sampler,
    Function<ActorRef<ComponentEvent>, Behavior<ComponentMessage>> factory,
    BiConsumer<FuzzedComponent, RandomGenerator> guest, boolean repairs, boolean tellsAlarm) {
  FuzzTarget(Class<S> section, SectionForm form,
      Function<ActorRef<ComponentEvent>, Behavior<ComponentMessage>> factory,
      BiConsumer<FuzzedComponent, RandomGenerator> guest, boolean repairs, boolean tellsAlarm) {
    this(new SectionCodec<>(SectionSchema.of(section), form), new StateSampler<>(SectionSchema.of(section), form),
        factory, guest, repairs, tellsAlarm);
  }

  String id() {
    return codec.schema().id();
  }

  FuzzTarget<S> drivenBy(BiConsumer<FuzzedComponent, RandomGenerator> other) {
    return new FuzzTarget<>(codec, sampler, factory, other, repairs, tellsAlarm);
  }

  FuzzTarget<S> repairing() {
    return new FuzzTarget<>(codec, sampler, factory, guest, true, tellsAlarm);
  }
}
