/** Moving a running machine from node to node, and to and from files. */
@NullMarked
package dev.kurki.migration;

import org.jspecify.annotations.NullMarked;
