/* SPDX-License-Identifier: BSD-2-Clause */
/* watched_hop.c - see watched_hop.h. */
#include "round/watched_hop.h"

#include "base/clock.h"

#define PATIENCE_NS (10 * MST_NS_PER_SECOND) /* VRRP needs 4 s to notice a dead router, HSRP 10 s */
#define ASK_SOONEST_NS (20 * MST_NS_PER_MS)
#define ASK_LATEST_NS MST_NS_PER_SECOND
#define TRIES_EVIDENT 3 /* two requests without an answer: frames were lost, too */
#define TRIES_SILENT 4
#define RIVAL_NS (30 * MST_NS_PER_MS)   /* for the address in use to answer, too */
#define STAMPS_NS (100 * MST_NS_PER_MS) /* frames of a burst are stamped for when they should leave */
#define MARGIN_NS (20 * MST_NS_PER_MS)  /* frames with the earlier address may stand in a burst */

/* From one request to the next, by how many have had no answer. */
static uint64_t pause_ns(unsigned tries)
{
	if (tries < TRIES_SILENT)
		return 100 * MST_NS_PER_MS;
	return tries < 12 ? 250 * MST_NS_PER_MS : MST_NS_PER_SECOND;
}

void mst_watched_hop_open(struct mst_watched_hop *hop, const struct mst_hop *planned, bool by_kernel, uint64_t now_ns)
{
	hop->addr = planned->next;
	hop->ifindex = planned->ifindex;
	memcpy(hop->interface, planned->interface, sizeof hop->interface);
	hop->by_kernel = by_kernel;
	hop->fixed = planned->fixed;
	hop->is_known = planned->kind == MST_HOP_ETHERNET;
	if (hop->is_known)
		memcpy(hop->known, planned->ethernet, sizeof hop->known);
	hop->opened_ns = hop->heard_ns = now_ns;
	/* Some routers answer no ARP, or not ours, and then their silence means nothing: all are asked once. An address
	 * that was written down may be of such a router. */
	hop->answers = !planned->fixed;
	hop->urgent = true;
	mst_store(&hop->proven_ns, hop->answers ? now_ns : UINT64_MAX, relaxed);
}

void mst_watched_hop_know(struct mst_watched_hop *hop, const uint8_t *mac)
{
	hop->is_known = true;
	if (mac) {
		memcpy(hop->known, mac, sizeof hop->known);
		return;
	}
	hop->answers = hop->urgent = false;
	hop->fixed = true;
	mst_store(&hop->proven_ns, UINT64_MAX, relaxed);
}

static bool same(const uint8_t one[6], const uint8_t other[6])
{
	return memcmp(one, other, 6) == 0;
}

void mst_watched_hop_claim(struct mst_watched_hop *hop, const uint8_t mac[6], bool volunteered, uint64_t now_ns)
{
	if (volunteered) {
		hop->urgent |= hop->is_known && !hop->fixed && !same(mac, hop->known);
		return;
	}
	if (!hop->is_known) {
		memcpy(hop->known, mac, sizeof hop->known);
		hop->is_known = true;
	}
	if (same(mac, hop->known) && !hop->redirected) {
		hop->rival_ns = 0;
		if (!hop->asked_ns)
			return;
		hop->answers = hop->replied = true;
		mst_watched_hop_heard(hop, hop->last_ask_ns);
		return;
	}
	if (hop->fixed)
		return;
	if (!hop->asked_ns)
		hop->urgent = true;
	else if (hop->redirected || !hop->rival_ns || !same(mac, hop->rival))
		hop->rival_ns = hop->redirected ? 1 : now_ns; /* the one before has no say */
	memcpy(hop->rival, mac, sizeof hop->rival);
}

void mst_watched_hop_redirect(struct mst_watched_hop *hop, const struct mst_addr *addr)
{
	hop->addr = *addr;
	hop->fixed = false;
	hop->redirected = hop->answers = hop->urgent = true;
	hop->before_ns = hop->asked_ns ? hop->before_ns : hop->heard_ns;
	hop->asked_ns = hop->last_ask_ns = 0;
	hop->rival_ns = 0;
	hop->tries = 0;
}

/* What left since the last proof, and what was on its way back then, is lost. */
static uint64_t note_lost(struct mst_watched_hop *hop, uint64_t from_ns, const struct mst_watched_hop_facts *facts)
{
	struct mst_lost_span *span = &hop->spans[hop->next_span++ % MST_LOST_SPANS];

	from_ns -= from_ns > facts->timeout_ns ? facts->timeout_ns : from_ns;
	mst_store(&span->until_ns, 0, relaxed);
	mst_store(&span->from_ns, from_ns, relaxed);
	mst_store(&span->until_ns, facts->now_ns + MARGIN_NS, release); /* NEXTHOP */
	return from_ns;
}

/* All is well from now on. */
static void settle(struct mst_watched_hop *hop)
{
	hop->asked_ns = hop->rival_ns = 0;
	hop->tries = 0;
	if (hop->answers)
		mst_store(&hop->proven_ns, hop->heard_ns, release); /* NEXTHOP: after lost spans */
	mst_store(&hop->standing, MST_WATCHED_HOP_ALIVE, release);  /* NEXTHOP */
}

static struct mst_watched_hop_event move(struct mst_watched_hop *hop, const uint8_t mac[6],
                                         const struct mst_watched_hop_facts *facts)
{
	struct mst_watched_hop_event event = { .news = MST_WATCHED_HOP_MOVED };
	uint64_t word = 0;

	hop->answers |= hop->rival_ns != 0;
	hop->replied |= hop->rival_ns != 0;
	hop->redirected = false;
	for (unsigned i = 6; i-- > 0;)
		word = word << 8 | mac[i];
	memcpy(event.was, hop->known, sizeof event.was);
	memcpy(hop->known, mac, sizeof hop->known);
	mst_store(&hop->mac, word, relaxed); /* NEXTHOP */
	event.lost_from_ns = note_lost(hop, hop->asked_ns ? hop->before_ns : hop->heard_ns, facts);
	mst_watched_hop_heard(hop, hop->asked_ns ? hop->last_ask_ns : facts->now_ns);
	settle(hop);
	return event;
}

struct mst_watched_hop_event mst_watched_hop_set(struct mst_watched_hop *hop, const uint8_t mac[6], bool fixed,
                                                 const struct mst_watched_hop_facts *facts)
{
	struct mst_watched_hop_event nothing = { .news = MST_WATCHED_HOP_NOTHING };

	hop->fixed = fixed;
	if (hop->is_known && !same(mac, hop->known))
		return move(hop, mac, facts);
	memcpy(hop->known, mac, sizeof hop->known);
	hop->is_known = true;
	return nothing;
}

/* A request has been answered, or a target. */
static struct mst_watched_hop_event answered(struct mst_watched_hop *hop, const struct mst_watched_hop_facts *facts)
{
	struct mst_watched_hop_event event = { .news = MST_WATCHED_HOP_NOTHING };

	if (mst_load(&hop->standing, relaxed) != MST_WATCHED_HOP_ALIVE)
		event.news = MST_WATCHED_HOP_BACK;
	if (hop->tries >= TRIES_EVIDENT && !hop->replied) {
		hop->answers = false; /* targets answer through it, but it never does */
		mst_store(&hop->proven_ns, UINT64_MAX, release);
	} else if (hop->tries >= TRIES_EVIDENT)
		event.lost_from_ns = note_lost(hop, hop->before_ns, facts);
	settle(hop);
	return event;
}

static bool is_due(const struct mst_watched_hop *hop, const struct mst_watched_hop_facts *facts)
{
	uint64_t every_ns = facts->timeout_ns / 4 * 3;

	if (hop->asked_ns)
		return facts->now_ns - hop->last_ask_ns >= pause_ns(hop->tries);
	if (hop->urgent)
		return true;
	every_ns = every_ns < ASK_SOONEST_NS ? ASK_SOONEST_NS : every_ns > ASK_LATEST_NS ? ASK_LATEST_NS : every_ns;
	return hop->answers && facts->sent_ns + STAMPS_NS > hop->heard_ns && facts->now_ns > hop->heard_ns + every_ns;
}

void mst_watched_hop_asked(struct mst_watched_hop *hop, uint64_t now_ns)
{
	hop->asked_ns = hop->last_ask_ns = now_ns;
	hop->before_ns = hop->heard_ns;
	hop->by_engine = true;
	hop->urgent = false;
}

static void ask(struct mst_watched_hop *hop, uint64_t now_ns)
{
	hop->by_engine = false;
	if (!hop->asked_ns) {
		hop->asked_ns = now_ns;
		hop->before_ns = hop->heard_ns;
	}
	hop->urgent = false;
	hop->last_ask_ns = now_ns;
	hop->tries++;
}

static enum mst_watched_hop_news wait_for_it(struct mst_watched_hop *hop, uint64_t now_ns)
{
	enum mst_watched_hop_state standing = mst_load(&hop->standing, relaxed);

	if (standing == MST_WATCHED_HOP_ALIVE && hop->tries >= TRIES_SILENT &&
	    now_ns - hop->last_ask_ns >= pause_ns(0)) {
		mst_store(&hop->standing, MST_WATCHED_HOP_SILENT, release); /* NEXTHOP */
		return MST_WATCHED_HOP_FELL;
	}
	if (standing == MST_WATCHED_HOP_SILENT && now_ns - hop->asked_ns >= PATIENCE_NS) {
		mst_store(&hop->standing, MST_WATCHED_HOP_LOST, release); /* NEXTHOP */
		return MST_WATCHED_HOP_GIVEN_UP;
	}
	return MST_WATCHED_HOP_NOTHING;
}

struct mst_watched_hop_event mst_watched_hop_look(struct mst_watched_hop *hop,
                                                  const struct mst_watched_hop_facts *facts)
{
	struct mst_watched_hop_event event = { .news = MST_WATCHED_HOP_NOTHING };

	if (hop->asked_ns && hop->heard_ns >= hop->asked_ns && !hop->redirected)
		return answered(hop, facts);
	if (hop->rival_ns && facts->now_ns - hop->rival_ns >= RIVAL_NS)
		return move(hop, hop->rival, facts);
	if (!hop->asked_ns && hop->answers && !hop->redirected)
		mst_store(&hop->proven_ns, hop->heard_ns, release); /* NEXTHOP */
	/* It never answered: that proves nothing. */
	if (!hop->answers && hop->tries >= TRIES_EVIDENT) {
		hop->asked_ns = 0;
		return event;
	}
	event.ask = is_due(hop, facts);
	if (event.ask)
		ask(hop, facts->now_ns);
	if (hop->asked_ns && hop->answers)
		event.news = wait_for_it(hop, facts->now_ns);
	return event;
}

bool mst_watched_hop_lost(const struct mst_watched_hop *hop, uint64_t sent_ns)
{
	for (unsigned i = 0; i < MST_LOST_SPANS; i++) {
		uint64_t until_ns = mst_load(&hop->spans[i].until_ns, acquire); /* NEXTHOP */

		if (sent_ns <= until_ns && sent_ns >= mst_load(&hop->spans[i].from_ns, relaxed))
			return true;
	}
	return false;
}
