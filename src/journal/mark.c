/* SPDX-License-Identifier: BSD-2-Clause */
/* mark.c - see mark.h. */
#include "journal/mark.h"

#include <errno.h>

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

/* The counts, in the order of their table. */
#define COUNT_PLACE(name, meaning) offsetof(struct mst_scan_stats, name),
static const size_t places[] = { MST_SCAN_COUNTS(COUNT_PLACE) };

static uint64_t *count_at(struct mst_scan_stats *stats, size_t i)
{
	return (uint64_t *)(void *)((char *)stats + places[i]);
}

/* ---- writing ---- */

/* Zeros at the end are not written: what is missing is zero. */
static void put_array(struct mst_bytes *out, const uint64_t *values, size_t count)
{
	while (count > 0 && values[count - 1] == 0)
		count--;
	mst_bytes_put_varint(out, count);
	for (size_t i = 0; i < count; i++)
		mst_bytes_put_varint(out, values[i]);
}

static uint8_t flags_of(const struct mst_scan_stats *stats)
{
	return (uint8_t)(stats->discovering | stats->waiting << 1 | stats->interrupted << 2 | stats->finished << 3);
}

static void put_stats(struct mst_bytes *out, const struct mst_scan_stats *stats)
{
	struct mst_scan_stats copy = *stats;
	uint64_t counts[COUNT_OF(places)];

	for (size_t i = 0; i < COUNT_OF(places); i++)
		counts[i] = *count_at(&copy, i);
	put_array(out, counts, COUNT_OF(counts));
	put_array(out, stats->strays_by, COUNT_OF(stats->strays_by));
	mst_bytes_put_varint(out, MST_ASYMMETRIC_MAX);
	for (size_t i = 0; i < MST_ASYMMETRIC_MAX; i++)
		mst_bytes_put_varint(out, (uint32_t)stats->asymmetric_at[i]);
	mst_bytes_put_varint(out, stats->elapsed_ns);
	mst_bytes_put_varint(out, stats->started_ns);
	mst_bytes_put_double(out, stats->rate_pps);
	mst_bytes_put_varint(out, stats->limit);
	mst_bytes_put_double(out, stats->cpu_waited);
	mst_bytes_put_u8(out, stats->missed.known);
	mst_bytes_put_double(out, stats->missed.share);
	mst_bytes_put_double(out, stats->missed.low);
	mst_bytes_put_double(out, stats->missed.high);
	mst_bytes_put_double(out, stats->missed.hidden);
	mst_bytes_put_varint(out, (uint32_t)stats->unanswered_at);
	mst_bytes_put_varint(out, (uint32_t)stats->not_sent_error);
	mst_bytes_put_varint(out, stats->proxy_addresses);
	mst_bytes_put_bytes(out, stats->proxy_mac, sizeof stats->proxy_mac);
	mst_bytes_put_varint(out, stats->verdicts);
	mst_bytes_put_u8(out, flags_of(stats));
}

static void put_estimate(struct mst_bytes *out, const struct mst_journal_estimate *estimate)
{
	put_array(out, estimate->asked, COUNT_OF(estimate->asked));
	put_array(out, estimate->first, COUNT_OF(estimate->first));
	put_array(out, estimate->second, COUNT_OF(estimate->second));
	put_array(out, estimate->trips, COUNT_OF(estimate->trips));
}

void mst_mark_put(struct mst_bytes *payload, uint64_t wall_ns, const struct mst_round_log *rounds, size_t count,
                  const struct mst_journal_mark *mark)
{
	mst_bytes_put_varint(payload, wall_ns);
	mst_bytes_put_varint(payload, count);
	for (size_t i = 0; i < count; i++) {
		mst_bytes_put_varint(payload, rounds[i].settled.low - rounds[i].space.begin);
		mst_journal_news_put(payload, &rounds[i].news, &rounds[i].settled);
	}
	put_stats(payload, &mark->stats);
	for (size_t i = 0; i < MST_JOURNAL_ROUNDS; i++)
		put_estimate(payload, &mark->estimate[i]);
	mst_bytes_put_varint(payload, mark->rate_pps);
	mst_bytes_put_varint(payload, mark->held_since_ns + 1);
}

/* ---- reading ---- */

/* Of a file with more of them the first ones are read, of one with fewer the others are zero. */
static void read_array(struct mst_reader *r, uint64_t *values, size_t count)
{
	uint64_t there = mst_read_varint(r);

	for (uint64_t i = 0; i < there && !r->short_read; i++) {
		uint64_t value = mst_read_varint(r);

		if (i < count)
			values[i] = value;
	}
}

static bool read_flag(struct mst_reader *r)
{
	return mst_read_u8(r) != 0;
}

static void read_missed(struct mst_reader *r, struct mst_missed *missed)
{
	missed->known = read_flag(r);
	missed->share = mst_read_double(r);
	missed->low = mst_read_double(r);
	missed->high = mst_read_double(r);
	missed->hidden = mst_read_double(r);
}

static void read_stats(struct mst_reader *r, struct mst_scan_stats *stats)
{
	uint64_t counts[COUNT_OF(places)] = { 0 }, asymmetric[MST_ASYMMETRIC_MAX] = { 0 };
	const uint8_t *mac;
	uint8_t flags;

	read_array(r, counts, COUNT_OF(counts));
	for (size_t i = 0; i < COUNT_OF(places); i++)
		*count_at(stats, i) = counts[i];
	read_array(r, stats->strays_by, COUNT_OF(stats->strays_by));
	read_array(r, asymmetric, COUNT_OF(asymmetric));
	for (size_t i = 0; i < MST_ASYMMETRIC_MAX; i++)
		stats->asymmetric_at[i] = (int)(uint32_t)asymmetric[i];
	stats->elapsed_ns = mst_read_varint(r);
	stats->started_ns = mst_read_varint(r);
	stats->rate_pps = mst_read_double(r);
	stats->limit = (enum mst_limit)mst_read_varint_to(r, MST_LIMIT_COUNT - 1);
	stats->cpu_waited = mst_read_double(r);
	read_missed(r, &stats->missed);
	stats->unanswered_at = (int)(uint32_t)mst_read_varint_to(r, UINT32_MAX);
	stats->not_sent_error = (int)(uint32_t)mst_read_varint_to(r, UINT32_MAX);
	stats->proxy_addresses = (uint32_t)mst_read_varint_to(r, UINT32_MAX);
	mac = mst_read_bytes(r, sizeof stats->proxy_mac);
	if (mac)
		memcpy(stats->proxy_mac, mac, sizeof stats->proxy_mac);
	stats->verdicts = mst_read_varint(r);
	flags = mst_read_u8(r);
	stats->discovering = flags & 1;
	stats->waiting = flags >> 1 & 1;
	stats->interrupted = flags >> 2 & 1;
	stats->finished = flags >> 3 & 1;
}

static void read_estimate(struct mst_reader *r, struct mst_journal_estimate *estimate)
{
	read_array(r, estimate->asked, COUNT_OF(estimate->asked));
	read_array(r, estimate->first, COUNT_OF(estimate->first));
	read_array(r, estimate->second, COUNT_OF(estimate->second));
	read_array(r, estimate->trips, COUNT_OF(estimate->trips));
}

static int read_round(struct mst_reader *r, struct mst_round_log *round)
{
	uint64_t begin = round->space.begin, end = round->space.end, low = begin + mst_read_varint_to(r, end - begin);
	int code;

	if (r->short_read)
		return -EBADMSG;
	code = mst_settled_add_range(&round->settled, begin, low);
	return code < 0 ? code : mst_journal_news_read(r, &round->settled, begin, end);
}

int mst_mark_read(struct mst_reader *r, uint64_t *wall_ns, struct mst_round_log *rounds, size_t count,
                  struct mst_journal_mark *mark)
{
	int code = 0;

	*wall_ns = mst_read_varint(r);
	if (mst_read_varint(r) != count)
		return -EBADMSG;
	for (size_t i = 0; i < count && code == 0; i++)
		code = read_round(r, &rounds[i]);
	if (code < 0)
		return code;
	*mark = (struct mst_journal_mark){ 0 };
	read_stats(r, &mark->stats);
	for (size_t i = 0; i < MST_JOURNAL_ROUNDS; i++)
		read_estimate(r, &mark->estimate[i]);
	mark->rate_pps = mst_read_varint(r);
	mark->held_since_ns = mst_read_varint(r) - 1;
	return r->short_read ? -EBADMSG : 0;
}

/* ---- sums ---- */

static void add_array(uint64_t *sum, const uint64_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		sum[i] += values[i];
}

static void add_estimate(struct mst_journal_estimate *sum, const struct mst_journal_estimate *old)
{
	add_array(sum->asked, old->asked, COUNT_OF(old->asked));
	add_array(sum->first, old->first, COUNT_OF(old->first));
	add_array(sum->second, old->second, COUNT_OF(old->second));
	add_array(sum->trips, old->trips, COUNT_OF(old->trips));
}

void mst_mark_add(struct mst_journal_mark *sum, const struct mst_journal_mark *later)
{
	struct mst_journal_mark old = *sum;

	*sum = *later;
	for (size_t i = 0; i < COUNT_OF(places); i++)
		*count_at(&sum->stats, i) += *count_at(&old.stats, i);
	add_array(sum->stats.strays_by, old.stats.strays_by, COUNT_OF(old.stats.strays_by));
	for (size_t i = 0; i < MST_JOURNAL_ROUNDS; i++)
		add_estimate(&sum->estimate[i], &old.estimate[i]);
	/* What is the same for each of them. */
	sum->stats.targets = later->stats.targets;
	sum->stats.left_out = later->stats.left_out;
	sum->stats.unresolved = later->stats.unresolved;
	sum->stats.elapsed_ns += old.stats.elapsed_ns;
	sum->stats.verdicts += old.stats.verdicts;
	if (old.stats.started_ns)
		sum->stats.started_ns = old.stats.started_ns;
	if (sum->rate_pps == 0)
		sum->rate_pps = old.rate_pps;
	if (sum->held_since_ns == 0)
		sum->held_since_ns = old.held_since_ns;
}
