/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fragments.c - see fragments.h.
 *
 * The bytes of a packet are in pages of a common store, by their offset. Its runs are the pieces that are there, in the
 * order of their offsets. As in Linux, a run grows only at the end of the packet: that decides which repeated fragments
 * are harmless, and which overlap.
 */
#include "wire/fragments.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "wire/fragment.h"
#include "wire/ipv6.h"

#define PAGE_BYTES 2048
#define PAGES (MST_FRAGMENTS_BYTES / PAGE_BYTES)
#define PAGES_MAX ((MST_PACKET_MAX + 1) / PAGE_BYTES) /* of one packet */
#define RUNS_MAX 512                                  /* 4 KiB in pieces of eight bytes, every other one first */
#define NO_PAGE UINT16_MAX

#define PATIENCE_IPV4_NS (30 * MST_NS_PER_SECOND) /* net.ipv4.ipfrag_time */
#define PATIENCE_IPV6_NS (60 * MST_NS_PER_SECOND) /* net.ipv6.ip6frag_time */

#define NOT_ECN_CAPABLE (1u << 0) /* the bit of codepoint 0 */

_Static_assert(PAGES < NO_PAGE, "pages have numbers of 16 bits");

struct run {
	uint16_t begin, end;
};

struct packet {
	struct mst_fragment_identity identity;
	uint32_t length; /* as far as it is known; with has_last, of the whole */
	uint32_t got;    /* bytes that are there */
	bool has_last;
	uint8_t ecn;
	uint16_t header_bytes; /* 0: the first fragment is missing */
	uint16_t run_count;
	uint16_t pages[PAGES_MAX];
	struct run runs[RUNS_MAX];
	uint8_t header[MST_FRAGMENT_HEADER_MAX];
};

/* What is looked at to find a packet. */
struct row {
	uint32_t tag;    /* of its identity; 0: free */
	uint64_t number; /* in the order of birth */
	uint64_t born_ns;
};

struct mst_fragments {
	struct row rows[MST_FRAGMENTS_PACKETS];
	struct packet packets[MST_FRAGMENTS_PACKETS];
	uint64_t births, dropped;
	uint16_t free_pages[PAGES]; /* a stack */
	uint16_t free_count, fresh; /* pages from `fresh` on were never used */
	uint8_t whole[MST_FRAGMENT_HEADER_MAX + MST_PACKET_MAX];
	uint8_t store[PAGES][PAGE_BYTES];
};

struct mst_fragments *mst_fragments_new(void)
{
	return calloc(1, sizeof(struct mst_fragments));
}

void mst_fragments_free(struct mst_fragments *fragments)
{
	free(fragments);
}

uint64_t mst_fragments_dropped(const struct mst_fragments *fragments)
{
	return fragments->dropped;
}

/* ---- packets ---- */

static bool is_same(const struct mst_fragment_identity *a, const struct mst_fragment_identity *b)
{
	return a->id == b->id && a->proto == b->proto && mst_addr_equal(&a->source, &b->source) &&
	       mst_addr_equal(&a->destination, &b->destination);
}

/* Never 0. */
static uint32_t tag_of(const struct mst_fragment_identity *identity)
{
	uint32_t tag = identity->id ^ (uint32_t)identity->proto << 24;

	for (size_t i = 0; i < sizeof identity->source.bytes; i++)
		tag = (tag ^ identity->source.bytes[i]) * 0x01000193;
	return tag | 1;
}

static void release(struct mst_fragments *fragments, size_t at)
{
	const struct packet *packet = &fragments->packets[at];

	for (size_t i = 0; i < PAGES_MAX; i++) {
		if (packet->pages[i] != NO_PAGE)
			fragments->free_pages[fragments->free_count++] = packet->pages[i];
	}
	fragments->rows[at].tag = 0;
}

static void drop(struct mst_fragments *fragments, size_t at)
{
	release(fragments, at);
	fragments->dropped++;
}

static bool is_late(const struct mst_fragments *fragments, size_t at, uint64_t now_ns)
{
	bool wide = fragments->packets[at].identity.source.family == MST_IPV6;

	return now_ns > fragments->rows[at].born_ns + (wide ? PATIENCE_IPV6_NS : PATIENCE_IPV4_NS);
}

/* The oldest packet but one, which may be past the end. There is one. */
static size_t find_oldest(const struct mst_fragments *fragments, size_t but)
{
	size_t oldest = MST_FRAGMENTS_PACKETS;

	for (size_t i = 0; i < MST_FRAGMENTS_PACKETS; i++) {
		const struct row *row = &fragments->rows[i];

		if (row->tag && i != but &&
		    (oldest == MST_FRAGMENTS_PACKETS || row->number < fragments->rows[oldest].number))
			oldest = i;
	}
	return oldest;
}

/* Drops those whose time is over, and the oldest where none is free; returns a free place. */
static size_t make_room(struct mst_fragments *fragments, uint64_t now_ns)
{
	size_t room = MST_FRAGMENTS_PACKETS;

	for (size_t i = 0; i < MST_FRAGMENTS_PACKETS; i++) {
		if (fragments->rows[i].tag && is_late(fragments, i, now_ns))
			drop(fragments, i);
		if (!fragments->rows[i].tag)
			room = i;
	}
	if (room == MST_FRAGMENTS_PACKETS) {
		room = find_oldest(fragments, MST_FRAGMENTS_PACKETS);
		drop(fragments, room);
	}
	return room;
}

static size_t begin(struct mst_fragments *fragments, const struct mst_fragment_identity *identity, uint64_t now_ns)
{
	size_t at = make_room(fragments, now_ns);
	struct packet *packet = &fragments->packets[at];

	fragments->rows[at] = (struct row){ tag_of(identity), fragments->births++, now_ns };
	packet->identity = *identity;
	packet->length = packet->got = 0;
	packet->has_last = false;
	packet->ecn = 0;
	packet->header_bytes = packet->run_count = 0;
	for (size_t i = 0; i < PAGES_MAX; i++)
		packet->pages[i] = NO_PAGE;
	return at;
}

/* The packet of this identity, or a new one. */
static size_t find(struct mst_fragments *fragments, const struct mst_fragment_identity *identity, uint64_t now_ns)
{
	uint32_t tag = tag_of(identity);

	for (size_t i = 0; i < MST_FRAGMENTS_PACKETS; i++) {
		if (fragments->rows[i].tag != tag || !is_same(&fragments->packets[i].identity, identity))
			continue;
		if (!is_late(fragments, i, now_ns))
			return i;
		drop(fragments, i);
	}
	return begin(fragments, identity, now_ns);
}

/* ---- bytes ---- */

/* Never NO_PAGE: a packet alone has room. */
static uint16_t take_page(struct mst_fragments *fragments, size_t of)
{
	if (fragments->free_count == 0 && fragments->fresh < PAGES)
		return fragments->fresh++;
	while (fragments->free_count == 0)
		drop(fragments, find_oldest(fragments, of));
	return fragments->free_pages[--fragments->free_count];
}

static void store(struct mst_fragments *fragments, size_t of, const struct mst_fragment *piece)
{
	for (uint32_t at = piece->begin, next; at < piece->end; at = next) {
		uint16_t *page = &fragments->packets[of].pages[at / PAGE_BYTES];

		next = (at / PAGE_BYTES + 1) * PAGE_BYTES;
		if (next > piece->end)
			next = piece->end;
		if (*page == NO_PAGE)
			*page = take_page(fragments, of);
		memcpy(fragments->store[*page] + at % PAGE_BYTES, piece->payload + (at - piece->begin), next - at);
	}
}

static void load(const struct mst_fragments *fragments, const struct packet *packet, uint8_t *to)
{
	for (uint32_t at = 0, next; at < packet->length; at = next, to += PAGE_BYTES) {
		next = at + PAGE_BYTES < packet->length ? at + PAGE_BYTES : packet->length;
		memcpy(to, fragments->store[packet->pages[at / PAGE_BYTES]], next - at);
	}
}

/* ---- runs ---- */

enum place { NEW, KNOWN, OVERLAP };

static enum place insert_run(struct packet *packet, const struct mst_fragment *piece)
{
	size_t at = 0;

	while (at < packet->run_count && packet->runs[at].end <= piece->begin)
		at++;
	if (at < packet->run_count && packet->runs[at].begin < piece->end)
		return packet->runs[at].begin <= piece->begin && piece->end <= packet->runs[at].end ? KNOWN : OVERLAP;
	if (at > 0 && at == packet->run_count && packet->runs[at - 1].end == piece->begin) {
		packet->runs[at - 1].end = (uint16_t)piece->end;
		return NEW;
	}
	if (packet->run_count == RUNS_MAX)
		return OVERLAP;
	memmove(packet->runs + at + 1, packet->runs + at, (packet->run_count - at) * sizeof *packet->runs);
	packet->runs[at] = (struct run){ (uint16_t)piece->begin, (uint16_t)piece->end };
	packet->run_count++;
	return NEW;
}

/* Whether the end of the packet agrees with this fragment; notes it. */
static bool fits_end(struct packet *packet, const struct mst_fragment *piece)
{
	if (piece->last) {
		if (piece->end < packet->length || (packet->has_last && piece->end != packet->length))
			return false;
		packet->has_last = true;
	} else if (packet->has_last && piece->end > packet->length) {
		return false;
	}
	if (piece->end > packet->length)
		packet->length = piece->end;
	return piece->end > piece->begin;
}

/* ---- the whole ---- */

static bool is_whole(const struct packet *packet)
{
	return packet->has_last && packet->header_bytes > 0 && packet->got == packet->length;
}

/* False: the packet would be too long, or contradicts itself in ECN. */
static bool put_together(struct mst_fragments *fragments, const struct packet *packet, struct mst_fragment_view *whole)
{
	bool wide = packet->identity.source.family == MST_IPV6;
	size_t total = packet->header_bytes + (size_t)packet->length;

	if (total - (wide ? MST_IPV6_BYTES : 0) > MST_PACKET_MAX)
		return false;
	if ((packet->ecn & NOT_ECN_CAPABLE) && packet->ecn != NOT_ECN_CAPABLE)
		return false;
	memcpy(fragments->whole, packet->header, packet->header_bytes);
	load(fragments, packet, fragments->whole + packet->header_bytes);
	mst_fragment_finish(fragments->whole, packet->header_bytes, total);
	*whole = (struct mst_fragment_view){ fragments->whole, total };
	return true;
}

static void add(struct mst_fragments *fragments, size_t at, const struct mst_fragment *piece)
{
	struct packet *packet = &fragments->packets[at];

	store(fragments, at, piece);
	packet->got += piece->end - piece->begin;
	packet->ecn |= piece->ecn;
	if (piece->begin == 0) {
		memcpy(packet->header, piece->header, piece->header_bytes);
		packet->header_bytes = (uint16_t)piece->header_bytes;
	}
}

bool mst_fragments_take(struct mst_fragments *fragments, const struct mst_fragment_view *fragment, int ifindex,
                        uint64_t now_ns, struct mst_fragment_view *whole)
{
	struct packet *packet;
	struct mst_fragment piece;
	enum place place;
	size_t at;
	bool good;

	if (!mst_fragment_read(&piece, fragment, ifindex)) {
		fragments->dropped++;
		return false;
	}
	at = find(fragments, &piece.identity, now_ns);
	packet = &fragments->packets[at];
	place = fits_end(packet, &piece) ? insert_run(packet, &piece) : OVERLAP;
	if (place == OVERLAP) {
		drop(fragments, at);
		return false;
	}
	if (place == NEW)
		add(fragments, at, &piece);
	if (!is_whole(packet))
		return false;
	good = put_together(fragments, packet, whole);
	release(fragments, at);
	fragments->dropped += !good;
	return good;
}
