// Tight loops: a sieve, two checksums, counted bits, a longest common subsequence.
#include "guest.h"

#define LIMIT 300000
#define BYTES 65536
#define LETTERS 500

static u8 composite[LIMIT];
static u8 data[BYTES];
static u16 lengths[LETTERS + 1][LETTERS + 1];

static u32 sieve(void) {
  for (u32 i = 0; i < LIMIT; i++) {
    composite[i] = 0;
  }
  u32 primes = 0;
  for (u32 i = 2; i < LIMIT; i++) {
    if (!composite[i]) {
      primes++;
      for (u32 j = i + i; j < LIMIT; j += i) {
        composite[j] = 1;
      }
    }
  }
  return primes;
}

void prepare(void) {
  u64 seed = 5;
  for (u32 i = 0; i < BYTES; i++) {
    data[i] = (u8)next(&seed);
  }
}

static u32 adler(void) {
  u32 a = 1, b = 0;
  for (u32 i = 0; i < BYTES; i++) {
    a = (a + data[i]) % 65521;
    b = (b + a) % 65521;
  }
  return b << 16 | a;
}

static u32 crc(void) {
  u32 crc = ~0U;
  for (u32 i = 0; i < BYTES; i++) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; bit++) {
      crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
    }
  }
  return ~crc;
}

static u32 ones(void) {
  u32 count = 0;
  for (u64 i = 0; i < BYTES / 8; i++) {
    for (u64 word = ((u64 *)data)[i]; word; word &= word - 1) {
      count++;
    }
  }
  return count;
}

static u32 common(void) {
  for (u32 i = 1; i <= LETTERS; i++) {
    for (u32 j = 1; j <= LETTERS; j++) {
      u16 up = lengths[i - 1][j], back = lengths[i][j - 1];
      lengths[i][j] = (data[i] & 3) == (data[j + LETTERS] & 3) ? lengths[i - 1][j - 1] + 1 : up > back ? up : back;
    }
  }
  return lengths[LETTERS][LETTERS];
}

u64 work(void) {
  return mix(mix(mix(mix(sieve(), adler()), crc()), ones()), common());
}

const u64 expected = EXPECTED;
