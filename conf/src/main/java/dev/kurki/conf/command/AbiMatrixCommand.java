package dev.kurki.conf.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

import dev.kurki.conf.abi.Matrix;
import dev.kurki.conf.abi.MatrixPage;
import dev.kurki.conf.abi.MatrixText;
import dev.kurki.conf.abi.Releases;
import dev.kurki.conf.admin.Json;
import dev.kurki.conf.input.BadInput;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kurki abi matrix}: which release takes which other's machines. */
@Command(name = "matrix", mixinStandardHelpOptions = true, description = "Says for every machine type which release takes which other's machines, and why not.")
final class AbiMatrixCommand extends PolicyCommand {
  @Option(names = "--html", paramLabel = "FILE", description = "Write it as a page into this file instead.")
  private @Nullable Path html;

  @Override
  public Integer call() {
    Matrix matrix = new Releases(abi()).matrix();
    if (html != null) {
      write(html, MatrixPage.of(matrix));
      out().println("the matrix is in " + html);
    } else if (isJson()) {
      out().println(Json.write(matrix));
    } else {
      MatrixText.of(matrix).forEach(out()::println);
    }
    return 0;
  }

  private static void write(Path file, String page) {
    try {
      Files.writeString(file, page);
    } catch (NoSuchFileException _) {
      throw new BadInput(file + ": cannot be written: its folder is not there");
    } catch (IOException e) {
      throw new BadInput(file + ": cannot be written: " + e.getMessage());
    }
  }
}
