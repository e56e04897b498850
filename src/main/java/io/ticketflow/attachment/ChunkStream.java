package io.ticketflow.attachment;

import java.io.InputStream;
import java.util.function.IntFunction;

/** Reads a file chunk by chunk and holds one chunk in memory. The constructor reads the first one. */
final class ChunkStream extends InputStream {

    private final IntFunction<byte[]> chunks;
    private byte[] chunk;
    private int place;
    private int offset;
    private long left;

    /** @param size the size of every chunk but the last */
    ChunkStream(IntFunction<byte[]> chunks, int size, long from, long length) {
        this.chunks = chunks;
        this.place = Math.toIntExact(from / size);
        this.offset = Math.toIntExact(from % size);
        this.left = length;
        this.chunk = chunks.apply(place);
    }

    @Override
    public int read() {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int start, int wanted) {
        if (wanted == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        if (offset == chunk.length) {
            place++;
            chunk = chunks.apply(place);
            offset = 0;
        }
        var length = (int) Math.min(Math.min(wanted, left), chunk.length - offset);
        System.arraycopy(chunk, offset, target, start, length);
        offset += length;
        left -= length;
        return length;
    }
}
