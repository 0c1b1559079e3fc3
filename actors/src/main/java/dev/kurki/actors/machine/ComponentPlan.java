package dev.kurki.actors.machine;

import dev.kurki.actors.bus.Region;
import dev.kurki.actors.component.Attention;
import dev.kurki.actors.component.ComponentEvent;
import dev.kurki.actors.component.ComponentId;
import dev.kurki.actors.component.ComponentMessage;
import dev.kurki.actors.component.DeviceRegistration;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** One component as a plan has it. */
public sealed interface ComponentPlan {
  /** Which component. */
  ComponentId id();

  /** The record of its section. */
  Class<? extends Record> section();

  /**
   * A vCPU.
   *
   * @param section the record of its section
   * @param attention by which interrupts and stops reach it within its slice
   * @param factory creates its behaviour
   */
  record VcpuPlan(ComponentId id, Class<? extends Record> section, Attention attention, VcpuFactory factory)
      implements
        ComponentPlan {}

  /** Creates a vCPU's behaviour. */
  @FunctionalInterface
  interface VcpuFactory {
    /** A vCPU in its state after power-on, stopped; {@code machine} is whom it tells of its end. */
    Behavior<ComponentMessage> create(ActorRef<ComponentEvent> machine);
  }

  /**
   * A device.
   *
   * @param name for people, unique in the machine, e.g. {@code uart0}
   * @param registration the kind of device
   * @param base the guest-physical address of its region
   * @param properties what the machine type says of its properties
   * @param wires where its output lines end
   * @param <S> the record of its section
   */
  record DevicePlan<S extends Record>(ComponentId id, String name, DeviceRegistration<S> registration, long base,
      Map<String, Long> properties, List<Wire> wires) implements ComponentPlan {
    /** Copies the collections. */
    public DevicePlan {
      properties = Map.copyOf(properties);
      wires = List.copyOf(wires);
    }

    @Override
    public Class<? extends Record> section() {
      return registration.section();
    }

    /** The addresses that the device answers. */
    public Region region() {
      return new Region(name, base, registration.regionBytes(), registration.widths());
    }
  }

  /**
   * An interrupt line.
   *
   * @param output the device's output
   * @param target the component with the input: a vCPU, or a device that stands earlier in the plan
   * @param input the target's input
   */
  record Wire(int output, ComponentId target, int input) {}
}
