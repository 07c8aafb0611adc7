package dev.kaniko.adapters.rootfs.tar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;

/**
 * Tars made block by block from the fields' offsets alone, without the code under test. Texts are
 * bytes, one a char.
 */
public final class HandmadeTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** One header, to be filled field by field; the checksum is computed when it is added. */
  public static final class Header {
    private final byte[] block = new byte[512];
    private boolean signedSum;
    private String checksum = "";

    public Header(String name, char type) {
      text(0, name).text(100, "0000644\0").text(108, "0000000\0").text(116, "0000000\0");
      text(124, "00000000000\0").text(136, "00000000000\0").text(257, "ustar\00000");
      block[156] = (byte) type;
    }

    public Header text(int offset, String text) {
      byte[] bytes = text.getBytes(ISO_8859_1);
      System.arraycopy(bytes, 0, block, offset, bytes.length);
      return this;
    }

    public Header size(long size) {
      return text(124, String.format("%011o\0", size));
    }

    public Header binary(int offset, int length, long value) {
      for (int i = 0; i < length; i++) {
        int shift = 8 * (length - 1 - i);
        block[offset + i] = (byte) (shift > 56 ? (value < 0 ? -1 : 0) : value >> shift);
      }
      block[offset] |= (byte) 0x80;
      return this;
    }

    public Header signedChecksum() {
      signedSum = true;
      return this;
    }

    public Header checksum(String text) {
      checksum = text;
      return this;
    }

    private byte[] toBytes() {
      text(148, "        ");
      long sum = 0;
      for (byte b : block) {
        sum += signedSum ? b : b & 0xff;
      }
      text(148, checksum.isEmpty() ? String.format("%06o\0 ", sum) : checksum);
      return block.clone();
    }
  }

  public HandmadeTar add(Header header) {
    out.writeBytes(header.toBytes());
    return this;
  }

  /** A header with the size of {@code content}, and that content. */
  public HandmadeTar add(Header header, String content) {
    return add(header.size(content.length())).content(content);
  }

  /** Content and its padding. */
  public HandmadeTar content(String content) {
    out.writeBytes(content.getBytes(ISO_8859_1));
    out.writeBytes(new byte[(512 - content.length() % 512) % 512]);
    return this;
  }

  public HandmadeTar file(String name, String content) {
    return add(new Header(name, '0'), content);
  }

  /** An extended header of these records, each {@code key=value}. */
  public HandmadeTar pax(char type, String... records) {
    StringBuilder body = new StringBuilder();
    for (String record : records) {
      body.append(paxRecord(record));
    }
    return add(new Header("./PaxHeaders/x", type), body.toString());
  }

  public static String paxRecord(String keyAndValue) {
    int length = keyAndValue.length() + 3;
    while (length != (length + " " + keyAndValue + "\n").length()) {
      length = (length + " " + keyAndValue + "\n").length();
    }
    return length + " " + keyAndValue + "\n";
  }

  public HandmadeTar gnuLong(char type, String text) {
    return add(new Header("././@LongLink", type), text + "\0");
  }

  public HandmadeTar raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** As it is so far, without an end. */
  public byte[] unfinished() {
    return out.toByteArray();
  }

  public byte[] toBytes() {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(out.toByteArray());
    whole.writeBytes(new byte[1024]);
    return whole.toByteArray();
  }
}
