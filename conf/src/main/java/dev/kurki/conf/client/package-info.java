/**
 * The command's side of a node's control interface. {@link dev.kurki.conf.client.NodeClient} asks,
 * {@link dev.kurki.conf.client.ConsoleSession} is a console that follows its machine from node to node.
 */
@NullMarked
package dev.kurki.conf.client;

import org.jspecify.annotations.NullMarked;
