package dev.kurki.testkit;

import dev.kurki.actors.component.DeviceRegistration;
import dev.kurki.actors.component.DeviceSettings;
import dev.kurki.actors.section.Section;
import dev.kurki.actors.section.SectionCodec;
import dev.kurki.actors.section.SectionForm;
import dev.kurki.actors.section.SectionSchema;

/**
 * A session with a device as text that can be committed: what it had saved in the middle, what was done to it after that
 * and what it did, and what it had saved in the end. A later build that plays it otherwise has changed what the bytes mean.
 *
 * <pre>
 *   recording of lamp
 *   harts 1
 *   property dims 1                      what the machine type says of the device, a line each
 *   form 1 without strobe,fade           the form that the machine type has the section in
 *   time 0 ns                            guest time
 *   section lamp/0 version 1
 *   bf6666696c65...
 *   script
 *   start
 *     line 0 high
 *   read 0x0 4 = 0x28
 *   end
 *   section lamp/0 version 1
 *   bf6666696c65...
 *   sha-256 0b1c...                      of all lines before it
 * </pre>
 */
public final class GoldenRecording {
  private final RecordedSession session;

  private GoldenRecording(RecordedSession session) {
    this.session = session;
  }

  /**
   * Records a session with a device in its newest form, in a machine of one hart.
   *
   * @param before what is done to it before it is saved
   * @param after what is done to it after it has been restored
   */
  public static GoldenRecording record(ComponentTestKit kit, DeviceRegistration<?> registration, DeviceScript before,
      DeviceScript after) {
    return record(kit, registration, new DeviceSettings(1), SectionForm.FULL, before, after);
  }

  /**
   * Records a session with a device in a machine as {@code settings} say, whose type has the section in a form.
   *
   * @param before what is done to it before it is saved
   * @param after what is done to it after it has been restored
   */
  public static GoldenRecording record(ComponentTestKit kit, DeviceRegistration<?> registration,
      DeviceSettings settings, SectionForm form, DeviceScript before, DeviceScript after) {
    SectionForm named = new SectionForm(SectionSchema.of(registration.section()).versionIn(form), form.off());
    TestedComponent first = kit.device(registration, settings, named);
    Transcript.play(kit, first, before);
    Section middle = first.save();
    long time = kit.clock().nanos();
    TestedComponent second = kit.device(registration, settings, named);
    second.load(middle);
    Transcript transcript = Transcript.play(kit, second, after);
    return new GoldenRecording(
        new RecordedSession(registration.name(), settings, named, time, middle, transcript, second.save()));
  }

  /**
   * Reads a recording that stands among a test class's resources.
   *
   * @throws IllegalArgumentException when there is none of that name, or it is not as it was written
   */
  public static GoldenRecording read(Class<?> test, String resource) {
    return parse(RecordedSection.text(test, resource));
  }

  /**
   * Reads a recording.
   *
   * @throws IllegalArgumentException when it is not as it was written
   */
  public static GoldenRecording parse(String text) {
    return new GoldenRecording(RecordedSession.parse(text));
  }

  /** Writes the recording, to be committed. */
  public String format() {
    return session.format();
  }

  /**
   * Restores the device as it was saved in the middle, plays the script, and saves it in the end.
   *
   * @throws IllegalArgumentException when it is the recording of another kind of device
   * @throws AssertionError when the section is refused, a step is answered otherwise, or the end is another, with the first
   *     such step
   */
  public void replay(ComponentTestKit kit, DeviceRegistration<?> registration) {
    if (!registration.name().equals(session.device())) {
      throw new IllegalArgumentException(
          "this is a recording of " + session.device() + ", not of " + registration.name());
    }
    kit.setTime(session.guestNanos());
    TestedComponent device = kit.device(registration, session.settings(), session.form());
    device.load(session.middle());
    session.transcript().expectSame(session.device(), Transcript.play(kit, device, session.transcript().script()));
    Section end = device.save();
    if (!end.equals(session.end())) {
      throw new AssertionError(session.device() + " differs from its recording at the end: expected "
          + state(registration, session.end()) + ", found " + state(registration, end));
    }
  }

  private <S extends Record> String state(DeviceRegistration<S> registration, Section section) {
    return new SectionCodec<>(SectionSchema.of(registration.section()), session.form()).decode(section).toString();
  }
}
