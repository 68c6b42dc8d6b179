/* SPDX-License-Identifier: BSD-2-Clause */
/* hop_watch.c - see hop_watch.h. */
#include "round/hop_watch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "base/lines.h"
#include "net/neigh.h"
#include "round/hop_find.h"

#define READ_EVERY_NS (20 * MST_NS_PER_MS) /* of sockets from which no answer is expected */
#define MAC_TEXT 18

/* ---- opening ---- */

/* Egresses that have others, too, are never held. */
static void note_unwatched(struct mst_hop_watch *watch)
{
	const struct mst_plan *plan = watch->shared->plan;

	for (size_t i = 0; i < plan->paths.count; i++) {
		if (watch->shared->hops.of_route[i] == MST_NOT_WATCHED)
			watch->unwatched[plan->routes[i].egress->number] = true;
	}
}

int mst_hop_watch_open(struct mst_hop_watch *watch, struct mst_shared *shared, struct mst_counts *counts,
                       struct mst_tx *const *tx, struct mst_error *err)
{
	const struct mst_plan *plan = shared->plan;
	unsigned most;

	*watch = (struct mst_hop_watch){ .news.fd = -1, .others = watch->others, .others_user = watch->others_user };
	if (!tx || plan->phase == MST_PHASE_GATEWAYS || plan->common.given)
		return 0;
	watch->shared = shared;
	watch->counts = counts;
	mst_news_open(&watch->news);
	if (plan->config->route.gateway_mac || plan->config->route.no_arp)
		return 0;
	most = mst_hops_count_watched(plan);
	watch->sockets = calloc(most + 1, sizeof *watch->sockets);
	shared->hops.of = mst_lines_new(most + 1, sizeof *shared->hops.of);
	shared->hops.of_route = calloc(plan->paths.count + 1, sizeof *shared->hops.of_route);
	shared->hops.targets = calloc(most + 1, sizeof *shared->hops.targets);
	if (!watch->sockets || !shared->hops.of || !shared->hops.of_route || !shared->hops.targets)
		return mst_fail(err, -ENOMEM, "no memory for gateways");
	mst_hops_find_watched(&shared->hops, watch->sockets, plan, tx);
	note_unwatched(watch);
	return 0;
}

void mst_hop_watch_close(struct mst_hop_watch *watch)
{
	for (unsigned i = 0; watch->sockets && i < watch->shared->hops.count; i++)
		mst_hop_socket_close(&watch->sockets[i]);
	free(watch->sockets);
	watch->sockets = NULL;
	if (watch->shared)
		mst_news_close(&watch->news);
}

/* ---- what is reported ---- */

static const char *write_mac(char text[MAC_TEXT], const uint8_t mac[6])
{
	snprintf(text, MAC_TEXT, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
	return text;
}

static void report(struct mst_hop_watch *watch, const struct mst_watched_hop *hop,
                   const struct mst_watched_hop_event *event)
{
	struct mst_run *run = watch->shared->run;
	char addr[MST_ADDR_TEXT], was[MAC_TEXT], is[MAC_TEXT];
	const char *what = hop->is_target ? "host" : "gateway";

	mst_addr_format(&hop->addr, addr);
	switch (event->news) {
	case MST_WATCHED_HOP_NOTHING: return;
	case MST_WATCHED_HOP_MOVED:
		if (memcmp(event->was, hop->known, sizeof event->was) == 0)
			return; /* another gateway's address, of the same machine */
		mst_count(&watch->counts->gateway_changes, 1);
		mst_run_note(run,
		             "%s %s on %s has another link-layer address, %s instead of %s: what was probed since "
		             "its last answer is probed again",
		             what, addr, hop->interface, write_mac(is, hop->known), write_mac(was, event->was));
		return;
	case MST_WATCHED_HOP_FELL:
		mst_count(&watch->counts->gateway_silences, 1);
		mst_run_note(run, "%s %s on %s fell silent: waiting for it", what, addr, hop->interface);
		return;
	case MST_WATCHED_HOP_BACK:
		mst_run_note(run, "%s %s on %s answers again: what was probed meanwhile is probed again", what, addr,
		             hop->interface);
		return;
	case MST_WATCHED_HOP_GIVEN_UP:
		mst_run_note(run, "%s %s on %s has been silent for ten seconds: %s", what, addr, hop->interface,
		             hop->is_target ? "its ports are unknown, reason host-down"
		                            : "the targets behind it are unknown, reason gateway-silent");
		return;
	}
}

static void follow(struct mst_hop_watch *watch, const struct mst_watched_hop *hop,
                   const struct mst_watched_hop_event *event)
{
	struct mst_shared *shared = watch->shared;

	if (event->ask)
		mst_hop_socket_ask(&watch->sockets[hop - shared->hops.of]);
	if (event->lost_from_ns) {
		mst_store(&shared->hops.troubled, true, release);                      /* NEXTHOP */
		mst_losses_note(&shared->outages, event->lost_from_ns, watch->now_ns); /* LOSS */
	}
	report(watch, hop, event);
}

/* ---- what comes in ---- */

static struct mst_watched_hop_facts facts_of(const struct mst_hop_watch *watch, const struct mst_watched_hop *hop)
{
	const struct mst_shared *shared = watch->shared;
	const struct mst_egress *egress = &shared->plan->egresses.of[hop->egress];
	struct mst_watched_hop_facts facts = {
		.now_ns = watch->now_ns,
		.timeout_ns = mst_load(&shared->egresses[hop->egress].timeout_ns, relaxed),
	};

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		uint64_t sent_ns = mst_load(&shared->published[i].last_sent_ns, relaxed);

		facts.sent_ns = sent_ns > facts.sent_ns ? sent_ns : facts.sent_ns;
	}
	return facts;
}

/* The kernel sends to what its table says, and takes our answer into it: else that answer proves nothing. */
static bool kernel_agrees(const struct mst_watched_hop *hop, const uint8_t mac[6])
{
	struct mst_rtnl *rtnl;
	struct mst_error ignored;
	struct mst_neigh neigh;
	bool same = true;

	if (mst_rtnl_open(&rtnl, &ignored) < 0)
		return true;
	if (mst_neigh_ask(&neigh, rtnl, hop->ifindex, &hop->addr) == 0)
		same = memcmp(neigh.mac, mac, sizeof neigh.mac) == 0;
	mst_rtnl_close(rtnl);
	return same;
}

void mst_hop_watch_redirect(struct mst_hop_watch *watch, unsigned number, const struct mst_addr *gateway)
{
	struct mst_watched_hop *hop = &watch->shared->hops.of[number];
	char was[MST_ADDR_TEXT], is[MST_ADDR_TEXT];

	mst_addr_format(&hop->addr, was);
	mst_addr_format(gateway, is);
	mst_run_note(watch->shared->run, "a route changed: targets behind gateway %s on %s are probed through %s", was,
	             hop->interface, is);
	mst_watched_hop_redirect(hop, gateway);
	mst_hop_socket_redirect(&watch->sockets[number], gateway);
}

/* A gateway to which a claim belongs. */
struct claimant {
	struct mst_engine_proof *proof; /* of its egress */
	struct mst_watched_hop *hop;
	uint64_t now_ns;
};

static void take_claim(void *user, const uint8_t mac[6], bool volunteered)
{
	const struct claimant *claimant = user;

	if (claimant->hop->by_kernel && !kernel_agrees(claimant->hop, mac))
		return;
	if (!volunteered && claimant->hop->asked_ns)
		mst_engine_proof_hop_answered(claimant->proof, claimant->hop->ifindex,
		                              claimant->hop->by_engine); /* PROOF */
	mst_watched_hop_claim(claimant->hop, mac, volunteered, claimant->now_ns);
}

/* The administrator's word counts; whatever else the kernel learned is verified by our own request. */
static void take_neighbour(struct mst_hop_watch *watch, struct mst_watched_hop *hop, const struct mst_neigh *neigh)
{
	struct mst_watched_hop_facts facts = facts_of(watch, hop);
	struct mst_watched_hop_event event;

	if (neigh->fixed || (neigh->sure && hop->by_kernel)) {
		event = mst_watched_hop_set(hop, neigh->mac, neigh->fixed, &facts);
		follow(watch, hop, &event);
	} else if (hop->fixed || !neigh->valid || (hop->is_known && memcmp(neigh->mac, hop->known, 6) != 0)) {
		mst_watched_hop_doubt(hop);
	}
}

static void take_news(void *user, const struct nlmsghdr *message)
{
	struct mst_hop_watch *watch = user;
	struct mst_watched_hops *hops = &watch->shared->hops;
	struct mst_neigh neigh;
	struct mst_addr addr;
	int ifindex;

	watch->others(watch->others_user, message, watch->now_ns);
	if ((message->nlmsg_type != RTM_NEWNEIGH && message->nlmsg_type != RTM_DELNEIGH) ||
	    !mst_neigh_read(&neigh, &ifindex, &addr, message))
		return;
	for (unsigned i = 0; i < hops->count; i++) {
		if (hops->of[i].ifindex == ifindex && mst_addr_equal(&hops->of[i].addr, &addr))
			take_neighbour(watch, &hops->of[i], &neigh);
	}
}

void mst_hop_watch_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                            const struct mst_settlement *settlement)
{
	const struct mst_answer *answer = &found->answer;
	struct mst_watched_hop *hop = mst_watched_hops_of(&shared->hops, shared->plan, found->route, &answer->target);

	if (!hop || (how != MST_SETTLED_FIRST && how != MST_SETTLED_BETTER) ||
	    answer->ticket.attempt != mst_word_attempt(settlement->was) ||
	    mst_addr_equal(&answer->from, &found->route->path->source)) /* the kernel's own word */
		return;
	mst_watched_hop_heard(hop, mst_ns_of_ticks(mst_word_sent(settlement->was), found->arrival.now_ns));
}

/* ---- looking ---- */

static void read_sockets(struct mst_hop_watch *watch)
{
	struct mst_watched_hops *hops = &watch->shared->hops;
	bool all = watch->now_ns - watch->read_ns >= READ_EVERY_NS;

	for (unsigned i = 0; i < hops->count; i++) {
		struct claimant claimant = {
			.proof = &watch->shared->egresses[hops->of[i].egress].proof,
			.hop = &hops->of[i],
			.now_ns = watch->now_ns,
		};

		if (all || hops->of[i].asked_ns)
			mst_hop_socket_read(&watch->sockets[i], take_claim, &claimant);
	}
	if (all)
		watch->read_ns = watch->now_ns;
}

/* An egress all of whose gateways are silent sends nothing. */
static void publish(struct mst_hop_watch *watch)
{
	struct mst_shared *shared = watch->shared;
	bool silent[MST_EGRESSES_MAX] = { false }, others[MST_EGRESSES_MAX];
	uint64_t proven_ns = UINT64_MAX;

	memcpy(others, watch->unwatched, sizeof others);
	for (unsigned i = 0; i < shared->hops.count; i++) {
		const struct mst_watched_hop *hop = &shared->hops.of[i];
		bool is_silent = mst_load(&hop->standing, relaxed) == MST_WATCHED_HOP_SILENT;
		uint64_t own_ns = mst_load(&hop->proven_ns, relaxed);

		proven_ns = own_ns < proven_ns ? own_ns : proven_ns;
		silent[hop->egress] |= is_silent;
		others[hop->egress] |= !is_silent;
	}
	for (unsigned i = 0; i < shared->plan->egresses.count; i++)
		mst_store(&shared->egresses[i].held, silent[i] && !others[i], release); /* NEXTHOP */
	mst_store(&shared->hops.proven_ns, proven_ns, release);                         /* NEXTHOP */
}

/* A host on a link: the round before found its address, or the host is down and not asked. */
static void know(struct mst_hop_watch *watch, struct mst_watched_hop *hop)
{
	const struct mst_neighbours *neighbours = watch->shared->plan->common.neighbours;
	const struct mst_neighbour *found = neighbours ? mst_neighbours_find(neighbours, &hop->addr) : NULL;

	mst_watched_hop_know(hop, found ? found->mac : NULL);
}

void mst_hop_watch_begin(struct mst_hop_watch *watch, struct mst_tx *const *tx)
{
	const struct mst_shared *shared = watch->shared;

	for (unsigned i = 0; shared && i < shared->hops.count; i++) {
		struct mst_watched_hop *hop = &shared->hops.of[i];
		struct mst_tx *engine = tx[shared->plan->egresses.of[hop->egress].first_lane];

		if (!hop->is_known && hop->is_target)
			know(watch, hop);
		if (engine && hop->urgent && !hop->by_kernel && mst_hop_socket_ask_by(&watch->sockets[i], engine))
			mst_watched_hop_asked(hop, mst_now_ns());
	}
}

void mst_hop_watch_look(struct mst_hop_watch *watch, bool waits, uint64_t now_ns)
{
	struct mst_watched_hops *hops;

	watch->now_ns = now_ns;
	if (!watch->shared)
		return;
	if (mst_news_read(&watch->news, take_news, watch))
		watch->others(watch->others_user, NULL, now_ns); /* news of gateways: our own requests find them */
	hops = &watch->shared->hops;
	if (!hops->count)
		return;
	read_sockets(watch);
	for (unsigned i = 0; i < hops->count; i++) {
		struct mst_watched_hop_facts facts = facts_of(watch, &hops->of[i]);
		struct mst_watched_hop_event event;

		if (waits) {
			mst_watched_hop_pause(&hops->of[i], now_ns);
			continue;
		}
		if (!hops->of[i].is_known && hops->of[i].is_target)
			know(watch, &hops->of[i]);
		event = mst_watched_hop_look(&hops->of[i], &facts);
		follow(watch, &hops->of[i], &event);
	}
	publish(watch);
}
