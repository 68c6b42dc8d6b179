/* SPDX-License-Identifier: BSD-2-Clause */
/* record.c - see record.h. */
#include "journal/record.h"

#include <muster/units.h>

void mst_record_of(struct mst_journal_record *record, mst_uint128 index, const struct mst_result *result,
                   bool provisional, struct mst_shapes *shapes)
{
	record->index = index;
	record->time_ms = result->time_ns / MST_NS_PER_MS;
	record->rtt_ns = result->rtt_ns;
	record->shape = mst_shape_of(result, provisional);
	record->number = mst_shapes_number(shapes, &record->shape);
	if (record->shape.flags & MST_SHAPE_FROM_OTHER)
		record->from = result->from;
	if (record->shape.flags & MST_SHAPE_MAC)
		memcpy(record->mac, result->mac, sizeof record->mac);
}

void mst_record_result(struct mst_result *result, const struct mst_journal_record *record,
                       const struct mst_space *space, uint64_t position)
{
	const struct mst_shape *shape = &record->shape;
	struct mst_question_at at = mst_space_question(space, record->index);

	*result = (struct mst_result){
		.position = position,
		.addr = at.addr,
		.rtt_ns = shape->flags & MST_SHAPE_RTT ? record->rtt_ns : -1,
		.time_ns = record->time_ms * MST_NS_PER_MS,
		.port = at.port,
		.proto = shape->proto,
		.state = shape->state,
		.was = shape->was,
		.reason = shape->reason,
		.ttl = shape->ttl,
		.attempts = shape->attempts,
		.attempt = shape->attempt,
		.icmp_type = shape->icmp_type,
		.icmp_code = shape->icmp_code,
		.suspect = shape->suspect,
		.error = shape->error,
		.has_mac = shape->flags & MST_SHAPE_MAC,
		.about_port = space->ports != NULL,
		.amended = shape->flags & MST_SHAPE_AMENDED,
	};
	if (shape->flags & MST_SHAPE_FROM_TARGET)
		result->from = at.addr;
	else if (shape->flags & MST_SHAPE_FROM_OTHER)
		result->from = record->from;
	if (result->has_mac)
		memcpy(result->mac, record->mac, sizeof result->mac);
}
