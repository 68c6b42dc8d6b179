/* SPDX-License-Identifier: BSD-2-Clause */
/* cover.c - see cover.h. */
#include "compare/cover.h"

#include "target/set.h"

void mst_cover_init(struct mst_cover *cover, const struct mst_rows_about *about, bool sampled)
{
	bool known = about->targets && (!about->ports || about->port_set) && !sampled;
	uint32_t count = 0;

	*cover = (struct mst_cover){ .port_count = 1, .plan.known = known };
	if (!known)
		return;
	cover->targets = about->targets;
	if (about->ports) {
		cover->ports = about->port_set;
		for (size_t word = 0; word < 1024; word++) {
			cover->before[word] = count;
			count += (uint32_t)__builtin_popcountll(about->port_set->bits[word]);
		}
		cover->port_count = count;
	}
	cover->plan.targets = mst_targets_count(about->targets) * cover->port_count;
	if (!about->ports || !about->endpoints)
		return;
	if (mst_space_pairs_make(&cover->pairs, about->targets, about->port_set, about->endpoints, NULL) < 0)
		cover->plan.known = false;
	else
		cover->plan.targets = cover->pairs->count;
}

void mst_cover_close(struct mst_cover *cover)
{
	mst_space_pairs_free(cover->pairs);
}

/* A journal has every verdict, finished or not. */
void mst_cover_doubt(struct mst_cover *cover, const struct mst_rows_about *about)
{
	if (!about->complete && strcmp(about->format, "journal") != 0)
		cover->plan.known = false;
}

static bool same_targets(const struct mst_targets *one, const struct mst_targets *other)
{
	struct mst_addr first[2], last[2];
	bool more;

	if (!one || !other)
		return !one && !other;
	if (one == other)
		return true;
	if (mst_targets_count(one) != mst_targets_count(other))
		return false;
	for (size_t i = 0;; i++) {
		more = mst_targets_interval(one, i, &first[0], &last[0]);
		if (more != mst_targets_interval(other, i, &first[1], &last[1]))
			return false;
		if (!more)
			return true;
		if (!mst_addr_equal(&first[0], &first[1]) || !mst_addr_equal(&last[0], &last[1]))
			return false;
	}
}

static bool same_ports(const struct mst_ports *one, const struct mst_ports *other)
{
	if (!one || !other)
		return !one && !other;
	return memcmp(one->bits, other->bits, sizeof one->bits) == 0;
}

static bool same_endpoints(const struct mst_endpoints *one, const struct mst_endpoints *other)
{
	size_t count = one ? mst_endpoints_count(one) : 0;
	bool same = !one == !other && (!other || mst_endpoints_count(other) == count);

	for (size_t i = 0; i < count && same; i++) {
		struct mst_addr addr, addr2;
		uint16_t port, port2;

		mst_endpoints_at(one, i, &addr, &port);
		mst_endpoints_at(other, i, &addr2, &port2);
		same = port == port2 && mst_addr_equal(&addr, &addr2);
	}
	return same;
}

bool mst_cover_fits(const struct mst_rows_about *one, const struct mst_rows_about *other)
{
	return one->proto == other->proto && same_ports(one->port_set, other->port_set) &&
	       same_targets(one->targets, other->targets) && same_endpoints(one->endpoints, other->endpoints);
}

void mst_cover_rewind(struct mst_cover *cover)
{
	cover->next = 0;
	cover->plan.settled = 0;
	cover->plan.range_count = 0;
	if (!cover->plan.known)
		cover->plan.targets = 0;
}

static bool find(const struct mst_cover *cover, const struct mst_result *row, mst_uint128 *index)
{
	uint64_t below = ~(UINT64_MAX << row->port % 64);
	uint32_t number;

	if (!mst_targets_index(cover->targets, &row->addr, index))
		return false;
	if (!cover->ports)
		return true;
	if (cover->pairs) {
		bool found = mst_space_pairs_find(cover->pairs, (uint32_t)*index, row->port, &number);

		*index = number;
		return found;
	}
	if (!mst_ports_has(cover->ports, row->port))
		return false;
	*index = *index * cover->port_count + cover->before[row->port / 64] +
	         (uint32_t)__builtin_popcountll(cover->ports->bits[row->port / 64] & below);
	return true;
}

/* The port with this number among those of the plan. */
static uint16_t port_at(const struct mst_cover *cover, uint32_t number)
{
	size_t word = 1023;
	uint64_t bits;

	if (!cover->ports)
		return 0;
	while (word > 0 && cover->before[word] > number)
		word--;
	bits = cover->ports->bits[word];
	for (number -= cover->before[word]; number > 0; number--)
		bits &= bits - 1;
	return (uint16_t)(word * 64 + (unsigned)__builtin_ctzll(bits));
}

static struct mst_merge_range range_of_pairs(const struct mst_cover *cover, uint32_t first, uint32_t last)
{
	return (struct mst_merge_range){
		.first = mst_targets_at(cover->targets, mst_space_pairs_target(cover->pairs, first)),
		.last = mst_targets_at(cover->targets, mst_space_pairs_target(cover->pairs, last)),
		.first_port = cover->pairs->ports[first],
		.last_port = cover->pairs->ports[last],
	};
}

/* [from, to) has no verdict. */
static void miss(struct mst_cover *cover, mst_uint128 from, mst_uint128 to)
{
	mst_uint128 ports = cover->port_count, last = to - 1;

	if (cover->pairs && cover->plan.range_count < MST_MERGE_RANGES)
		cover->plan.ranges[cover->plan.range_count] = range_of_pairs(cover, (uint32_t)from, (uint32_t)last);
	else if (cover->plan.range_count < MST_MERGE_RANGES)
		cover->plan.ranges[cover->plan.range_count] = (struct mst_merge_range){
			.first = mst_targets_at(cover->targets, from / ports),
			.last = mst_targets_at(cover->targets, last / ports),
			.first_port = port_at(cover, (uint32_t)(from % ports)),
			.last_port = port_at(cover, (uint32_t)(last % ports)),
			.every_port = cover->ports && from % ports == 0 && to % ports == 0,
		};
	cover->plan.range_count++;
}

void mst_cover_add(struct mst_cover *cover, const struct mst_result *row, bool settled)
{
	mst_uint128 index;

	if (!cover->plan.known) {
		cover->plan.targets++;
		cover->plan.settled += settled;
		return;
	}
	if (!settled || !find(cover, row, &index) || index < cover->next)
		return;
	if (index > cover->next)
		miss(cover, cover->next, index);
	cover->next = index + 1;
	cover->plan.settled++;
}

void mst_cover_end(struct mst_cover *cover)
{
	if (cover->plan.known && cover->next < cover->plan.targets)
		miss(cover, cover->next, cover->plan.targets);
}
