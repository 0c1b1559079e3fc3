package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the class of a region. Guest registers that it reads stand in local variables ({@link RegionLocals}). Each run of instructions is counted at its head; whoever
 * leaves in the middle of one gives back what was not executed.
 *
 * <pre>
 *   load registers
 *   head:  left -= instructions of the run
 *          ...                                 one by one, by {@link InstructionWriter}
 *   out of line, for each exit:  left += not executed;  slot;  kind;  goto exit
 *   out of line, for each jump backwards:  if (left &lt; pass || demanded) exit;  goto head
 *   exit:  frame.slot, frame.left;  return kind
 * </pre>
 */
final class RegionWriter {
  private static final ClassDesc SUPER = desc(Region.class);
  static final ClassDesc FRAME = desc(RegionFrame.class);
  private static final MethodTypeDesc RUN = MethodTypeDesc.of(CD_int, FRAME, CD_long.arrayType(), CD_long.arrayType(),
      CD_long, CD_long, CD_long);
  private static final ClassDesc NAME = ClassDesc.of(Region.class.getPackageName(), "TranslatedRegion");

  private final RegionPlan plan;
  private final CodeBuilder code;
  private final RegionLocals locals;
  private final Map<Integer, Label> heads = new HashMap<>();
  private final List<Runnable> outOfLine = new ArrayList<>();
  private final Label exit;

  private RegionWriter(RegionPlan plan, CodeBuilder code) {
    this.plan = plan;
    this.code = code;
    this.locals = new RegionLocals(plan, code);
    this.exit = code.newLabel();
  }

  /** The class file of a region's class, whose constructor takes nothing; the plan has an instruction at least. */
  static byte[] write(RegionPlan plan) {
    return ClassFile.of().build(NAME, type -> type
        .withSuperclass(SUPER)
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withMethodBody(INIT_NAME, MTD_void, 0,
            code -> code.aload(0).invokespecial(SUPER, INIT_NAME, MTD_void).return_())
        .withMethodBody("run", RUN, ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL,
            code -> new RegionWriter(plan, code).write()));
  }

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  private void write() {
    for (int slot = plan.next(0); slot >= 0; slot = plan.next(slot + 1)) {
      if (plan.isHead(slot)) {
        heads.put(slot, code.newLabel());
      }
    }
    HostAccess host = new HostAccess(code);
    host.prepare();
    locals.load();
    if (plan.isFloating()) {
      code.aload(RegionLocals.FRAME).invokevirtual(FRAME, "isFloatingPlain", MethodTypeDesc.of(CD_boolean))
          .istore(RegionLocals.PLAIN);
    }
    if (plan.next(0) != plan.entry()) {
      code.goto_(head(plan.entry()));
    }
    int notCounted = 0;
    InstructionWriter instructions = new InstructionWriter(code, locals, host, this);
    for (int slot = plan.next(0); slot >= 0; slot = plan.next(slot + 1)) {
      if (plan.isHead(slot)) {
        code.labelBinding(head(slot));
        notCounted = plan.run(slot);
        locals.count(-notCounted);
      }
      long microOp = plan.microOp(slot);
      boolean goesOn = instructions.write(slot, microOp, notCounted);
      notCounted--;
      int behind = plan.behind(slot);
      if (goesOn && !plan.has(behind)) {
        leave(Region.ON, behind, 0);
      } else if (goesOn && plan.next(slot + 1) != behind) {
        code.goto_(head(behind));
      }
    }
    for (int i = 0; i < outOfLine.size(); i++) {
      outOfLine.get(i).run();
    }
    code.labelBinding(exit);
    locals.store();
    code.iload(RegionLocals.KIND).ireturn();
  }

  private Label head(int slot) {
    Label label = heads.get(slot);
    if (label == null) {
      throw new IllegalStateException("slot " + slot + " is no head");
    }
    return label;
  }

  /** Leaves here. */
  void leave(int kind, int slot, int notExecuted) {
    locals.count(notExecuted);
    code.loadConstant(slot).istore(RegionLocals.SLOT).loadConstant(kind).istore(RegionLocals.KIND).goto_(exit);
  }

  /** Leaves here for a slot that is in its variable already. */
  void leave(int kind) {
    code.loadConstant(kind).istore(RegionLocals.KIND).goto_(exit);
  }

  /** Has something written behind all instructions. */
  void outOfLine(Runnable written) {
    outOfLine.add(written);
  }

  /** Where somebody jumps to in order to leave, out of line. */
  Label exit(int kind, int slot, int notExecuted) {
    Label label = code.newLabel();
    outOfLine.add(() -> {
      code.labelBinding(label);
      leave(kind, slot, notExecuted);
    });
    return label;
  }

  /** Where a branch or plain jump leads, behind whose run all is counted. */
  Label target(int from, int to) {
    if (!plan.has(to)) {
      return exit(Region.ON, to, 0);
    }
    return to > from ? head(to) : backwards(to);
  }

  private Label backwards(int to) {
    Label label = code.newLabel();
    Label over = exit(Region.ON, to, 0);
    outOfLine.add(() -> {
      code.labelBinding(label);
      code.lload(RegionLocals.LEFT).loadConstant((long) plan.size()).lcmp().iflt(over)
          .aload(RegionLocals.FRAME).invokevirtual(FRAME, "isDemanded", MethodTypeDesc.of(CD_boolean)).ifne(over)
          .goto_(head(to));
    });
    return label;
  }
}
