/**
 * Device trees, as the Devicetree Specification 0.4 has them: what tells a guest's firmware which machine it is on.
 * A {@link dev.kurki.actors.devicetree.DeviceTreeNode} is a node; each device contributes its own, given the
 * {@link dev.kurki.actors.devicetree.DeviceSite} where the machine has put it; the tree is written as a flattened
 * blob for the guest.
 */
@NullMarked
package dev.kurki.actors.devicetree;

import org.jspecify.annotations.NullMarked;
