/**
 * A paravirtual clock as it stands in several builds, one after the other: the device of the thread that the policy comes from.
 * {@link dev.kurki.conf.policy.pvclock.Build} has the source trees; the model is the same in all,
 * what it saves is not.
 */
@NullMarked
package dev.kurki.conf.policy.pvclock;

import org.jspecify.annotations.NullMarked;
