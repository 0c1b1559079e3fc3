package dev.kurki.actors.machine;

import dev.kurki.actors.bus.AddressMap;
import dev.kurki.actors.bus.AddressMap.Entry;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.ComponentMessage.Connect;
import dev.kurki.actors.component.DeviceActor;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.component.DeviceSurroundings;
import dev.kurki.actors.component.LineTarget;
import dev.kurki.actors.machine.ComponentPlan.DevicePlan;
import dev.kurki.actors.machine.ComponentPlan.VcpuPlan;
import dev.kurki.actors.machine.ComponentPlan.Wire;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Builds a machine's components from its plan, in the order in which their wires need one another. */
final class MachineAssembly {
  private static final ComponentId RAM = new ComponentId("ram", 0);
  private static final ComponentId ROUND_ROBIN = new ComponentId("round-robin", 0);

  private final ActorContext<MachineMessage> context;
  private final MachinePlan plan;
  private final ActorRef<ComponentEvent> machine;
  private final Map<ComponentId, ActorRef<ComponentMessage>> vcpus = new LinkedHashMap<>();
  private final Map<ComponentId, ActorRef<ComponentMessage>> others = new LinkedHashMap<>();
  private final Map<ComponentId, Attention> attentions = new HashMap<>();

  MachineAssembly(ActorContext<MachineMessage> context, MachinePlan plan, ActorRef<ComponentEvent> machine) {
    this.context = context;
    this.plan = plan;
    this.machine = machine;
  }

  /** Spawns and watches all components and connects the vCPUs to the bus. */
  ComponentGroup build(Clock hostWall, Duration timeout) {
    Clock wall = plan.clock().instructions().isPresent() ? new GuestWallClock(plan.clock()) : hostWall;
    for (VcpuPlan vcpu : plan.vcpus()) {
      attentions.put(vcpu.id(), vcpu.attention());
      vcpus.put(vcpu.id(), spawn(vcpu.id(), vcpu.factory().create(machine)));
    }
    ComponentId clock = new ComponentId("clock", 0);
    others.put(clock, spawn(clock, ClockActor.create(plan.clock(), plan.clockPolicy(), wall, plan.form("clock"))));
    ActorRef<ComponentMessage> ramActor = spawn(RAM, RamActor.create(plan.memory(), plan.form("ram")));
    others.put(RAM, ramActor);
    List<Entry<ActorRef<ComponentMessage>>> bus = new ArrayList<>();
    for (DevicePlan<?> device : plan.devices()) {
      ActorRef<ComponentMessage> actor = spawn(device.id(), host(device, wall));
      others.put(device.id(), actor);
      bus.add(new Entry<>(device.region(), actor));
    }
    AddressMap<ActorRef<ComponentMessage>> map = new AddressMap<>(bus);
    vcpus.values().forEach(vcpu -> vcpu.tell(new Connect(map, ramActor)));
    return new ComponentGroup(vcpus, others, turns(), ramActor, timeout, context.getSystem().scheduler());
  }

  /** The one who hands out turns where time passes by instructions. */
  private Map<ComponentId, ActorRef<ComponentMessage>> turns() {
    List<ActorRef<ComponentMessage>> settled = others.entrySet().stream().filter(other -> !other.getKey().equals(RAM))
        .map(Map.Entry::getValue).toList();
    return plan.clock().instructions().map(instructions -> RoundRobinActor
        .create(new GuestTime(plan.clock(), instructions), List.copyOf(vcpus.values()), settled,
            plan.form(ROUND_ROBIN.section())))
        .map(behavior -> Map.of(ROUND_ROBIN, spawn(ROUND_ROBIN, behavior))).orElse(Map.of());
  }

  /** The device that the console talks to. */
  Optional<ActorRef<ComponentMessage>> console() {
    return plan.console().map(others::get);
  }

  private <S extends Record> Behavior<ComponentMessage> host(DevicePlan<S> device, Clock wall) {
    Map<Integer, LineTarget> outputs = new HashMap<>();
    for (Wire wire : device.wires()) {
      ActorRef<ComponentMessage> target = Objects
          .requireNonNull(vcpus.getOrDefault(wire.target(), others.get(wire.target())));
      outputs.put(wire.output(),
          new LineTarget(target, wire.input(), Optional.ofNullable(attentions.get(wire.target()))));
    }
    DeviceSurroundings surroundings = new DeviceSurroundings(
        new DeviceSettings(plan.vcpus().size(), device.properties()), plan.form(device.id().section()), outputs,
        plan.clock(), wall, plan.memory(), machine);
    return DeviceActor.create(device.registration(), device.id().instance(), surroundings);
  }

  private ActorRef<ComponentMessage> spawn(ComponentId id, Behavior<ComponentMessage> behavior) {
    ActorRef<ComponentMessage> actor = context.spawn(behavior, id.section() + "-" + id.instance(),
        DispatcherSelector.sameAsParent());
    context.watch(actor);
    return actor;
  }
}
