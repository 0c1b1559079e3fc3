/**
 * A node of the cluster: it hosts machines, takes those that are offered to it and gives away those that it is told to
 * move. {@link dev.kurki.conf.node.NodeActor} owns them, {@link dev.kurki.conf.node.NodeMessage} is what it is asked,
 * {@link dev.kurki.conf.node.PeerMessage} what nodes say to one another, and {@link dev.kurki.conf.node.NodeSettings} what an
 * operator says of a node. Within the actor, {@link dev.kurki.conf.node.Arrivals} builds machines,
 * {@link dev.kurki.conf.node.Departures} moves them away and {@link dev.kurki.conf.node.Snapshots} keeps them in files.
 */
@NullMarked
package dev.kurki.conf.node;

import org.jspecify.annotations.NullMarked;
