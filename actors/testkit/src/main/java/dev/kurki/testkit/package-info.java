/**
 * The actor-message test kit: a device author drives a component by messages alone and says what is to come back.
 * {@link dev.kurki.testkit.ComponentTestKit} is the JUnit 5 extension; it hosts a device in its real shell and gives a
 * {@link dev.kurki.testkit.TestedComponent} to read, write, raise, save, load and reset, to expect lines and bytes of, and
 * to pass time for: time is manual, so no test waits for a clock. {@link dev.kurki.testkit.RecordedSection} reads and
 * writes recorded sections as text that can be committed.
 */
@NullMarked
package dev.kurki.testkit;

import org.jspecify.annotations.NullMarked;
