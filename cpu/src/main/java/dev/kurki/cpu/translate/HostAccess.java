package dev.kurki.cpu.translate;

import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.kurki.actors.memory.HostMemory;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * How a region reaches host memory. Each access goes by {@link HostMemory}, which is two more methods for the host's compilers
 * to take into the region, at every load three times; where the JVM was started with
 * {@code --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED} it is the instruction that those methods stand for.
 */
final class HostAccess {
  private static final String INTERNAL = "jdk.internal.misc";
  private static final ClassDesc UNSAFE = ClassDesc.of(INTERNAL, "Unsafe");
  private static final ClassDesc MEMORY = RegionWriter.desc(HostMemory.class);
  private static final boolean IS_DIRECT = Object.class.getModule().isExported(INTERNAL, HostAccess.class.getModule());

  private final CodeBuilder code;

  HostAccess(CodeBuilder code) {
    this.code = code;
  }

  /** To be written once, in front of all accesses. */
  void prepare() {
    if (IS_DIRECT) {
      code.invokestatic(UNSAFE, "getUnsafe", MethodTypeDesc.of(UNSAFE)).astore(RegionLocals.UNSAFE);
    }
  }

  /** To be written in front of what pushes an access's host address. */
  CodeBuilder begin() {
    return IS_DIRECT ? code.aload(RegionLocals.UNSAFE).aconst_null() : code;
  }

  /** Pops the address, pushes what is there. */
  CodeBuilder get(Width width) {
    return IS_DIRECT
        ? code.invokevirtual(UNSAFE, "get" + width.name, MethodTypeDesc.of(width.kind.upperBound(), CD_Object, CD_long))
        : code.invokestatic(MEMORY, "get" + width.name, MethodTypeDesc.of(width.kind.upperBound(), CD_long));
  }

  /** Pops a value and the address in front of it. */
  CodeBuilder put(Width width) {
    return IS_DIRECT
        ? code.invokevirtual(UNSAFE, "put" + width.name,
            MethodTypeDesc.of(CD_void, CD_Object, CD_long, width.kind.upperBound()))
        : code.invokestatic(MEMORY, "put" + width.name, MethodTypeDesc.of(CD_void, CD_long, width.kind.upperBound()));
  }

  /** How much is accessed at a time. */
  enum Width {
    BYTE(1, "Byte", TypeKind.BYTE),
    SHORT(2, "Short", TypeKind.SHORT),
    INT(4, "Int", TypeKind.INT),
    LONG(8, "Long", TypeKind.LONG);

    private final int bytes;
    private final String name;
    private final TypeKind kind;

    Width(int bytes, String name, TypeKind kind) {
      this.bytes = bytes;
      this.name = name;
      this.kind = kind;
    }

    int bytes() {
      return bytes;
    }
  }
}
