package dev.kurki.actors.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The guest's RAM: one off-heap range that harts and devices share as in hardware, and the bitmap of its changed pages.
 *
 * <p>Who writes marks the page dirty <em>after</em> the write, or holds a mark that no round has taken yet; then a
 * migration round that takes the marks first and reads the pages afterwards misses nothing. The accessors here do so.
 * The hot path uses {@link #hostAddress()} with {@link HostMemory} behind a checked translation and keeps the same rule.
 */
public final class GuestMemory implements AutoCloseable {
  /** Bytes in a page, of the guest's paging (Sv39 and its kin) and of migration alike. */
  public static final int PAGE_BYTES = 4096;
  /** The most guest RAM that a machine can have, in bytes: 64 GiB. */
  public static final long MAX_BYTES = 64L << 30;

  private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED;

  private final Arena arena = Arena.ofShared();
  private final long base;
  private final MemorySegment segment;
  private final DirtyBitmap dirty;
  private final MissingPages missing;
  private volatile @Nullable WriteGuard guard;
  private boolean isReleasing;

  /**
   * Maps zeroed RAM; the host commits a page when it is first touched.
   *
   * @param base the guest-physical address of its first byte, page-aligned
   * @param bytes its size, whole pages, up to {@link #MAX_BYTES}
   * @throws IllegalArgumentException when base or size is not of that form
   * @throws OutOfGuestMemory when the host has no such range
   */
  public GuestMemory(long base, long bytes) {
    requireForm(base, bytes);
    this(base, arena -> MemoryMapping.map(bytes, arena));
  }

  /**
   * RAM of memory that is mapped already.
   *
   * @param mapping makes it live as long as an arena
   */
  GuestMemory(long base, Function<Arena, MemorySegment> mapping) {
    this.base = base;
    this.segment = mapping.apply(arena);
    this.dirty = new DirtyBitmap(segment.byteSize() / PAGE_BYTES);
    this.missing = new MissingPages(segment);
  }

  /** What RAM has to be like. */
  static void requireForm(long base, long bytes) {
    if (base < 0 || base % PAGE_BYTES != 0 || bytes <= 0 || bytes % PAGE_BYTES != 0 || bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "guest RAM is whole pages of " + PAGE_BYTES + " bytes up to 64 GiB, not " + bytes
              + " bytes at 0x" + Long.toHexString(base));
    }
  }

  /** The guest-physical address of the first byte. */
  public long base() {
    return base;
  }

  /** The size in bytes. */
  public long bytes() {
    return segment.byteSize();
  }

  /** The size in pages. */
  public long pages() {
    return segment.byteSize() / PAGE_BYTES;
  }

  /** The host address of the first byte, for {@link HostMemory} behind a checked translation. */
  public long hostAddress() {
    return segment.address();
  }

  /** Which pages have changed. */
  public DirtyBitmap dirty() {
    return dirty;
  }

  /**
   * Has a guard asked before each first write to a page. Nobody writes while this is done, and whoever remembers translations to
   * RAM forgets those to write through before the next write.
   *
   * @throws IllegalStateException when there is a guard
   */
  public synchronized void guard(WriteGuard who) {
    if (guard != null) {
      throw new IllegalStateException("this RAM is guarded already");
    }
    guard = who;
  }

  /** Has the guard asked no more, if it is this one; from any thread. */
  public synchronized void unguard(WriteGuard who) {
    if (who.equals(guard)) {
      guard = null;
    }
  }

  /**
   * To be called by whoever writes to a page, before: by the hot path before it remembers a translation to write through.
   *
   * @param page the page's index, counted from {@link #base()}
   */
  public void beforeWrite(long page) {
    @Nullable
    WriteGuard asked = guard;
    if (asked != null) {
      asked.beforeWrite(page);
    }
  }

  /** Which pages are yet to come: none but in a machine that runs before its RAM is here. */
  public MissingPages missing() {
    return missing;
  }

  /**
   * Passes where the page that an address lies in is there, before it is reached by its host address.
   *
   * @param address guest-physical, in this RAM
   * @throws MissingPage where the page has not come yet
   */
  public void requirePresent(long address) {
    missing.require((address - base) / PAGE_BYTES);
  }

  /** Whether {@code length} bytes from guest-physical {@code address} on all lie in this RAM. */
  public boolean contains(long address, long length) {
    long offset = address - base;
    return offset >= 0 && length >= 0 && length <= bytes() && offset <= bytes() - length;
  }

  /**
   * One page as a view, not a copy.
   *
   * @param page the page's index, counted from {@link #base()}
   * @throws IndexOutOfBoundsException when there is no such page
   * @throws MissingPage when it has not come yet
   */
  public MemorySegment page(long page) {
    if (page < 0 || page >= pages()) {
      throw new IndexOutOfBoundsException("page " + page + " of " + pages());
    }
    missing.require(page);
    return segment.asSlice(page * PAGE_BYTES, PAGE_BYTES);
  }

  /**
   * Pages side by side as a view, not a copy.
   *
   * @param first the first page's index, counted from {@link #base()}
   * @param count how many pages
   * @throws IndexOutOfBoundsException when there is no such page
   * @throws MissingPage when one of them has not come yet
   */
  public MemorySegment pages(long first, int count) {
    if (first < 0 || count < 0 || first > pages() - count) {
      throw new IndexOutOfBoundsException("pages " + first + " to " + (first + count) + " of " + pages());
    }
    missing.requireAll(first, count);
    return segment.asSlice(first * PAGE_BYTES, (long) count * PAGE_BYTES);
  }

  /**
   * Whether a page holds zeroes only.
   *
   * @throws IndexOutOfBoundsException when there is no such page
   * @throws MissingPage when it has not come yet
   */
  public boolean isZero(long page) {
    missing.require(page);
    long start = page * PAGE_BYTES;
    for (long at = start; at < start + PAGE_BYTES; at += 4 * Long.BYTES) {
      if ((segment.get(WORD, at) | segment.get(WORD, at + 8) | segment.get(WORD, at + 16)
          | segment.get(WORD, at + 24)) != 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Copies guest RAM out.
   *
   * @throws IndexOutOfBoundsException when the range leaves the RAM
   * @throws MissingPage when a page of it has not come yet
   */
  public byte[] read(long address, int length) {
    return view(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  /**
   * Copies bytes into guest RAM and marks the pages dirty.
   *
   * @throws IndexOutOfBoundsException when the range leaves the RAM
   * @throws MissingPage when a page of it has not come yet; nothing is written then
   */
  public void write(long address, byte[] bytes) {
    write(address, MemorySegment.ofArray(bytes));
  }

  /**
   * Copies a segment into guest RAM and marks the pages dirty.
   *
   * @throws IndexOutOfBoundsException when the range leaves the RAM
   * @throws MissingPage when a page of it has not come yet; nothing is written then
   */
  public void write(long address, MemorySegment bytes) {
    if (bytes.byteSize() == 0) {
      return;
    }
    MemorySegment target = view(address, bytes.byteSize());
    long first = (address - base) / PAGE_BYTES;
    long last = (address - base + bytes.byteSize() - 1) / PAGE_BYTES;
    for (long page = first; page <= last; page++) {
      beforeWrite(page);
    }
    target.copyFrom(bytes);
    dirty.markRange(first, last - first + 1);
  }

  /**
   * Gives pages back to the host, which commits them again when they are touched: they hold zeroes from here on. For a copy that
   * is not to run any more; nobody reads them meanwhile who needs what they held.
   *
   * @param first the first page's index, counted from {@link #base()}
   * @param count how many pages
   * @return whether the host has taken them; if not, they hold what they held
   * @throws IndexOutOfBoundsException when there is no such page
   * @throws IllegalStateException when the RAM is closed
   */
  public synchronized boolean release(long first, long count) {
    if (first < 0 || count < 0 || first > pages() - count) {
      throw new IndexOutOfBoundsException("pages " + first + " to " + (first + count) + " of " + pages());
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("this RAM is closed");
    }
    if (!isReleasing) {
      isReleasing = true;
      MemoryMapping.keepSmall(segment.address(), bytes());
    }
    return count == 0 || MemoryMapping.release(segment.address() + first * PAGE_BYTES, count * PAGE_BYTES);
  }

  /**
   * Gives the memory back to the host. Nobody may touch the RAM from here on; the machine sees to that. Where a stream is still
   * blocked in reading into it, the memory goes back when that has ended.
   */
  @Override
  public synchronized void close() {
    LateClose.close(arena, this);
  }

  /** How much guest RAM this process has mapped in all, and not given back, in bytes; reserves count, too. */
  public static long mappedBytes() {
    return MemoryMapping.mappedBytes();
  }

  private MemorySegment view(long address, long length) {
    if (!contains(address, length)) {
      throw new IndexOutOfBoundsException(
          length + " bytes at 0x" + Long.toHexString(address) + " leave the guest's RAM of " + bytes() + " bytes");
    }
    if (!missing.isEmpty() && length > 0) {
      long first = (address - base) / PAGE_BYTES;
      missing.requireAll(first, (address - base + length - 1) / PAGE_BYTES - first + 1);
    }
    return segment.asSlice(address - base, length);
  }
}
