package dev.kaniko.adapters.rootfs.command;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** ELF files of a few bytes, for this machine unless said otherwise. */
final class ElfPrograms {
  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final long BASE = 0x400000;
  private static final int LOAD = 1;
  private static final int INTERPRETER = 3;
  private static final int AMD64 = 62;
  private static final int ARM64 = 183;

  private ElfPrograms() {}

  /** One that reads from address 0. */
  static byte[] crashing() {
    byte[] onAmd64 = {0x31, (byte) 0xc0, (byte) 0x8b, 0x00};
    byte[] onArm64 = {0x00, 0x00, (byte) 0x80, (byte) 0xd2, 0x01, 0x00, 0x40, (byte) 0xf9};
    return program(thisMachine(), LOAD, thisMachine() == AMD64 ? onAmd64 : onArm64);
  }

  static byte[] withLoader(String loader) {
    return program(thisMachine(), INTERPRETER, (loader + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  static byte[] forMachine(int machine) {
    return program(machine, LOAD, new byte[4]);
  }

  private static int thisMachine() {
    return System.getProperty("os.arch").equals("aarch64") ? ARM64 : AMD64;
  }

  private static byte[] program(int machine, int segment, byte[] content) {
    int start = HEADER + PROGRAM_HEADER;
    ByteBuffer elf = ByteBuffer.allocate(start + content.length).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0}).putLong(0);
    elf.putShort((short) 2).putShort((short) machine).putInt(1);
    elf.putLong(BASE + start).putLong(HEADER).putLong(0).putInt(0);
    elf.putShort((short) HEADER).putShort((short) PROGRAM_HEADER).putShort((short) 1);
    elf.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    boolean whole = segment == LOAD;
    long offset = whole ? 0 : start;
    long size = whole ? elf.capacity() : content.length;
    elf.putInt(segment).putInt(5).putLong(offset).putLong(BASE + offset).putLong(BASE + offset);
    elf.putLong(size).putLong(size).putLong(4096);
    return elf.put(content).array();
  }
}
