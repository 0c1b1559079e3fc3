// Memory: probes all over a table of 64 MB, a sort, copies and a hash.
#include "guest.h"

#define TABLE ((u64 *)HEAP)
#define WORDS (64UL << 20 >> 3)
// The table repeats after so many words, so that each piece of it may be copied in its turn with the same result.
#define PIECE_WORDS (4UL << 20 >> 3)
#define PIECES (WORDS / PIECE_WORDS)
#define COPY ((u64 *)(HEAP + (64UL << 20)))
#define SORTED (COPY + PIECE_WORDS)
#define SORTED_WORDS 16384
#define PROBES 200000

static u64 turn;

void prepare(void) {
  u64 seed = 88172645463325252UL;
  for (u64 i = 0; i < PIECE_WORDS; i++) {
    TABLE[i] = next(&seed);
  }
  for (u64 i = PIECE_WORDS; i < WORDS; i++) {
    TABLE[i] = TABLE[i - PIECE_WORDS];
  }
}

static void swap(u64 *a, u64 *b) {
  u64 held = *a;
  *a = *b;
  *b = held;
}

static void sort(u64 *low, u64 *high) {
  while (high - low > 12) {
    u64 *middle = low + (high - low) / 2;
    if (*middle < *low) swap(middle, low);
    if (*high < *low) swap(high, low);
    if (*high < *middle) swap(high, middle);
    u64 pivot = *middle;
    u64 *i = low;
    u64 *j = high;
    while (i <= j) {
      while (*i < pivot) i++;
      while (*j > pivot) j--;
      if (i <= j) swap(i++, j--);
    }
    if (j - low < high - i) {
      sort(low, j);
      low = i;
    } else {
      sort(i, high);
      high = j;
    }
  }
  for (u64 *i = low + 1; i <= high; i++) {
    u64 value = *i;
    u64 *j = i;
    for (; j > low && j[-1] > value; j--) *j = j[-1];
    *j = value;
  }
}

u64 work(void) {
  u64 sum = 0;
  u64 at = 1;
  for (int i = 0; i < PROBES; i++) {
    u64 found = TABLE[at & (WORDS - 1)];
    sum = mix(sum, found);
    at = found ^ (found >> 21) ^ (u64)i * 0x632be5abUL;
  }
  const u64 *piece = TABLE + turn++ % PIECES * PIECE_WORDS;
  for (u64 i = 0; i < PIECE_WORDS; i++) {
    COPY[i] = piece[i];
  }
  for (u64 i = 0; i < PIECE_WORDS; i++) {
    sum = (sum << 5 | sum >> 59) ^ COPY[i];
  }
  for (u64 i = 0; i < SORTED_WORDS; i++) {
    SORTED[i] = COPY[i * 31];
  }
  sort(SORTED, SORTED + SORTED_WORDS - 1);
  for (u64 i = 1; i < SORTED_WORDS; i++) {
    if (SORTED[i - 1] > SORTED[i]) {
      return 0;
    }
    sum = mix(sum, SORTED[i]);
  }
  return sum;
}

const u64 expected = EXPECTED;
