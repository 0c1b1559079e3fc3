package dev.kurki.testkit;

import dev.kurki.actors.component.DeviceModel;
import dev.kurki.actors.component.DevicePorts;
import dev.kurki.actors.component.DeviceProperty;
import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.devicetree.DeviceSite;
import dev.kurki.actors.devicetree.DeviceTreeNode;
import dev.kurki.actors.section.Field;
import dev.kurki.actors.section.SavedState;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.Subsection;
import dev.kurki.actors.section.SubsectionState;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A fan that has learned to turn backwards in version 2 and to swing in version 3: what a device with a history is like. */
final class Fan implements DeviceModel<Fan.Section> {
  static final long SPEED = 0;
  static final long BACKWARDS = 4;
  static final long SWING = 8;

  static final DeviceProperty CAN_TURN_BACK = DeviceProperty.offByDefault("can-turn-back");
  static final DeviceProperty CAN_SWING = DeviceProperty.offByDefault("can-swing");

  /** The fan's state. */
  @SavedState(id = "fan", version = 3)
  record Section(@Field(min = 0, max = 9) int speed, @Field(since = 2, absent = "false") boolean backwards,
      Swinging swinging) {}

  /** How far it swings. */
  @Subsection(predicate = "it swings")
  record Swinging(@Field(min = 0, max = 90, absent = "0") int degrees) implements SubsectionState {
    @Override
    public boolean needed() {
      return degrees > 0;
    }
  }

  static final DeviceRegistration<Section> REGISTRATION = registration(false);
  /** A fan that comes back standing still. */
  static final DeviceRegistration<Section> FORGETFUL = registration(true);

  /** What the machine types of a version say of a fan. */
  static Map<String, Long> features(int version) {
    return Map.of(CAN_TURN_BACK.name(), version >= 2 ? 1L : 0, CAN_SWING.name(), version >= 3 ? 1L : 0);
  }

  /** The form that the machine types of a version have it in. */
  static SectionForm form(int version) {
    return new SectionForm(version, version >= 3 ? Set.of() : Set.of("swinging"));
  }

  private static DeviceRegistration<Section> registration(boolean forgetful) {
    return new DeviceRegistration<>() {
      @Override
      public String name() {
        return "fan";
      }

      @Override
      public Class<Section> section() {
        return Section.class;
      }

      @Override
      public long regionBytes() {
        return 16;
      }

      @Override
      public int widths() {
        return 4;
      }

      @Override
      public List<DeviceProperty> properties() {
        return List.of(CAN_TURN_BACK, CAN_SWING);
      }

      @Override
      public DeviceModel<Section> create(DevicePorts ports, DeviceSettings settings) {
        return new Fan(settings, forgetful);
      }

      @Override
      public List<DeviceTreeNode> describe(DeviceSite site, DeviceSettings settings) {
        return List.of(new DeviceTreeNode(site.nodeName("fan")));
      }
    };
  }

  private final boolean canTurnBack;
  private final boolean canSwing;
  private final boolean forgetful;
  private Section state = new Section(0, false, new Swinging(0));

  private Fan(DeviceSettings settings, boolean forgetful) {
    this.canTurnBack = settings.value(CAN_TURN_BACK) != 0;
    this.canSwing = settings.value(CAN_SWING) != 0;
    this.forgetful = forgetful;
  }

  @Override
  public long read(long offset, int width) {
    return switch ((int) offset) {
      case (int) SPEED -> state.speed;
      case (int) BACKWARDS -> state.backwards ? 1 : 0;
      case (int) SWING -> state.swinging.degrees;
      default -> 0;
    };
  }

  @Override
  public void write(long offset, int width, long value) {
    if (offset == SPEED) {
      state = new Section((int) Math.min(value, 9), state.backwards, state.swinging);
    } else if (offset == BACKWARDS && canTurnBack) {
      state = new Section(state.speed, value != 0, state.swinging);
    } else if (offset == SWING && canSwing) {
      state = new Section(state.speed, state.backwards, new Swinging((int) Math.min(value, 90)));
    }
  }

  @Override
  public Section save() {
    return state;
  }

  @Override
  public void load(Section section) {
    state = forgetful ? new Section(0, section.backwards, section.swinging) : section;
  }

  @Override
  public void reset() {
    state = new Section(0, false, new Swinging(0));
  }
}
