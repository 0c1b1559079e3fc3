/**
 * The state ABI of a build, and the policy that it was built with. {@link dev.kurki.conf.abi.LockGenerator} makes the lock of
 * the code as it is; {@link dev.kurki.conf.abi.LockFile} reads and writes one that is committed, and finds an edit of it;
 * {@link dev.kurki.conf.abi.PolicyFolder} reads lines, locks and blacklist, from the folder {@code conf/abi} or out of the
 * build itself, and holds them to one another; {@link dev.kurki.conf.abi.BuildAbi} is what a node knows of its own build.
 */
@NullMarked
package dev.kurki.conf.abi;

import org.jspecify.annotations.NullMarked;
