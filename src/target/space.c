/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * space.c - see space.h.
 *
 *     index = address index × ports + port index
 *     index = pairs of the targets before it + number of its port among those of its target
 */
#include "target/space.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "target/set.h"

#define NARROW_MAX (UINT64_C(1) << 63)
#define SIZE_MAX_QUESTIONS ((mst_uint128)1 << 127)
#define YEAR_OF_MILLIONS 3.15576e13 /* questions, at a million a second */

static int list_ports(struct mst_space *space, const struct mst_ports *ports, struct mst_error *err)
{
	uint32_t count = 0;

	space->port_count = mst_ports_count(ports);
	if (space->port_count == 0)
		return mst_fail(err, -EINVAL, "nothing to ask: no ports given, or every port is excluded");
	space->ports = reallocarray(NULL, space->port_count, sizeof *space->ports);
	if (!space->ports)
		return mst_fail(err, -ENOMEM, "no memory for %" PRIu32 " ports", space->port_count);
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		if (mst_ports_has(ports, (uint16_t)port))
			space->ports[count++] = (uint16_t)port;
	}
	return 0;
}

static int measure(struct mst_space *space, struct mst_error *err)
{
	mst_uint128 targets = mst_targets_count(space->targets);

	if (targets == 0)
		return mst_fail(err, -EINVAL, "nothing to ask: the list of targets is empty");
	if (targets > SIZE_MAX_QUESTIONS / space->port_count)
		return mst_fail(err, -EINVAL,
		                "targets and ports make more than 2^127 questions: expected fewer of either");
	space->size = space->pairs ? space->pairs->count : targets * space->port_count;
	space->wide = space->size > NARROW_MAX;
	return 0;
}

/*
 * The share of the size, rounded up. A rounding error must not count: 7 % of 100 is 7.000000000000001 in binary, and
 * gives 7.
 */
static mst_uint128 sample_of(mst_uint128 size, double share)
{
	mst_uint128 count;

	if (share >= 1)
		return size;
	count = (mst_uint128)ceil((double)size * share * (1 - 0x1p-50));
	return count < 1 ? 1 : count > size ? size : count;
}

static mst_uint128 part(mst_uint128 whole, uint32_t taken, uint32_t parts)
{
	return whole / parts * taken + whole % parts * taken / parts;
}

static int check_slice(const struct mst_slice *slice, struct mst_error *err)
{
	if (!(slice->sample > 0 && slice->sample <= 1))
		return mst_fail(err, -EINVAL, "sample %g: expected a share over 0 and at most 1 (100%%)",
		                slice->sample);
	if (slice->shard < 1 || slice->shard > slice->shards)
		return mst_fail(err, -EINVAL,
		                "shard %" PRIu32 "/%" PRIu32 ": expected a part from 1 to the number of parts",
		                slice->shard, slice->shards);
	return 0;
}

/* Converts absolute positions to positions of the run. */
static int place(struct mst_space *space, mst_uint128 begin, mst_uint128 end, struct mst_error *err)
{
	char count[64];

	if (end - begin > NARROW_MAX)
		return mst_fail(err, -EINVAL,
		                "%s questions take %.0f years at a million a second: expected fewer; --max and "
		                "--sample pick some",
		                mst_write_grouped(count, sizeof count, end - begin),
		                (double)(end - begin) / YEAR_OF_MILLIONS);
	space->origin = space->wide ? begin : 0;
	space->begin = (uint64_t)(begin - space->origin);
	space->end = (uint64_t)(end - space->origin);
	return 0;
}

/* Of the slice, some positions that follow one another; they keep their numbers. */
static int cut_positions(struct mst_space *space, const struct mst_slice *slice, struct mst_error *err)
{
	uint64_t count = space->end - space->begin;

	if (slice->from == 0 && slice->until == 0)
		return 0;
	if (slice->from >= slice->until || slice->until > count)
		return mst_fail(err, -EINVAL,
		                "positions %" PRIu64 " to %" PRIu64 ": expected some of the %" PRIu64
		                " that there are, from 0 on",
		                slice->from, slice->until, count);
	space->end = space->begin + slice->until;
	space->begin += slice->from;
	return 0;
}

static int cut_slice(struct mst_space *space, const struct mst_slice *slice, struct mst_error *err)
{
	mst_uint128 whole, begin, end;
	int code = check_slice(slice, err);

	if (code < 0)
		return code;
	whole = sample_of(space->size, slice->sample);
	if (slice->max_targets > 0 && whole > slice->max_targets)
		whole = slice->max_targets;
	begin = part(whole, slice->shard - 1, slice->shards);
	end = part(whole, slice->shard, slice->shards);
	if (begin == end)
		return mst_fail(err, -EINVAL,
		                "shard %" PRIu32 "/%" PRIu32 ": nothing to ask in this part; expected at most as many "
		                "parts as questions, %" PRIu64,
		                slice->shard, slice->shards, (uint64_t)whole);
	code = place(space, begin, end, err);
	return code < 0 ? code : cut_positions(space, slice, err);
}

int mst_space_init(struct mst_space *space, const struct mst_targets *targets, const struct mst_ports *ports,
                   const struct mst_slice *slice, uint64_t seed, struct mst_error *err)
{
	return mst_space_init_pairs(space, targets, ports, NULL, slice, seed, err);
}

int mst_space_init_pairs(struct mst_space *space, const struct mst_targets *targets, const struct mst_ports *ports,
                         const struct mst_endpoints *endpoints, const struct mst_slice *slice, uint64_t seed,
                         struct mst_error *err)
{
	int code = 0;

	*space = (struct mst_space){ .targets = targets, .port_count = 1 };
	if (ports)
		code = list_ports(space, ports, err);
	if (code == 0 && ports && endpoints)
		code = mst_space_pairs_make(&space->pairs, targets, ports, endpoints, err);
	if (code == 0)
		code = measure(space, err);
	if (code == 0)
		code = cut_slice(space, slice, err);
	if (code < 0)
		mst_space_free(space);
	else if (space->wide)
		mst_permute_wide_init(&space->permute_wide, space->size, seed);
	else
		mst_permute_init(&space->permute, (uint64_t)space->size, seed);
	return code;
}

void mst_space_free(struct mst_space *space)
{
	free(space->ports);
	mst_space_pairs_free(space->pairs);
	space->ports = NULL;
	space->pairs = NULL;
}

/* ---- positions, indices, questions ---- */

mst_uint128 mst_space_index(const struct mst_space *space, uint64_t position)
{
	if (space->wide)
		return mst_permute_wide_index(&space->permute_wide, space->origin + position);
	return mst_permute_index(&space->permute, position);
}

static mst_uint128 absolute_of(const struct mst_space *space, mst_uint128 index)
{
	if (space->wide)
		return mst_permute_wide_position(&space->permute_wide, index);
	return mst_permute_position(&space->permute, (uint64_t)index);
}

bool mst_space_position(const struct mst_space *space, mst_uint128 index, uint64_t *position)
{
	mst_uint128 absolute;

	if (index >= space->size)
		return false;
	absolute = absolute_of(space, index);
	if (absolute < space->origin + space->begin || absolute - space->origin >= space->end)
		return false;
	*position = (uint64_t)(absolute - space->origin);
	return true;
}

struct mst_question_at mst_space_question(const struct mst_space *space, mst_uint128 index)
{
	if (!space->ports)
		return (struct mst_question_at){ mst_targets_at(space->targets, index), 0 };
	if (space->pairs)
		return (struct mst_question_at){
			mst_targets_at(space->targets, mst_space_pairs_target(space->pairs, (uint32_t)index)),
			space->pairs->ports[index],
		};
	if (space->port_count == 1)
		return (struct mst_question_at){ mst_targets_at(space->targets, index), space->ports[0] };
	if (!space->wide) /* a division of 64 bits takes a tenth of the time of one of 128 */
		return (struct mst_question_at){
			mst_targets_at(space->targets, (uint64_t)index / space->port_count),
			space->ports[(uint64_t)index % space->port_count],
		};
	return (struct mst_question_at){
		mst_targets_at(space->targets, index / space->port_count),
		space->ports[index % space->port_count],
	};
}

struct mst_question_at mst_space_at(const struct mst_space *space, uint64_t position)
{
	return mst_space_question(space, mst_space_index(space, position));
}

void mst_space_questions(const struct mst_space *space, const uint64_t *positions, size_t count,
                         struct mst_question_at *questions)
{
	uint64_t indices[MST_QUESTIONS_AT_ONCE];

	if (!space->wide) {
		memcpy(indices, positions, count * sizeof *indices);
		mst_permute_indices(&space->permute, indices, count);
	}
	for (size_t i = 0; i < count; i++)
		questions[i] = space->wide ? mst_space_at(space, positions[i]) : mst_space_question(space, indices[i]);
}

void mst_space_positions(const struct mst_space *space, const mst_uint128 *indices, size_t count, uint64_t *positions)
{
	if (space->wide) {
		for (size_t i = 0; i < count; i++) {
			if (!mst_space_position(space, indices[i], &positions[i]))
				positions[i] = MST_NO_POSITION;
		}
		return;
	}
	for (size_t i = 0; i < count; i++)
		positions[i] = indices[i] < space->size ? (uint64_t)indices[i] : 0;
	mst_permute_positions(&space->permute, positions, count);
	for (size_t i = 0; i < count; i++) {
		if (indices[i] >= space->size || positions[i] < space->begin || positions[i] >= space->end)
			positions[i] = MST_NO_POSITION;
	}
}

static int compare_ports(const void *a, const void *b)
{
	return *(const uint16_t *)a - *(const uint16_t *)b;
}

static bool find_port(const struct mst_space *space, uint16_t port, uint32_t *index)
{
	const uint16_t *found;

	*index = 0;
	if (!space->ports)
		return port == 0;
	found = bsearch(&port, space->ports, space->port_count, sizeof port, compare_ports);
	if (!found)
		return false;
	*index = (uint32_t)(found - space->ports);
	return true;
}

bool mst_space_find_index(const struct mst_space *space, const struct mst_addr *addr, uint16_t port, mst_uint128 *index)
{
	uint32_t number;

	if (!find_port(space, port, &number) || !mst_targets_index(space->targets, addr, index))
		return false;
	if (!space->pairs) {
		*index = *index * space->port_count + number;
		return true;
	}
	if (!mst_space_pairs_find(space->pairs, (uint32_t)*index, port, &number))
		return false;
	*index = number;
	return true;
}

bool mst_space_find(const struct mst_space *space, const struct mst_addr *addr, uint16_t port, uint64_t *position)
{
	mst_uint128 index, absolute;

	if (!mst_space_find_index(space, addr, port, &index))
		return false;
	absolute = absolute_of(space, index);
	if (absolute < space->origin || absolute - space->origin > UINT64_MAX)
		return false;
	*position = (uint64_t)(absolute - space->origin);
	return true;
}
