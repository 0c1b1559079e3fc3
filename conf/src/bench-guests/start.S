# Where harts begin, in M-mode: PMP open, traps a failure, a stack each; then Sv39 and S-mode at `boot`'s end.
  .section .start, "ax"
  .globl _start
_start:
  j begin
  .balign 16
# What the host writes over in the file: how many rounds; 0 for as many as there is time for.
  .ascii "KURKI-ROUNDS:u64"
  .globl rounds
rounds:
  .quad 0

begin:
  csrr s0, mhartid
  la sp, stacks
  addi t0, s0, 1
  slli t0, t0, 16
  add sp, sp, t0
  la t0, lost
  csrw mtvec, t0
  csrw stvec, t0
  li t0, -1
  csrw pmpaddr0, t0
  li t0, 0x1f
  csrw pmpcfg0, t0
  li t0, -1
  csrw mcounteren, t0
  csrw scounteren, t0
  li t0, 0xffff
  csrw medeleg, t0
  # FS is Initial, MPP is S, and S-mode may touch pages of U-mode.
  li t0, (1 << 18) | (1 << 13) | (1 << 11)
  csrw mstatus, t0
  csrw fcsr, zero
  bnez s0, 1f
  call map_memory
  la t0, mapped
  li t1, 1
  fence rw, rw
  sw t1, 0(t0)
  j 2f
1:
  la t0, mapped
  lw t1, 0(t0)
  beqz t1, 1b
  fence rw, rw
2:
  la t0, root_table
  srli t0, t0, 12
  li t1, 8
  slli t1, t1, 60
  or t0, t0, t1
  csrw satp, t0
  sfence.vma
  la t0, enter
  csrw mepc, t0
  mret

enter:
  mv a0, s0
  bnez s0, 3f
  call run
3:
  call other_hart
4:
  wfi
  j 4b

# A trap that no guest expects.
  .balign 4
lost:
  li a0, 99
  tail fail

  .section .bss
  .balign 16
mapped:
  .skip 16
  .balign 4096
stacks:
  .skip 2 * 65536
