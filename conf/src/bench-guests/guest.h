// What the guests of the benchmark share. Each is one file with a function `work`.
#pragma once
#include <stdint.h>
#include <stddef.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t i32;
typedef int64_t i64;

// RAM of every guest's machine.
#define RAM 0x80000000UL
#define RAM_BYTES (128UL << 20)
// Where guests with much data have it, up to the end of RAM.
#define HEAP ((u8 *)(RAM + (16UL << 20)))

#define PTE_V 0x01
#define PTE_R 0x02
#define PTE_W 0x04
#define PTE_X 0x08
#define PTE_U 0x10
#define PTE_A 0x40
#define PTE_D 0x80

#define CSR_READ(name) ({ u64 value; __asm__ volatile("csrr %0, " #name : "=r"(value)); value; })
#define CSR_WRITE(name, value) __asm__ volatile("csrw " #name ", %0" ::"r"((u64)(value)) : "memory")

// What the guest has to come to in each round; set beside the work.
extern const u64 expected;

// One round of the guest's work: always the same. It gives a checksum, which is held against `expected`.
u64 work(void);

// Once, before the first round, on hart 0; it belongs to the guest's work as a user sees it.
void prepare(void);

// Hart 1, where a guest has one: does not return.
void other_hart(u64 hart);

// Ends the machine with a code from 1 on.
void fail(u64 code) __attribute__((noreturn));

// The Sv39 root that every hart runs on: RAM by pages of 4 KiB at its own addresses, and the devices.
extern u64 root_table[512];

static inline u64 next(u64 *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return *seed;
}

static inline u64 mix(u64 sum, u64 value) {
  sum = (sum ^ value) * 0x9e3779b97f4a7c15UL;
  return sum ^ (sum >> 29);
}
