package dev.kurki.actors.bus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who answers at which guest-physical address: disjoint regions, looked up by binary search. Immutable.
 *
 * @param <T> what answers a region
 */
public final class AddressMap<T> {
  /**
   * One row of the map.
   *
   * @param region the addresses
   * @param target who answers there
   * @param <T> what answers a region
   */
  public record Entry<T>(Region region, T target) {}

  private final List<Entry<T>> entries;

  /**
   * Builds the map.
   *
   * @throws OverlappingRegions when two regions share an address
   */
  public AddressMap(Collection<Entry<T>> entries) {
    List<Entry<T>> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(entry -> entry.region().base()));
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).region().overlaps(sorted.get(i).region())) {
        throw new OverlappingRegions(sorted.get(i - 1).region(), sorted.get(i).region());
      }
    }
    this.entries = List.copyOf(sorted);
  }

  /** All rows, by address. */
  public List<Entry<T>> entries() {
    return entries;
  }

  /** The row whose region takes an access of {@code width} bytes at {@code address}, if there is one. */
  public Optional<Entry<T>> find(long address, int width) {
    int low = 0;
    int high = entries.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Entry<T> entry = entries.get(middle);
      if (address < entry.region().base()) {
        high = middle - 1;
      } else if (address >= entry.region().end()) {
        low = middle + 1;
      } else {
        return entry.region().takes(address, width) ? Optional.of(entry) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
