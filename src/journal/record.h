/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * record.h - one verdict as the journal has it: a result without what follows from its place.
 */
#ifndef MST_JOURNAL_RECORD_H
#define MST_JOURNAL_RECORD_H

#include "journal/shape.h"
#include "target/space.h"

/* The longest record of a block, in bytes: index, number and shape, rtt, time, sender, link-layer address. */
#define MST_RECORD_BYTES_MAX (MST_VARINT128_MAX + 3 + MST_SHAPE_BYTES + 2 * MST_VARINT_MAX + 1 + 5 + 16 + 6)

struct mst_journal_record {
	mst_uint128 index;    /* of the question in the order of addresses and ports */
	uint64_t time_ms;     /* since 1970 */
	int64_t rtt_ns;       /* if its shape says so */
	struct mst_addr from; /* likewise */
	struct mst_shape shape;
	uint16_t number; /* of the shape; 0: it has none */
	uint8_t mac[6];  /* if the shape says so */
};

/* The record of a result; `index` is that of its position. */
void mst_record_of(struct mst_journal_record *record, mst_uint128 index, const struct mst_result *result,
                   bool provisional, struct mst_shapes *shapes);

/* The result, of a question of this position. */
void mst_record_result(struct mst_result *result, const struct mst_journal_record *record,
                       const struct mst_space *space, uint64_t position);

#endif
