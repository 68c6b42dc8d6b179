/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * shape.h - what verdicts have in common: a scan has millions of verdicts, and some hundred shapes of them.
 *
 * Shapes are numbered from 1, in the order in which the file has them. A table is full at SHAPES_MAX, so that those who
 * make up answers cannot fill the memory; what has no number is written whole.
 */
#ifndef MST_JOURNAL_SHAPE_H
#define MST_JOURNAL_SHAPE_H

#include <muster/result.h>

#include "journal/bytes.h"

#define MST_SHAPES_MAX 32768
#define MST_SHAPE_BYTES 12

enum mst_shape_flag {
	MST_SHAPE_AMENDED = 1,
	MST_SHAPE_MAC = 2,
	MST_SHAPE_PROVISIONAL = 4, /* the run was stopped: no verdict, the target is asked again */
	MST_SHAPE_RTT = 8,
	MST_SHAPE_FROM_TARGET = 16, /* the sender of the answer is the target itself … */
	MST_SHAPE_FROM_OTHER = 32,  /* … or another, which the record has; neither: there was no answer */
	MST_SHAPE_FLAGS = 63,
};

/* Twelve bytes without padding, as they are in the file. */
struct mst_shape {
	uint8_t state, reason, suspect, was;
	uint8_t ttl, attempts, attempt, proto;
	uint8_t icmp_type, icmp_code, error, flags;
};

struct mst_shapes {
	struct mst_shape *items; /* that of number n is n - 1 */
	uint32_t count, room;
	uint16_t *slots; /* a hash table of numbers; 0: free */
	uint32_t slot_count;
	uint16_t last; /* the number that was found last */
};

struct mst_shape mst_shape_of(const struct mst_result *result, bool provisional);

/* The number of a shape, which is added if it is new; 0: the table is full, or there is no memory. */
uint16_t mst_shapes_number(struct mst_shapes *shapes, const struct mst_shape *shape);

/* Adds the next one, read from a file. 0, -ENOMEM, or -EBADMSG: there are too many. */
int mst_shapes_append(struct mst_shapes *shapes, const struct mst_shape *shape);

void mst_shapes_free(struct mst_shapes *shapes);

void mst_put_shape(struct mst_bytes *buffer, const struct mst_shape *shape);

/* Values that no verdict has are a short read. */
struct mst_shape mst_read_shape(struct mst_reader *r);

#endif
