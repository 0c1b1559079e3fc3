package dev.kurki.conf.golden;

import java.nio.file.Path;

/**
 * A recorded stream and what its run ends in.
 *
 * @param place where it is registered, {@code file:line}, for messages
 * @param file the stream
 * @param sha256 the digest of the file's bytes
 * @param machineType the machine's type
 * @param endStatus the status with which the guest ends the machine
 * @param endDigest the digest of all sections and of RAM at the end: {@link LoneMachine#digest()}
 * @param endRamDigest the digest of RAM alone at the end: {@link LoneMachine#ramDigest()}
 */
public record GoldenStream(String place, Path file, String sha256, String machineType, int endStatus,
    String endDigest, String endRamDigest) {
  /** How the run ended that was not interrupted. */
  public GoldenRun.End end() {
    return new GoldenRun.End(endStatus, endDigest, endRamDigest);
  }
}
