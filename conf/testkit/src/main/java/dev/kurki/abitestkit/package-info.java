/**
 * The state ABI test kit: what a build of the project, of a vendor or of a device author fails by where it breaks what its
 * releases have promised of saved state. {@link dev.kurki.abitestkit.AbiRules} is the JUnit 5 extension; it holds the
 * build on the class path, with all of its devices and machine types, to a folder of the policy: release lines, locks,
 * blacklist, golden streams. It is {@code kurki abi check} as a test. Single devices are tested with
 * {@code kurki-testkit}.
 */
@NullMarked
package dev.kurki.abitestkit;

import org.jspecify.annotations.NullMarked;
