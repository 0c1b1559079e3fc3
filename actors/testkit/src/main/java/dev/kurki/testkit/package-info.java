/**
 * The actor-message test kit: a device author drives a component by messages alone and says what is to come back.
 * {@link dev.kurki.testkit.ComponentTestKit} is the JUnit 5 extension; it hosts a device in its real shell, in the form that
 * a machine type has its section in, and gives a {@link dev.kurki.testkit.TestedComponent} to read, write, raise, save, load
 * and reset, to expect lines and bytes of, and to pass time for: time is manual, so no test waits for a clock.
 *
 * <p>Saved state is held to its promises in four ways: {@code expectRoundTrip} (what is saved comes back),
 * {@code expectVersionMatrix} (each version is read by those that are to read it, and refused by the others),
 * {@link dev.kurki.testkit.SectionFuzz} (hostile sections never crash a component and never leave it half loaded), and
 * {@link dev.kurki.testkit.GoldenRecording} (a session of an older build is played by every later one in the same way).
 * {@link dev.kurki.testkit.RecordedSection} reads and writes single sections as text that can be committed.
 */
@NullMarked
package dev.kurki.testkit;

import org.jspecify.annotations.NullMarked;
