package dev.kurki.actors.component;

import dev.kurki.actors.clock.GuestClock;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.SectionForm;
import java.time.Clock;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What a machine puts around a device.
 *
 * @param settings what the device is told of the machine
 * @param form the form that the machine type has the device's section in
 * @param outputs where each output line ends, by its number; a line that is not in it ends nowhere
 * @param clock the guest's time
 * @param wall the host's wall clock
 * @param memory guest RAM
 * @param machine who is told of what the device transmits and asks for
 */
public record DeviceSurroundings(DeviceSettings settings, SectionForm form, Map<Integer, LineTarget> outputs,
    GuestClock clock, Clock wall, GuestMemory memory, ActorRef<ComponentEvent> machine) {
  /** Copies the outputs. */
  public DeviceSurroundings {
    outputs = Map.copyOf(outputs);
  }
}
