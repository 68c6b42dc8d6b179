/* SPDX-License-Identifier: BSD-2-Clause */
/* origin.c - see origin.h. */
#include "round/origin.h"

#include "base/clock.h"
#include "wire/ipv4.h"

#define PER_MS 256            /* a trial takes some 60 ns: about 2 % of a CPU */
#define BANK (1u << 18)       /* some 16 ms of work */
#define BITS_LEFT_AT_LEAST 24 /* or a datagram that brings back its port alone would do */

/* What is tried. */
struct trial {
	struct mst_origin_search *search;
	const struct mst_shared *shared;
	const struct mst_received_frame *captured;
	const struct mst_view *view;
};

static bool may_be_reply(const struct mst_view *view)
{
	uint8_t both = MST_TCP_SYN | MST_TCP_ACK;

	switch (view->kind) {
	case MST_VIEW_TCP: return (view->tcp.flags & MST_TCP_RST) || (view->tcp.flags & both) == both;
	case MST_VIEW_UDP: return true;
	case MST_VIEW_ICMP: return view->icmp.type == MST_ICMP_TIMESTAMP_REPLY && view->source.family == MST_IPV4;
	default: return false;
	}
}

static uint16_t port_of(const struct mst_view *view)
{
	if (view->kind == MST_VIEW_TCP)
		return view->tcp.source;
	return view->kind == MST_VIEW_UDP ? view->udp.source : 0;
}

static unsigned bits_of(uint64_t trials)
{
	return trials > 1 ? 64u - (unsigned)__builtin_clzll(trials - 1) : 0;
}

/* Whether the entry asks what this answers: a ticket names its entry, a datagram only the port asked. */
static bool is_of(const struct mst_shared *shared, const struct mst_answer *answer, const struct mst_place *place,
                  const struct mst_due *asked)
{
	struct mst_place named;

	if (answer->by_key)
		return !answer->unproven && answer->port == asked->port;
	named = mst_place_of(&shared->plan->capacity, answer->ticket.slot);
	return named.purpose == place->purpose && named.lane == place->lane && named.entry == place->entry &&
	       answer->ticket.attempt <= asked->attempt;
}

static bool try(struct trial *trial, const struct mst_place *place, const struct mst_due *asked,
                struct mst_recognised *found)
{
	const struct mst_plan *plan = trial->shared->plan;
	unsigned less;

	if (mst_recognise_from(plan, trial->captured, trial->view, &asked->addr, found) != MST_STRAY_COUNT ||
	    !is_of(trial->shared, &found->answer, place, asked))
		return false;
	less = bits_of(mst_plan_questions(plan) < plan->capacity.entries ? mst_plan_questions(plan)
	                                                                 : plan->capacity.entries);
	if (found->answer.bits < less + BITS_LEFT_AT_LEAST)
		return false;
	found->answer.bits = (uint8_t)(found->answer.bits - less);
	found->answer.proven = false;
	return true;
}

static bool try_entry(struct trial *trial, const struct mst_roll *roll, const struct mst_place *place,
                      struct mst_recognised *found)
{
	struct mst_due asked = mst_roll_read(roll, place->entry);

	return asked.addr.family == trial->view->source.family &&
	       (!trial->shared->plan->probing.about_ports || asked.port == port_of(trial->view)) &&
	       try(trial, place, &asked, found);
}

/* Entries of all lanes, the latest first: nearly all answers are to what was asked lately. */
static bool search_rolls(struct trial *trial, struct mst_recognised *found)
{
	const struct mst_shared *shared = trial->shared;
	uint64_t asked[MST_LANES_MAX];
	bool any = true;

	for (unsigned lane = 0; lane < shared->plan->egresses.lanes; lane++)
		asked[lane] = mst_load(&shared->published[lane].counts.asked, relaxed); /* COUNTS */
	for (uint64_t age = 0; any; age++) {
		any = false;
		for (unsigned lane = 0; lane < shared->plan->egresses.lanes; lane++) {
			struct mst_place place = { .purpose = MST_ASK, .lane = lane };
			const struct mst_roll *roll = mst_shared_roll_at(shared, &place);

			if (!roll || age >= asked[lane] || age >= roll->capacity)
				continue;
			if (trial->search->left == 0)
				return false;
			any = true;
			trial->search->left--;
			place.entry = (uint32_t)((asked[lane] - 1 - age) & (roll->capacity - 1));
			if (try_entry(trial, roll, &place, found))
				return true;
		}
	}
	return false;
}

static void fill_up(struct mst_origin_search *search, uint64_t now_ns)
{
	uint64_t more = (now_ns - search->filled_ns) / MST_NS_PER_MS * PER_MS;

	if (now_ns < search->filled_ns || more == 0)
		return;
	search->left = more < BANK - search->left ? search->left + more : BANK;
	search->filled_ns = now_ns;
}

bool mst_origin_find(struct mst_origin_search *search, const struct mst_shared *shared,
                     const struct mst_received_frame *captured, enum mst_stray why, struct mst_recognised *found)
{
	struct mst_view view;
	struct trial trial = { search, shared, captured, &view };

	fill_up(search, captured->arrival.now_ns);
	if (why != MST_STRAY_UNRELATED && why != MST_STRAY_NO_TICKET && why != MST_STRAY_OTHER_PORT)
		return false;
	if (search->left == 0 || mst_recognise_view(shared->plan, captured, &view, found) != MST_FATE_WHOLE ||
	    !may_be_reply(&view) || (view.kind == MST_VIEW_TCP && shared->plan->probing.about_ports))
		return false;
	return search_rolls(&trial, found);
}
