/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * line.h - writes one line of text of bounded length; what does not fit is cut.
 */
#ifndef MST_DISSECT_COMMON_LINE_H
#define MST_DISSECT_COMMON_LINE_H

#include <muster/addr.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* `text` always ends with a NUL. */
struct mst_line {
	char *text;
	size_t size, length;
};

/* An empty line in a buffer of `size` bytes, at least 1. */
struct mst_line mst_line_in(char *text, size_t size);

void mst_line_add(struct mst_line *line, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Takes back what was added since the line had `length` bytes. */
void mst_line_rewind(struct mst_line *line, size_t length);

void mst_line_addr(struct mst_line *line, const struct mst_addr *addr);

/* "02:00:00:00:00:01" */
void mst_line_mac(struct mst_line *line, const uint8_t mac[6]);

/* Writes text from a packet: base/media.h, quoted: whatever it holds, it ends no string. */
void mst_line_text(struct mst_line *line, const uint8_t *bytes, size_t count);

/*
 * Writes text from a packet as tcpdump does: printable ASCII as it is, a control as ^X, the upper half as M-X; but "
 * and \ as \xHH, so that it ends no string.
 */
void mst_line_vis(struct mst_line *line, const uint8_t *bytes, size_t count);

/* At most `most` bytes in hexadecimal, with dots when there are more. */
void mst_line_hex(struct mst_line *line, const uint8_t *bytes, size_t count, size_t most);

/* Bytes in hexadecimal without blanks: "c0a80001". */
void mst_line_digits(struct mst_line *line, const uint8_t *bytes, size_t count);

/* "1h2m3s": weeks and years too; no unit that is zero, but "0s". */
void mst_line_seconds(struct mst_line *line, uint32_t seconds);

#endif
