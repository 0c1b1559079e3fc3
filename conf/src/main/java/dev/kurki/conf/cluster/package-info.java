/**
 * A node as a process: {@link dev.kurki.conf.cluster.NodeProcess} starts its actor system, joins the cluster, opens the
 * control interface and launches the machines that its file names. {@link dev.kurki.conf.cluster.Ports} says before that
 * whether the ports can be had. {@link dev.kurki.conf.cluster.NodeChild} is a node in another process, of this build or of
 * another; by {@link dev.kurki.conf.cluster.EndOfInput} it learns that who has started it is gone.
 */
@NullMarked
package dev.kurki.conf.cluster;

import org.jspecify.annotations.NullMarked;
