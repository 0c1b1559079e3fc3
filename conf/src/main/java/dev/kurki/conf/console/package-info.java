/**
 * The operator's side of a guest's console: {@link dev.kurki.conf.console.OperatorTerminal} is the terminal that the command
 * runs on, raw while a guest has it, and given back however the command ends. Ctrl-A x leaves it, as in QEMU.
 */
@NullMarked
package dev.kurki.conf.console;

import org.jspecify.annotations.NullMarked;
