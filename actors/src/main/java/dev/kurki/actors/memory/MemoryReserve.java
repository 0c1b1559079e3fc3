package dev.kurki.actors.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guest RAM that the host has committed before a machine needs it: to touch memory for the first time takes longer than to
 * copy into it, and a machine that comes from another node waits for both. It is filled by a thread of its own, and filled
 * up again when nothing has been taken for a while, so that this disturbs no machine that is just coming.
 */
public final class MemoryReserve implements AutoCloseable {
  /** How long nothing has been taken when it is filled up again. */
  private static final Duration REST = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(MemoryReserve.class);

  private final long bytes;
  private final Deque<Block> blocks = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread filler = Thread.ofPlatform().daemon().name("guest-memory-reserve").unstarted(this::fill);
  private boolean isClosed;
  private long takenAt;

  /** Touched memory, side by side. */
  private record Block(long address, long bytes) {}

  /**
   * Begins to fill.
   *
   * @param bytes how much it holds, rounded up to whole huge pages; 0 for a reserve that holds nothing
   */
  public MemoryReserve(long bytes) {
    this.bytes = MemoryMapping.wholeHugePages(bytes);
    this.takenAt = System.nanoTime() - REST.toNanos();
    if (bytes > 0) {
      filler.start();
    }
  }

  /**
   * Zeroed RAM as {@link GuestMemory#GuestMemory(long, long)} maps it, touched where the reserve has so much side by side.
   *
   * @throws IllegalArgumentException when base or size is not of that form
   * @throws OutOfGuestMemory when the host has no such range
   */
  public GuestMemory take(long base, long bytes) {
    GuestMemory.requireForm(base, bytes);
    lock.lock();
    try {
      takenAt = System.nanoTime();
      long length = MemoryMapping.wholeHugePages(bytes);
      Optional<Block> roomy = blocks.stream().filter(block -> block.bytes() >= length).findFirst();
      if (roomy.isPresent()) {
        return cut(roomy.get(), base, bytes, length);
      }
    } finally {
      lock.unlock();
    }
    return new GuestMemory(base, bytes);
  }

  /** How much is touched and not taken, in bytes. */
  public long heldBytes() {
    lock.lock();
    try {
      return blocks.stream().mapToLong(Block::bytes).sum();
    } finally {
      lock.unlock();
    }
  }

  /** Gives back what is not taken. */
  @Override
  public void close() {
    lock.lock();
    try {
      isClosed = true;
      blocks.forEach(MemoryReserve::unmap);
      blocks.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private GuestMemory cut(Block block, long base, long bytes, long length) {
    GuestMemory memory = new GuestMemory(base, arena -> MemoryMapping.of(block.address(), bytes, length, arena));
    blocks.remove(block);
    if (block.bytes() > length) {
      blocks.add(new Block(block.address() + length, block.bytes() - length));
    }
    changed.signal();
    return memory;
  }

  private void fill() {
    try {
      for (long lacking = lacking(); lacking > 0; lacking = lacking()) {
        Block block = new Block(MemoryMapping.reserve(lacking), lacking);
        if (!touch(block) || !keep(block)) {
          unmap(block);
        }
      }
    } catch (OutOfGuestMemory e) {
      LOG.warn("no reserve of guest memory is kept any more: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until something is to be filled, and says how much; 0 when it is closed. */
  private long lacking() throws InterruptedException {
    lock.lock();
    try {
      while (!isClosed) {
        long rest = takenAt + REST.toNanos() - System.nanoTime();
        long lacking = bytes - heldBytes();
        if (lacking == 0) {
          changed.await();
        } else if (rest > 0) {
          boolean _ = changed.await(rest, TimeUnit.NANOSECONDS);
        } else {
          return lacking;
        }
      }
      return 0;
    } finally {
      lock.unlock();
    }
  }

  /** Writes to each page; says no when the reserve was closed meanwhile. */
  private boolean touch(Block block) {
    MemorySegment segment = MemorySegment.ofAddress(block.address()).reinterpret(block.bytes());
    for (long offset = 0; offset < block.bytes(); offset += GuestMemory.PAGE_BYTES) {
      segment.set(ValueLayout.JAVA_LONG, offset, 0);
      if (offset % MemoryMapping.HUGE_PAGE_BYTES == 0 && hasClosed()) {
        return false;
      }
    }
    return true;
  }

  private boolean hasClosed() {
    lock.lock();
    try {
      return isClosed;
    } finally {
      lock.unlock();
    }
  }

  private boolean keep(Block block) {
    lock.lock();
    try {
      return !isClosed && blocks.add(block);
    } finally {
      lock.unlock();
    }
  }

  private static void unmap(Block block) {
    MemoryMapping.unmap(block.address(), block.bytes());
  }
}
