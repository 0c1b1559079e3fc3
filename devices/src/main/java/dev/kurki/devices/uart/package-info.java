/**
 * A 16550A serial port (National Semiconductor PC16550D data sheet), the guest's console.
 * {@link dev.kurki.devices.uart.Uart} is the model, {@link dev.kurki.devices.uart.UartSection} its section,
 * {@link dev.kurki.devices.uart.UartRegistration} how a machine gets one. What the guest sends goes to the host's side at
 * once; what the host's side sends waits until the guest has room for it. Output line 0 is its interrupt.
 */
@NullMarked
package dev.kurki.devices.uart;

import org.jspecify.annotations.NullMarked;
