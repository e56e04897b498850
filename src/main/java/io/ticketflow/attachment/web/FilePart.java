package io.ticketflow.attachment.web;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRange;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

/**
 * The part of a file that a request asks for (RFC 9110, section 14). A request for several parts, or a range that cannot be parsed, is answered with the whole
 * file.
 */
record FilePart(long from, long length, long size, boolean isPart) {

    /**
     *
     * @param ifRange the version of which the client has a part; if the file has another version, the client gets the whole file
     * @throws ErrorResponseException 416 when the file ends before the part begins
     */
    static FilePart of(long size, @Nullable String range, @Nullable String ifRange, String etag) {
        if (range == null || (ifRange != null && !ifRange.equals(etag))) {
            return whole(size);
        }
        var parts = parts(range);
        if (parts.size() != 1) {
            return whole(size);
        }
        var from = parts.get(0).getRangeStart(size);
        if (from >= size) {
            throw notSatisfiable(size);
        }
        return new FilePart(from, parts.get(0).getRangeEnd(size) - from + 1, size, true);
    }

    private static FilePart whole(long size) {
        return new FilePart(0, size, size, false);
    }

    private static List<HttpRange> parts(String range) {
        try {
            return HttpRange.parseRanges(range);
        } catch (IllegalArgumentException notUnderstood) {
            return List.of();
        }
    }

    private static ErrorResponseException notSatisfiable(long size) {
        var answer = new ErrorResponseException(HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE);
        answer.setDetail("The file has %d bytes.".formatted(size));
        answer.getHeaders().set(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
        return answer;
    }

    String contentRange() {
        return "bytes %d-%d/%d".formatted(from, from + length - 1, size);
    }
}
