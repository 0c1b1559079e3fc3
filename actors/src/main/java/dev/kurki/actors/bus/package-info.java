/**
 * The bus: which device answers at which guest-physical address.
 * A {@link dev.kurki.actors.bus.Region} is a range and the access widths it takes; an
 * {@link dev.kurki.actors.bus.AddressMap} holds disjoint regions and finds the one that an access goes to.
 * Overlapping regions are refused when a machine is built. An access that no region takes is the guest's access fault.
 */
@NullMarked
package dev.kurki.actors.bus;

import org.jspecify.annotations.NullMarked;
