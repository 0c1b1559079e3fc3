package dev.kurki.conf.abi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The history of the checkout that a folder is in. */
final class History {
  private History() {}

  /** What git says to a question about a folder, line by line; nothing where there is no git or no checkout. */
  static List<String> git(Path folder, List<String> question) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(question);
    try {
      Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output.lines().toList() : List.of();
    } catch (IOException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }
}
