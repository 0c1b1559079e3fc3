package dev.kurki.migration.fuzz;

import dev.kurki.migration.fuzzed.Scratch;
import dev.kurki.migration.fuzzed.FuzzedReader;
import dev.kurki.actors.memory.GuestMemory;
import dev.kurki.actors.section.Bytes;
import dev.kurki.actors.section.Longs;
import dev.kurki.actors.section.Section;
import dev.kurki.migration.compress.Compression;
import dev.kurki.migration.compress.PageDelta;
import dev.kurki.migration.control.MachineDescription;
import dev.kurki.migration.file.SnapshotFile;
import dev.kurki.migration.stream.Channels;
import dev.kurki.migration.stream.Frame;
import dev.kurki.migration.stream.Frame.End;
import dev.kurki.migration.stream.Frame.Header;
import dev.kurki.migration.stream.Frame.Pages;
import dev.kurki.migration.stream.Frame.Round;
import dev.kurki.migration.stream.Frame.SectionFrame;
import dev.kurki.migration.stream.Frame.ZeroPages;
import dev.kurki.migration.stream.FrameCodec;
import dev.kurki.migration.stream.HintFrame;
import dev.kurki.migration.stream.PackedPages.Compressed;
import dev.kurki.migration.stream.PackedPages.Deltas;
import dev.kurki.migration.stream.PageChannel;
import dev.kurki.migration.stream.ReturnPathFrame.Commit;
import dev.kurki.migration.stream.ReturnPathFrame.Prepared;
import dev.kurki.migration.stream.ReturnPathFrame.Running;
import dev.kurki.migration.stream.ReturnPathFrame.Sync;
import dev.kurki.migration.stream.ReturnPathFrame.Synced;
import dev.kurki.migration.stream.SummedPages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;

/** Inputs to begin with: golden streams, of which a few pages are left. */
public final class Seeds {
  private static final long CRC_OF_ZEROES = 0x98f9_4189L;
  /** How much RAM there is where they are read. */
  static final int PAGES = 32;

  private static final Path GOLDEN = Path.of("..", "conf", "abi", "golden");
  /** A handshake record that begins one, and alert records: a real greeting is random anyhow. */
  private static final List<String> TLS = List.of("1603010005010000010303", "15030300020228", "160301ffff01fffffc0303",
      "140303000101", "17030300050102030405");

  private Seeds() {}

  /** As they travel, and as they are saved. */
  static List<byte[]> streams() {
    List<byte[]> seeds = new ArrayList<>();
    for (List<Frame> golden : golden()) {
      List<Frame> travelling = new ArrayList<>(golden);
      travelling.add(2, new Pages(Longs.of(3, 4, 9), ByteString.fromArray(new byte[3 * 4096])));
      travelling.add(3, compressed(Compression.ZSTD, 10, 11));
      travelling.add(4, compressed(Compression.LZ4, 12));
      travelling.add(5, new Sync(1));
      travelling.add(6, new Round(2, 1));
      travelling.add(7, deltas(3, 10));
      travelling.set(travelling.size() - 1, new End(9, 4, (int) golden.stream().filter(SectionFrame.class::isInstance)
          .count()));
      travelling.add(new Commit(8));
      seeds.add(bytes(golden));
      seeds.add(bytes(travelling));
    }
    return seeds;
  }

  /** A first connection's frames, and behind them those of a further one, which begin with its header. */
  static List<byte[]> channels() {
    List<byte[]> seeds = new ArrayList<>();
    for (List<Frame> golden : golden()) {
      List<Frame> all = new ArrayList<>(golden);
      all.add(1, new Channels(1));
      all.add(3, new Sync(1));
      all.add(4, new HintFrame(new Section("hot-code", 0, 1, Bytes.of(new byte[24]))));
      all.add(5, new Sync(1));
      all.add(6, new Round(2, 2));
      all.set(all.size() - 1, new End(8, 5, (int) golden.stream().filter(SectionFrame.class::isInstance).count()));
      all.add(new PageChannel(1).header(Bytes.EMPTY));
      all.add(new Pages(Longs.of(12, 14), ByteString.fromArray(new byte[2 * 4096])));
      all.add(compressed(Compression.ZSTD, 16, 17));
      all.add(new ZeroPages(Longs.of(20, 1)));
      all.add(new SummedPages(Longs.of(22), Longs.of(CRC_OF_ZEROES), ByteString.fromArray(new byte[4096])));
      all.add(new Sync(1));
      all.add(deltas(16));
      all.add(compressed(Compression.LZ4, 21));
      all.add(new Sync(2));
      seeds.add(bytes(all));
    }
    return seeds;
  }

  /** Saved machines: as they travel, and with fixed page offsets. */
  static List<byte[]> files() {
    List<byte[]> seeds = new ArrayList<>(streams());
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "seeds");
    try (GuestMemory memory = new GuestMemory(0x8000_0000L, PAGES * GuestMemory.PAGE_BYTES)) {
      memory.write(memory.base() + GuestMemory.PAGE_BYTES, new byte[]{1, 2, 3});
      for (List<Frame> golden : golden()) {
        Path file = Scratch.file("mapped");
        List<Section> sections = golden.stream().filter(SectionFrame.class::isInstance)
            .map(frame -> ((SectionFrame) frame).section()).toList();
        long _ = new SnapshotFile(system, file).writeMapped(
            MachineDescription.decode(((Header) golden.getFirst()).description()).orElseThrow(), memory, sections)
            .toCompletableFuture().join();
        seeds.add(Files.readAllBytes(file));
      }
      return seeds;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      system.terminate();
    }
  }

  static List<byte[]> greetings() {
    return golden().stream().map(frames -> bytes(List.of(
        new Header(FrameCodec.FORMAT_VERSION, Bytes.utf8(FuzzedReader.TOKEN),
            ((Header) frames.getFirst()).description()))))
        .toList();
  }

  static List<byte[]> tlsRecords() {
    return TLS.stream().map(HexFormat.of()::parseHex).toList();
  }

  static List<byte[]> answers() {
    return List.of(bytes(List.of(new Synced(1), new Synced(2), new Prepared(7), new Running(8))));
  }

  static List<byte[]> descriptions() {
    return golden().stream().map(frames -> ((Header) frames.getFirst()).description().toArray()).toList();
  }

  private static List<List<Frame>> golden() {
    try (Stream<Path> files = Files.walk(GOLDEN)) {
      return files.filter(file -> file.toString().endsWith(".kurki")).sorted().map(Seeds::shortened).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Header and sections are a golden stream's; one page of its RAM is left, and a few of zeroes. */
  private static List<Frame> shortened(Path file) {
    List<Frame> kept = new ArrayList<>();
    int sections = 0;
    for (Frame frame : frames(file)) {
      switch (frame) {
        case Header header -> {
          kept.add(header);
          kept.add(new Round(1, PAGES));
        }
        case Pages(_, var contents) when kept.size() == 2 -> {
          kept.add(new Pages(Longs.of(1), contents.take(4096)));
          kept.add(new ZeroPages(Longs.of(2, 3, 8, 1)));
        }
        case SectionFrame section -> {
          kept.add(section);
          sections++;
        }
        default -> {
          // It is made anew, or left out.
        }
      }
    }
    kept.add(new End(1, 4, sections));
    return kept;
  }

  private static List<Frame> frames(Path file) {
    try {
      ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      List<Frame> frames = new ArrayList<>();
      while (in.hasRemaining()) {
        byte[] frame = new byte[FrameCodec.LENGTH_BYTES + in.getInt(in.position())];
        in.get(frame);
        frames.add(FrameCodec.decode(ByteString.fromArray(frame)));
      }
      return frames;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Compressed compressed(Compression method, long... pages) {
    byte[] contents = new byte[pages.length * 4096];
    Arrays.fill(contents, (byte) 7);
    byte[] block = new byte[contents.length];
    int bytes = method.compress(contents, contents.length, block, block.length).orElseThrow();
    return new Compressed(Longs.of(pages), method, ByteString.fromArray(block, 0, bytes));
  }

  private static Deltas deltas(long... pages) {
    byte[] before = new byte[4096];
    byte[] after = new byte[4096];
    Arrays.fill(after, 100, 200, (byte) 9);
    ByteBuffer delta = ByteBuffer.allocate(4096);
    PageDelta.encode(MemorySegment.ofArray(before), MemorySegment.ofArray(after), delta);
    ByteBuffer all = ByteBuffer.allocate(pages.length * (2 + delta.flip().remaining())).order(ByteOrder.LITTLE_ENDIAN);
    for (long _ : pages) {
      all.putShort((short) delta.remaining()).put(delta.duplicate());
    }
    return new Deltas(Longs.of(pages), ByteString.fromByteBuffer(all.flip()));
  }

  private static byte[] bytes(List<? extends Frame> frames) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    frames.forEach(frame -> bytes.writeBytes(FrameCodec.encode(frame).toArray()));
    return bytes.toByteArray();
  }
}
