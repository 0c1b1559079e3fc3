// The frame around a guest's work: a byte on the serial port when it begins and after each round, until the rounds are
// done or a byte comes in; a wrong checksum ends the machine at once with status 1.
#include "guest.h"

#define UART ((volatile u8 *)0x10000000UL)
#define UART_LSR 5
#define LSR_DATA_READY 1
#define FINISHER ((volatile u32 *)0x100000UL)
#define FINISHER_PASS 0x5555
#define FINISHER_FAIL 0x3333
#define MEGAPAGE (2UL << 20)
#define ENTRIES 512

extern volatile u64 rounds;

u64 root_table[ENTRIES] __attribute__((aligned(4096)));
static u64 ram_table[ENTRIES] __attribute__((aligned(4096)));
static u64 page_tables[RAM_BYTES / MEGAPAGE][ENTRIES] __attribute__((aligned(4096)));

static u64 pointer(const void *table) {
  return (u64)table >> 12 << 10 | PTE_V;
}

// In M-mode, before any hart translates addresses.
void map_memory(void) {
  root_table[0] = PTE_V | PTE_R | PTE_W | PTE_A | PTE_D;
  root_table[RAM >> 30] = pointer(ram_table);
  for (u64 i = 0; i < RAM_BYTES / MEGAPAGE; i++) {
    ram_table[i] = pointer(page_tables[i]);
    for (u64 j = 0; j < ENTRIES; j++) {
      page_tables[i][j] = (RAM + i * MEGAPAGE + j * 4096) >> 12 << 10 | PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D;
    }
  }
}

void fail(u64 code) {
  for (;;) {
    *FINISHER = (u32)(FINISHER_FAIL | code << 16);
  }
}

__attribute__((weak)) void prepare(void) {}

__attribute__((weak)) void other_hart(u64 hart) {
  (void)hart;
  for (;;) {
    __asm__ volatile("wfi");
  }
}

static void say(char c) {
  UART[0] = (u8)c;
}

static int is_told_to_end(void) {
  return UART[UART_LSR] & LSR_DATA_READY;
}

#ifdef SHOW_CHECKSUM
static void show(u64 value) {
  for (int shift = 60; shift >= 0; shift -= 4) {
    say("0123456789abcdef"[value >> shift & 15]);
  }
  say('\n');
}
#endif

void run(void) {
  say('<');
  prepare();
  for (u64 round = 1; !is_told_to_end(); round++) {
    u64 sum = work();
#ifdef SHOW_CHECKSUM
    show(sum);
#else
    if (sum != expected) {
      fail(1);
    }
#endif
    say('.');
    if (round == rounds) {
      break;
    }
  }
  for (;;) {
    *FINISHER = FINISHER_PASS;
  }
}

// The compiler may call these for copies and zeros that it finds in the code.
void *memcpy(void *to, const void *from, size_t bytes) {
  u8 *t = to;
  const u8 *f = from;
  while (bytes >= 8 && ((u64)t & 7) == 0 && ((u64)f & 7) == 0) {
    *(u64 *)t = *(const u64 *)f;
    t += 8;
    f += 8;
    bytes -= 8;
  }
  while (bytes-- > 0) {
    *t++ = *f++;
  }
  return to;
}

void *memset(void *to, int value, size_t bytes) {
  u8 *t = to;
  u64 wide = (u8)value * 0x0101010101010101UL;
  while (bytes >= 8 && ((u64)t & 7) == 0) {
    *(u64 *)t = wide;
    t += 8;
    bytes -= 8;
  }
  while (bytes-- > 0) {
    *t++ = (u8)value;
  }
  return to;
}
