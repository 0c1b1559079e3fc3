// System calls and context switches under Sv39: a kernel in S-mode, and two tasks in U-mode, each in an address space of its
// own at the same virtual addresses. Every fourth call gives the processor to the other task, by satp; every 64th such
// switch maps a page anew and says so by sfence.vma.
#include "guest.h"

#define TASKS 2
#define CALLS 16000
// Where a task has its code and its data: gigapages of their own, which no device or RAM has.
#define USER_CODE 0x100000000UL
#define USER_DATA 0x140000000UL
#define USER_STACK_TOP (USER_DATA + 8192)
#define WINDOW (USER_DATA + 8192)
#define SATP_SV39 (8UL << 60)
#define ECALL_FROM_U 8
#define SSTATUS_SPP (1UL << 8)

enum call { ADD, PEEK, YIELD, DONE };

// Registers x1 to x31, the program counter and satp: system-trap.S knows the order.
struct task {
  u64 x[32];
  u64 pc;
  u64 satp;
  u64 total;
  u64 calls;
};

extern char user_code[], user_code_end[];
extern void enter_task(struct task *task);
extern void trap_entry(void);

static struct task tasks[TASKS];
static u64 roots[TASKS][512] __attribute__((aligned(4096)));
static u64 code_middles[TASKS][512] __attribute__((aligned(4096)));
static u64 code_leaves[TASKS][512] __attribute__((aligned(4096)));
static u64 data_middles[TASKS][512] __attribute__((aligned(4096)));
static u64 data_leaves[TASKS][512] __attribute__((aligned(4096)));
static u8 pages[TASKS][4][4096] __attribute__((aligned(4096)));

static u64 switches;
static u64 done;

static u64 entry(const void *page, u64 flags) {
  return (u64)page >> 12 << 10 | flags | PTE_V;
}

static void build(u64 id) {
  for (u64 i = 0; i < 512; i++) {
    roots[id][i] = root_table[i];
  }
  roots[id][USER_CODE >> 30] = entry(code_middles[id], 0);
  code_middles[id][0] = entry(code_leaves[id], 0);
  u64 code_pages = ((u64)(user_code_end - user_code) + 4095) >> 12;
  for (u64 i = 0; i < code_pages; i++) {
    code_leaves[id][i] = entry(user_code + (i << 12), PTE_U | PTE_R | PTE_X | PTE_A);
  }
  roots[id][USER_DATA >> 30] = entry(data_middles[id], 0);
  data_middles[id][0] = entry(data_leaves[id], 0);
  for (u64 i = 0; i < 3; i++) {
    data_leaves[id][i] = entry(pages[id][i], PTE_U | PTE_R | PTE_W | PTE_A | PTE_D);
  }
}

static u64 satp(u64 id) {
  return SATP_SV39 | (id + 1) << 44 | (u64)roots[id] >> 12;
}

void prepare(void) {
  for (u64 id = 0; id < TASKS; id++) {
    build(id);
    pages[id][3][0] = pages[id][2][0] = (u8)(id + 1);
  }
  CSR_WRITE(stvec, trap_entry);
}

// The other of two pages with the same contents comes to stand at the window's address.
static void map_window_anew(u64 id) {
  u8 *page = pages[id][2 + (switches >> 6 & 1)];
  data_leaves[id][2] = entry(page, PTE_U | PTE_R | PTE_W | PTE_A | PTE_D);
  __asm__ volatile("sfence.vma %0, %1" ::"r"(WINDOW), "r"(id + 1) : "memory");
}

static struct task *other(struct task *task) {
  u64 id = 1 - (u64)(task - tasks);
  if ((++switches & 63) == 0) {
    map_window_anew(id);
  }
  CSR_WRITE(satp, tasks[id].satp);
  return &tasks[id];
}

// What a task asks for by a7, with a0: which task goes on, or none.
struct task *handle(struct task *task) {
  if (CSR_READ(scause) != ECALL_FROM_U) {
    fail(3);
  }
  task->pc += 4;
  task->calls++;
  switch ((enum call)task->x[17]) {
    case ADD:
      task->total = mix(task->total, task->x[10]);
      task->x[10] = task->total & 0xff;
      return task;
    case PEEK:
      task->x[10] = task->calls;
      return task;
    case YIELD:
      return other(task);
    case DONE:
      done++;
      task->total = mix(task->total, task->x[10]);
      return done == TASKS ? 0 : other(task);
    default:
      fail(4);
  }
}

// In U-mode. It stands alone: it may touch nothing of the kernel's.
#define USER __attribute__((section(".user")))

USER static inline __attribute__((always_inline)) u64 call(u64 number, u64 argument) {
  register u64 a0 __asm__("a0") = argument;
  register u64 a7 __asm__("a7") = number;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7) : "memory");
  return a0;
}

USER __attribute__((noreturn)) void task_main(u64 id) {
  volatile u64 *data = (volatile u64 *)USER_DATA;
  volatile u8 *window = (volatile u8 *)WINDOW;
  u64 sum = id;
  for (u64 i = 0; i < CALLS / 4; i++) {
    sum += call(ADD, sum + *window);
    for (u64 j = 0; j < 16; j++) {
      data[j] = data[j] * 5 + sum;
    }
    sum ^= data[i & 15] & 0xffff;
    sum += call(PEEK, 0);
    call(ADD, sum);
    call(YIELD, 0);
  }
  for (;;) {
    call(DONE, sum);
  }
}

u64 work(void) {
  switches = 0;
  done = 0;
  for (u64 id = 0; id < TASKS; id++) {
    u64 *data = (u64 *)pages[id][0];
    for (u64 i = 0; i < 16; i++) {
      data[i] = 0;
    }
    tasks[id] = (struct task){.pc = USER_CODE + ((u64)task_main - (u64)user_code), .satp = satp(id)};
    tasks[id].x[2] = USER_STACK_TOP;
    tasks[id].x[10] = id;
  }
  CSR_WRITE(satp, tasks[0].satp);
  __asm__ volatile("csrc sstatus, %0" ::"r"(SSTATUS_SPP) : "memory");
  enter_task(&tasks[0]);
  return mix(mix(mix(tasks[0].total, tasks[1].total), switches), tasks[0].calls + tasks[1].calls);
}

const u64 expected = EXPECTED;
