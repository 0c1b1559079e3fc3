package dev.kurki.cpu.isa;

/**
 * Every instruction of RV64IMAFD and of the extensions in {@link Extension}: one row each, by the encodings of the
 * unprivileged specification's chapter "RV32/64G Instruction Set Listings", of the extensions' own chapters, and of the
 * privileged one's "Instruction Set Listings". A word is of a row when its bits under the mask are the match.
 */
public enum Instruction {
  LUI("lui", Format.U, Extension.I, 0x00000037, 0x0000007f),
  AUIPC("auipc", Format.U, Extension.I, 0x00000017, 0x0000007f),
  JAL("jal", Format.J, Extension.I, 0x0000006f, 0x0000007f),
  JALR("jalr", Format.LOAD, Extension.I, 0x00000067, 0x0000707f),
  BEQ("beq", Format.B, Extension.I, 0x00000063, 0x0000707f),
  BNE("bne", Format.B, Extension.I, 0x00001063, 0x0000707f),
  BLT("blt", Format.B, Extension.I, 0x00004063, 0x0000707f),
  BGE("bge", Format.B, Extension.I, 0x00005063, 0x0000707f),
  BLTU("bltu", Format.B, Extension.I, 0x00006063, 0x0000707f),
  BGEU("bgeu", Format.B, Extension.I, 0x00007063, 0x0000707f),
  LB("lb", Format.LOAD, Extension.I, 0x00000003, 0x0000707f),
  LH("lh", Format.LOAD, Extension.I, 0x00001003, 0x0000707f),
  LW("lw", Format.LOAD, Extension.I, 0x00002003, 0x0000707f),
  LD("ld", Format.LOAD, Extension.I, 0x00003003, 0x0000707f),
  LBU("lbu", Format.LOAD, Extension.I, 0x00004003, 0x0000707f),
  LHU("lhu", Format.LOAD, Extension.I, 0x00005003, 0x0000707f),
  LWU("lwu", Format.LOAD, Extension.I, 0x00006003, 0x0000707f),
  SB("sb", Format.S, Extension.I, 0x00000023, 0x0000707f),
  SH("sh", Format.S, Extension.I, 0x00001023, 0x0000707f),
  SW("sw", Format.S, Extension.I, 0x00002023, 0x0000707f),
  SD("sd", Format.S, Extension.I, 0x00003023, 0x0000707f),
  ADDI("addi", Format.I, Extension.I, 0x00000013, 0x0000707f),
  SLTI("slti", Format.I, Extension.I, 0x00002013, 0x0000707f),
  SLTIU("sltiu", Format.I, Extension.I, 0x00003013, 0x0000707f),
  XORI("xori", Format.I, Extension.I, 0x00004013, 0x0000707f),
  ORI("ori", Format.I, Extension.I, 0x00006013, 0x0000707f),
  ANDI("andi", Format.I, Extension.I, 0x00007013, 0x0000707f),
  SLLI("slli", Format.SHIFT, Extension.I, 0x00001013, 0xfc00707f),
  SRLI("srli", Format.SHIFT, Extension.I, 0x00005013, 0xfc00707f),
  SRAI("srai", Format.SHIFT, Extension.I, 0x40005013, 0xfc00707f),
  ADD("add", Format.R, Extension.I, 0x00000033, 0xfe00707f),
  SUB("sub", Format.R, Extension.I, 0x40000033, 0xfe00707f),
  SLL("sll", Format.R, Extension.I, 0x00001033, 0xfe00707f),
  SLT("slt", Format.R, Extension.I, 0x00002033, 0xfe00707f),
  SLTU("sltu", Format.R, Extension.I, 0x00003033, 0xfe00707f),
  XOR("xor", Format.R, Extension.I, 0x00004033, 0xfe00707f),
  SRL("srl", Format.R, Extension.I, 0x00005033, 0xfe00707f),
  SRA("sra", Format.R, Extension.I, 0x40005033, 0xfe00707f),
  OR("or", Format.R, Extension.I, 0x00006033, 0xfe00707f),
  AND("and", Format.R, Extension.I, 0x00007033, 0xfe00707f),
  ADDIW("addiw", Format.I, Extension.I, 0x0000001b, 0x0000707f),
  SLLIW("slliw", Format.SHIFT_W, Extension.I, 0x0000101b, 0xfe00707f),
  SRLIW("srliw", Format.SHIFT_W, Extension.I, 0x0000501b, 0xfe00707f),
  SRAIW("sraiw", Format.SHIFT_W, Extension.I, 0x4000501b, 0xfe00707f),
  ADDW("addw", Format.R, Extension.I, 0x0000003b, 0xfe00707f),
  SUBW("subw", Format.R, Extension.I, 0x4000003b, 0xfe00707f),
  SLLW("sllw", Format.R, Extension.I, 0x0000103b, 0xfe00707f),
  SRLW("srlw", Format.R, Extension.I, 0x0000503b, 0xfe00707f),
  SRAW("sraw", Format.R, Extension.I, 0x4000503b, 0xfe00707f),
  FENCE("fence", Format.NONE, Extension.I, 0x0000000f, 0x0000707f),
  FENCE_I("fence.i", Format.NONE, Extension.ZIFENCEI, 0x0000100f, 0x0000707f),
  ECALL("ecall", Format.NONE, Extension.I, 0x00000073, 0xffffffff),
  EBREAK("ebreak", Format.NONE, Extension.I, 0x00100073, 0xffffffff),
  CSRRW("csrrw", Format.CSR, Extension.ZICSR, 0x00001073, 0x0000707f),
  CSRRS("csrrs", Format.CSR, Extension.ZICSR, 0x00002073, 0x0000707f),
  CSRRC("csrrc", Format.CSR, Extension.ZICSR, 0x00003073, 0x0000707f),
  CSRRWI("csrrwi", Format.CSR_I, Extension.ZICSR, 0x00005073, 0x0000707f),
  CSRRSI("csrrsi", Format.CSR_I, Extension.ZICSR, 0x00006073, 0x0000707f),
  CSRRCI("csrrci", Format.CSR_I, Extension.ZICSR, 0x00007073, 0x0000707f),
  SRET("sret", Format.NONE, Extension.PRIVILEGED, 0x10200073, 0xffffffff),
  MRET("mret", Format.NONE, Extension.PRIVILEGED, 0x30200073, 0xffffffff),
  WFI("wfi", Format.NONE, Extension.PRIVILEGED, 0x10500073, 0xffffffff),
  SFENCE_VMA("sfence.vma", Format.FENCE_VMA, Extension.PRIVILEGED, 0x12000073, 0xfe007fff),
  MUL("mul", Format.R, Extension.M, 0x02000033, 0xfe00707f),
  MULH("mulh", Format.R, Extension.M, 0x02001033, 0xfe00707f),
  MULHSU("mulhsu", Format.R, Extension.M, 0x02002033, 0xfe00707f),
  MULHU("mulhu", Format.R, Extension.M, 0x02003033, 0xfe00707f),
  DIV("div", Format.R, Extension.M, 0x02004033, 0xfe00707f),
  DIVU("divu", Format.R, Extension.M, 0x02005033, 0xfe00707f),
  REM("rem", Format.R, Extension.M, 0x02006033, 0xfe00707f),
  REMU("remu", Format.R, Extension.M, 0x02007033, 0xfe00707f),
  MULW("mulw", Format.R, Extension.M, 0x0200003b, 0xfe00707f),
  DIVW("divw", Format.R, Extension.M, 0x0200403b, 0xfe00707f),
  DIVUW("divuw", Format.R, Extension.M, 0x0200503b, 0xfe00707f),
  REMW("remw", Format.R, Extension.M, 0x0200603b, 0xfe00707f),
  REMUW("remuw", Format.R, Extension.M, 0x0200703b, 0xfe00707f),
  LR_W("lr.w", Format.AMO_LOAD, Extension.A, 0x1000202f, 0xf9f0707f),
  SC_W("sc.w", Format.AMO, Extension.A, 0x1800202f, 0xf800707f),
  AMOSWAP_W("amoswap.w", Format.AMO, Extension.A, 0x0800202f, 0xf800707f),
  AMOADD_W("amoadd.w", Format.AMO, Extension.A, 0x0000202f, 0xf800707f),
  AMOXOR_W("amoxor.w", Format.AMO, Extension.A, 0x2000202f, 0xf800707f),
  AMOAND_W("amoand.w", Format.AMO, Extension.A, 0x6000202f, 0xf800707f),
  AMOOR_W("amoor.w", Format.AMO, Extension.A, 0x4000202f, 0xf800707f),
  AMOMIN_W("amomin.w", Format.AMO, Extension.A, 0x8000202f, 0xf800707f),
  AMOMAX_W("amomax.w", Format.AMO, Extension.A, 0xa000202f, 0xf800707f),
  AMOMINU_W("amominu.w", Format.AMO, Extension.A, 0xc000202f, 0xf800707f),
  AMOMAXU_W("amomaxu.w", Format.AMO, Extension.A, 0xe000202f, 0xf800707f),
  LR_D("lr.d", Format.AMO_LOAD, Extension.A, 0x1000302f, 0xf9f0707f),
  SC_D("sc.d", Format.AMO, Extension.A, 0x1800302f, 0xf800707f),
  AMOSWAP_D("amoswap.d", Format.AMO, Extension.A, 0x0800302f, 0xf800707f),
  AMOADD_D("amoadd.d", Format.AMO, Extension.A, 0x0000302f, 0xf800707f),
  AMOXOR_D("amoxor.d", Format.AMO, Extension.A, 0x2000302f, 0xf800707f),
  AMOAND_D("amoand.d", Format.AMO, Extension.A, 0x6000302f, 0xf800707f),
  AMOOR_D("amoor.d", Format.AMO, Extension.A, 0x4000302f, 0xf800707f),
  AMOMIN_D("amomin.d", Format.AMO, Extension.A, 0x8000302f, 0xf800707f),
  AMOMAX_D("amomax.d", Format.AMO, Extension.A, 0xa000302f, 0xf800707f),
  AMOMINU_D("amominu.d", Format.AMO, Extension.A, 0xc000302f, 0xf800707f),
  AMOMAXU_D("amomaxu.d", Format.AMO, Extension.A, 0xe000302f, 0xf800707f),
  FLW("flw", Format.LOAD, Extension.F, 0x00002007, 0x0000707f),
  FSW("fsw", Format.S, Extension.F, 0x00002027, 0x0000707f),
  FMADD_S("fmadd.s", Format.R4, Extension.F, 0x00000043, 0x0600007f),
  FMSUB_S("fmsub.s", Format.R4, Extension.F, 0x00000047, 0x0600007f),
  FNMSUB_S("fnmsub.s", Format.R4, Extension.F, 0x0000004b, 0x0600007f),
  FNMADD_S("fnmadd.s", Format.R4, Extension.F, 0x0000004f, 0x0600007f),
  FADD_S("fadd.s", Format.FP, Extension.F, 0x00000053, 0xfe00007f),
  FSUB_S("fsub.s", Format.FP, Extension.F, 0x08000053, 0xfe00007f),
  FMUL_S("fmul.s", Format.FP, Extension.F, 0x10000053, 0xfe00007f),
  FDIV_S("fdiv.s", Format.FP, Extension.F, 0x18000053, 0xfe00007f),
  FSQRT_S("fsqrt.s", Format.FP_UNARY, Extension.F, 0x58000053, 0xfff0007f),
  FSGNJ_S("fsgnj.s", Format.R, Extension.F, 0x20000053, 0xfe00707f),
  FSGNJN_S("fsgnjn.s", Format.R, Extension.F, 0x20001053, 0xfe00707f),
  FSGNJX_S("fsgnjx.s", Format.R, Extension.F, 0x20002053, 0xfe00707f),
  FMIN_S("fmin.s", Format.R, Extension.F, 0x28000053, 0xfe00707f),
  FMAX_S("fmax.s", Format.R, Extension.F, 0x28001053, 0xfe00707f),
  FEQ_S("feq.s", Format.R, Extension.F, 0xa0002053, 0xfe00707f),
  FLT_S("flt.s", Format.R, Extension.F, 0xa0001053, 0xfe00707f),
  FLE_S("fle.s", Format.R, Extension.F, 0xa0000053, 0xfe00707f),
  FCVT_W_S("fcvt.w.s", Format.FP_UNARY, Extension.F, 0xc0000053, 0xfff0007f),
  FCVT_S_W("fcvt.s.w", Format.FP_UNARY, Extension.F, 0xd0000053, 0xfff0007f),
  FCVT_WU_S("fcvt.wu.s", Format.FP_UNARY, Extension.F, 0xc0100053, 0xfff0007f),
  FCVT_S_WU("fcvt.s.wu", Format.FP_UNARY, Extension.F, 0xd0100053, 0xfff0007f),
  FCVT_L_S("fcvt.l.s", Format.FP_UNARY, Extension.F, 0xc0200053, 0xfff0007f),
  FCVT_S_L("fcvt.s.l", Format.FP_UNARY, Extension.F, 0xd0200053, 0xfff0007f),
  FCVT_LU_S("fcvt.lu.s", Format.FP_UNARY, Extension.F, 0xc0300053, 0xfff0007f),
  FCVT_S_LU("fcvt.s.lu", Format.FP_UNARY, Extension.F, 0xd0300053, 0xfff0007f),
  FCLASS_S("fclass.s", Format.FP_MOVE, Extension.F, 0xe0001053, 0xfff0707f),
  FMV_X_W("fmv.x.w", Format.FP_MOVE, Extension.F, 0xe0000053, 0xfff0707f),
  FMV_W_X("fmv.w.x", Format.FP_MOVE, Extension.F, 0xf0000053, 0xfff0707f),
  FLD("fld", Format.LOAD, Extension.D, 0x00003007, 0x0000707f),
  FSD("fsd", Format.S, Extension.D, 0x00003027, 0x0000707f),
  FMADD_D("fmadd.d", Format.R4, Extension.D, 0x02000043, 0x0600007f),
  FMSUB_D("fmsub.d", Format.R4, Extension.D, 0x02000047, 0x0600007f),
  FNMSUB_D("fnmsub.d", Format.R4, Extension.D, 0x0200004b, 0x0600007f),
  FNMADD_D("fnmadd.d", Format.R4, Extension.D, 0x0200004f, 0x0600007f),
  FADD_D("fadd.d", Format.FP, Extension.D, 0x02000053, 0xfe00007f),
  FSUB_D("fsub.d", Format.FP, Extension.D, 0x0a000053, 0xfe00007f),
  FMUL_D("fmul.d", Format.FP, Extension.D, 0x12000053, 0xfe00007f),
  FDIV_D("fdiv.d", Format.FP, Extension.D, 0x1a000053, 0xfe00007f),
  FSQRT_D("fsqrt.d", Format.FP_UNARY, Extension.D, 0x5a000053, 0xfff0007f),
  FSGNJ_D("fsgnj.d", Format.R, Extension.D, 0x22000053, 0xfe00707f),
  FSGNJN_D("fsgnjn.d", Format.R, Extension.D, 0x22001053, 0xfe00707f),
  FSGNJX_D("fsgnjx.d", Format.R, Extension.D, 0x22002053, 0xfe00707f),
  FMIN_D("fmin.d", Format.R, Extension.D, 0x2a000053, 0xfe00707f),
  FMAX_D("fmax.d", Format.R, Extension.D, 0x2a001053, 0xfe00707f),
  FEQ_D("feq.d", Format.R, Extension.D, 0xa2002053, 0xfe00707f),
  FLT_D("flt.d", Format.R, Extension.D, 0xa2001053, 0xfe00707f),
  FLE_D("fle.d", Format.R, Extension.D, 0xa2000053, 0xfe00707f),
  FCVT_W_D("fcvt.w.d", Format.FP_UNARY, Extension.D, 0xc2000053, 0xfff0007f),
  FCVT_D_W("fcvt.d.w", Format.FP_UNARY, Extension.D, 0xd2000053, 0xfff0007f),
  FCVT_WU_D("fcvt.wu.d", Format.FP_UNARY, Extension.D, 0xc2100053, 0xfff0007f),
  FCVT_D_WU("fcvt.d.wu", Format.FP_UNARY, Extension.D, 0xd2100053, 0xfff0007f),
  FCVT_L_D("fcvt.l.d", Format.FP_UNARY, Extension.D, 0xc2200053, 0xfff0007f),
  FCVT_D_L("fcvt.d.l", Format.FP_UNARY, Extension.D, 0xd2200053, 0xfff0007f),
  FCVT_LU_D("fcvt.lu.d", Format.FP_UNARY, Extension.D, 0xc2300053, 0xfff0007f),
  FCVT_D_LU("fcvt.d.lu", Format.FP_UNARY, Extension.D, 0xd2300053, 0xfff0007f),
  FCLASS_D("fclass.d", Format.FP_MOVE, Extension.D, 0xe2001053, 0xfff0707f),
  FMV_X_D("fmv.x.d", Format.FP_MOVE, Extension.D, 0xe2000053, 0xfff0707f),
  FMV_D_X("fmv.d.x", Format.FP_MOVE, Extension.D, 0xf2000053, 0xfff0707f),
  FCVT_S_D("fcvt.s.d", Format.FP_UNARY, Extension.D, 0x40100053, 0xfff0007f),
  FCVT_D_S("fcvt.d.s", Format.FP_UNARY, Extension.D, 0x42000053, 0xfff0007f),
  ADD_UW("add.uw", Format.R, Extension.ZBA, 0x0800003b, 0xfe00707f),
  SH1ADD("sh1add", Format.R, Extension.ZBA, 0x20002033, 0xfe00707f),
  SH2ADD("sh2add", Format.R, Extension.ZBA, 0x20004033, 0xfe00707f),
  SH3ADD("sh3add", Format.R, Extension.ZBA, 0x20006033, 0xfe00707f),
  SH1ADD_UW("sh1add.uw", Format.R, Extension.ZBA, 0x2000203b, 0xfe00707f),
  SH2ADD_UW("sh2add.uw", Format.R, Extension.ZBA, 0x2000403b, 0xfe00707f),
  SH3ADD_UW("sh3add.uw", Format.R, Extension.ZBA, 0x2000603b, 0xfe00707f),
  SLLI_UW("slli.uw", Format.SHIFT, Extension.ZBA, 0x0800101b, 0xfc00707f),
  ANDN("andn", Format.R, Extension.ZBB, 0x40007033, 0xfe00707f),
  ORN("orn", Format.R, Extension.ZBB, 0x40006033, 0xfe00707f),
  XNOR("xnor", Format.R, Extension.ZBB, 0x40004033, 0xfe00707f),
  MAX("max", Format.R, Extension.ZBB, 0x0a006033, 0xfe00707f),
  MAXU("maxu", Format.R, Extension.ZBB, 0x0a007033, 0xfe00707f),
  MIN("min", Format.R, Extension.ZBB, 0x0a004033, 0xfe00707f),
  MINU("minu", Format.R, Extension.ZBB, 0x0a005033, 0xfe00707f),
  ROL("rol", Format.R, Extension.ZBB, 0x60001033, 0xfe00707f),
  ROLW("rolw", Format.R, Extension.ZBB, 0x6000103b, 0xfe00707f),
  ROR("ror", Format.R, Extension.ZBB, 0x60005033, 0xfe00707f),
  RORW("rorw", Format.R, Extension.ZBB, 0x6000503b, 0xfe00707f),
  RORI("rori", Format.SHIFT, Extension.ZBB, 0x60005013, 0xfc00707f),
  RORIW("roriw", Format.SHIFT_W, Extension.ZBB, 0x6000501b, 0xfe00707f),
  CLZ("clz", Format.UNARY, Extension.ZBB, 0x60001013, 0xfff0707f),
  CTZ("ctz", Format.UNARY, Extension.ZBB, 0x60101013, 0xfff0707f),
  CPOP("cpop", Format.UNARY, Extension.ZBB, 0x60201013, 0xfff0707f),
  CLZW("clzw", Format.UNARY, Extension.ZBB, 0x6000101b, 0xfff0707f),
  CTZW("ctzw", Format.UNARY, Extension.ZBB, 0x6010101b, 0xfff0707f),
  CPOPW("cpopw", Format.UNARY, Extension.ZBB, 0x6020101b, 0xfff0707f),
  SEXT_B("sext.b", Format.UNARY, Extension.ZBB, 0x60401013, 0xfff0707f),
  SEXT_H("sext.h", Format.UNARY, Extension.ZBB, 0x60501013, 0xfff0707f),
  ZEXT_H("zext.h", Format.UNARY, Extension.ZBB, 0x0800403b, 0xfff0707f),
  ORC_B("orc.b", Format.UNARY, Extension.ZBB, 0x28705013, 0xfff0707f),
  REV8("rev8", Format.UNARY, Extension.ZBB, 0x6b805013, 0xfff0707f),
  CLMUL("clmul", Format.R, Extension.ZBC, 0x0a001033, 0xfe00707f),
  CLMULH("clmulh", Format.R, Extension.ZBC, 0x0a003033, 0xfe00707f),
  CLMULR("clmulr", Format.R, Extension.ZBC, 0x0a002033, 0xfe00707f),
  BCLR("bclr", Format.R, Extension.ZBS, 0x48001033, 0xfe00707f),
  BEXT("bext", Format.R, Extension.ZBS, 0x48005033, 0xfe00707f),
  BINV("binv", Format.R, Extension.ZBS, 0x68001033, 0xfe00707f),
  BSET("bset", Format.R, Extension.ZBS, 0x28001033, 0xfe00707f),
  BCLRI("bclri", Format.SHIFT, Extension.ZBS, 0x48001013, 0xfc00707f),
  BEXTI("bexti", Format.SHIFT, Extension.ZBS, 0x48005013, 0xfc00707f),
  BINVI("binvi", Format.SHIFT, Extension.ZBS, 0x68001013, 0xfc00707f),
  BSETI("bseti", Format.SHIFT, Extension.ZBS, 0x28001013, 0xfc00707f),
  CZERO_EQZ("czero.eqz", Format.R, Extension.ZICOND, 0x0e005033, 0xfe00707f),
  CZERO_NEZ("czero.nez", Format.R, Extension.ZICOND, 0x0e007033, 0xfe00707f),
  FLH("flh", Format.LOAD, Extension.ZFHMIN, 0x00001007, 0x0000707f),
  FSH("fsh", Format.S, Extension.ZFHMIN, 0x00001027, 0x0000707f),
  FCVT_S_H("fcvt.s.h", Format.FP_UNARY, Extension.ZFHMIN, 0x40200053, 0xfff0007f),
  FCVT_H_S("fcvt.h.s", Format.FP_UNARY, Extension.ZFHMIN, 0x44000053, 0xfff0007f),
  FCVT_D_H("fcvt.d.h", Format.FP_UNARY, Extension.ZFHMIN, 0x42200053, 0xfff0007f),
  FCVT_H_D("fcvt.h.d", Format.FP_UNARY, Extension.ZFHMIN, 0x44100053, 0xfff0007f),
  FMV_X_H("fmv.x.h", Format.FP_MOVE, Extension.ZFHMIN, 0xe4000053, 0xfff0707f),
  FMV_H_X("fmv.h.x", Format.FP_MOVE, Extension.ZFHMIN, 0xf4000053, 0xfff0707f),
  WRS_NTO("wrs.nto", Format.NONE, Extension.ZAWRS, 0x00d00073, 0xffffffff),
  WRS_STO("wrs.sto", Format.NONE, Extension.ZAWRS, 0x01d00073, 0xffffffff),
  CBO_INVAL("cbo.inval", Format.ADDRESS, Extension.ZICBOM, 0x0000200f, 0xfff07fff),
  CBO_CLEAN("cbo.clean", Format.ADDRESS, Extension.ZICBOM, 0x0010200f, 0xfff07fff),
  CBO_FLUSH("cbo.flush", Format.ADDRESS, Extension.ZICBOM, 0x0020200f, 0xfff07fff),
  CBO_ZERO("cbo.zero", Format.ADDRESS, Extension.ZICBOZ, 0x0040200f, 0xfff07fff),
  SINVAL_VMA("sinval.vma", Format.FENCE_VMA, Extension.SVINVAL, 0x16000073, 0xfe007fff),
  SFENCE_W_INVAL("sfence.w.inval", Format.NONE, Extension.SVINVAL, 0x18000073, 0xffffffff),
  SFENCE_INVAL_IR("sfence.inval.ir", Format.NONE, Extension.SVINVAL, 0x18100073, 0xffffffff),
  /** What the decoder answers for a word that is no instruction. */
  ILLEGAL("illegal", Format.NONE, Extension.I, 0, 0);

  private final String mnemonic;
  private final Format format;
  private final Extension extension;
  private final int match;
  private final int mask;

  Instruction(String mnemonic, Format format, Extension extension, int match, int mask) {
    this.mnemonic = mnemonic;
    this.format = format;
    this.extension = extension;
    this.match = match;
    this.mask = mask;
  }

  /** The name in assembly, e.g. {@code amoadd.d}. */
  public String mnemonic() {
    return mnemonic;
  }

  /** Where the operands stand. */
  public Format format() {
    return format;
  }

  /** The extension that it belongs to. */
  public Extension extension() {
    return extension;
  }

  /** The word with all operands zero. */
  public int match() {
    return match;
  }

  /** The bits that tell this instruction from all others. */
  public int mask() {
    return mask;
  }

  /** Whether a word is this instruction. */
  public boolean matches(int word) {
    return (word & mask) == match && this != ILLEGAL;
  }
}
