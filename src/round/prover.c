/* SPDX-License-Identifier: BSD-2-Clause */
/* prover.c - see prover.h. */
#include "round/prover.h"

#include <errno.h>
#include <inttypes.h>
#include <net/if.h>

#include "base/spare.h"
#include "net/neigh.h"
#include "rx/sockets.h"

#define EATEN_SHARE 2 /* the device dropped at least one of so many frames */

static struct mst_engine_proof *proof_of(const struct mst_prover *prover, unsigned egress)
{
	return &prover->shared->egresses[egress].proof;
}

/* Only what leads to a network can get lost; what has no engine has no lanes that send. */
static bool needs_proof(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_plan *plan = prover->shared->plan;

	for (size_t i = 0; i < plan->paths.count && prover->tx[egress->first_lane]; i++) {
		if (plan->routes[i].egress == egress && plan->paths.paths[i].kind == MST_PATH_UNICAST)
			return true;
	}
	return false;
}

/* ---- what the device dropped ---- */

static uint64_t sent_by(const struct mst_prover *prover, const struct mst_egress *egress)
{
	uint64_t sent = 0;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++)
		sent += mst_load(&prover->shared->published[i].counts.sent, relaxed);
	return sent;
}

static uint64_t dropped_at(const struct mst_prover *prover, const struct mst_egress *egress)
{
	struct mst_drops drops;

	return prover->rtnl && mst_drops_of(prover->rtnl, egress->ifindex, &drops) == 0 ? drops.out : 0;
}

static void start(struct mst_prover *prover, const struct mst_egress *egress)
{
	prover->starts[egress->number] = (struct mst_prover_start){
		.drops = dropped_at(prover, egress),
		.sent = sent_by(prover, egress),
	};
}

/* How many frames the device has dropped since the engine began, if these are most of what was sent; else 0. */
static uint64_t eaten_of(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_prover_start *began = &prover->starts[egress->number];
	uint64_t drops = dropped_at(prover, egress), sent = sent_by(prover, egress) - began->sent;
	uint64_t more = drops > began->drops ? drops - began->drops : 0;

	return more && more >= sent / EATEN_SHARE ? more : 0;
}

/* ---- opening ---- */

static void await(struct mst_prover *prover, const struct mst_egress *egress)
{
	struct mst_engine_proof *proof = proof_of(prover, egress->number);
	struct mst_tx *const of[MST_SENDERS_MAX] = {
		prover->tx[egress->first_lane],
		prover->other ? prover->other[egress->first_lane] : NULL,
	};

	for (unsigned i = 0; i < MST_SENDERS_MAX; i++)
		proof->as_kernel[i] = of[i] && of[i]->engine->as_kernel;
	mst_store(&proof->standing, MST_ENGINE_AWAITED, relaxed);
	start(prover, egress);
}

void mst_prover_open(struct mst_prover *prover, struct mst_shared *shared, struct mst_tx *const *tx,
                     struct mst_tx *const *other, const struct mst_captures *captures)
{
	const struct mst_plan *plan = shared->plan;
	struct mst_error ignored;

	*prover = (struct mst_prover){ .tx = tx, .other = other, .captures = captures };
	if (!tx || plan->common.given)
		return;
	prover->shared = shared;
	if (mst_spares_check(&ignored) < 0 || mst_rtnl_open(&prover->rtnl, NULL) < 0)
		prover->rtnl = NULL;
	for (unsigned i = 0; i < plan->egresses.count; i++) {
		if (needs_proof(prover, &plan->egresses.of[i]))
			await(prover, &plan->egresses.of[i]);
	}
}

void mst_prover_close(struct mst_prover *prover)
{
	mst_rtnl_close(prover->rtnl);
	prover->rtnl = NULL;
}

/* Rounds share the engines of an egress, or have others. */
static void follow(struct mst_prover *prover, const struct mst_egress *egress, const struct mst_prover *before)
{
	const struct mst_plan *plan = before->shared->plan;

	for (unsigned i = 0; i < plan->egresses.count; i++) {
		const struct mst_engine_proof *was = proof_of(before, i);

		if (before->tx[plan->egresses.of[i].first_lane] != prover->tx[egress->first_lane])
			continue;
		mst_store(&proof_of(prover, egress->number)->engine, mst_load(&was->engine, relaxed), release);
		if (mst_engine_proof_stands(was) == MST_ENGINE_PROVEN)
			mst_store(&proof_of(prover, egress->number)->standing, MST_ENGINE_PROVEN, release);
		return;
	}
}

void mst_prover_follow(struct mst_prover *prover, const struct mst_prover *before)
{
	if (!prover->shared || !before->shared)
		return;
	for (unsigned i = 0; i < prover->shared->plan->egresses.count; i++)
		follow(prover, &prover->shared->plan->egresses.of[i], before);
}

const struct mst_tx *mst_prover_engine(const struct mst_prover *prover, const struct mst_egress *egress)
{
	unsigned engine = mst_load(&proof_of(prover, egress->number)->engine, relaxed);

	return engine && prover->other ? prover->other[egress->first_lane] : prover->tx[egress->first_lane];
}

/* ---- deciding ---- */

static bool has_other(const struct mst_prover *prover, const struct mst_egress *egress)
{
	bool has = prover->other != NULL;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes && has; i++)
		has = prover->other[i] != NULL;
	return has;
}

static const char *name_of(const struct mst_egress *egress, char name[IF_NAMESIZE])
{
	return if_indextoname((unsigned)egress->ifindex, name) ? name : "the interface";
}

/* `was`: the engine before. */
static void note_change(const struct mst_prover *prover, const struct mst_egress *egress, const struct mst_tx *was,
                        bool stuck)
{
	const struct mst_tx *is = mst_prover_engine(prover, egress);
	uint64_t eaten = eaten_of(prover, egress);
	char name[IF_NAMESIZE], why[80] = "of what was sent, nothing was answered", next[64] = "";

	if (stuck)
		snprintf(why, sizeof why, "the interface takes no frame");
	else if (eaten)
		snprintf(why, sizeof why, "the interface dropped %" PRIu64 " frames", eaten);
	if (is != was)
		snprintf(next, sizeof next, "probing goes on by engine %s, ", is->engine->name);
	mst_run_note(
		prover->shared->run,
		"nothing proves that frames leave %s by engine %s (%s): %sanswers are received by raw sockets too, "
		"and what was probed is probed again",
		name_of(egress, name), was->engine->name, why, next);
}

/* In turn: a device that loses frames on their way out may also lose them on their way in. */
static void listen_too(const struct mst_prover *prover)
{
	struct mst_error ignored;

	if (prover->captures && prover->captures->sockets)
		(void)mst_rx_wake_sockets(prover->captures->sockets, &ignored);
}

static void change(struct mst_prover *prover, const struct mst_egress *egress, bool stuck)
{
	struct mst_engine_proof *proof = proof_of(prover, egress->number);
	const struct mst_tx *was = mst_prover_engine(prover, egress);
	mst_store(&proof->standing, MST_ENGINE_AWAITED, relaxed);
	mst_store(&proof->engine, 1, release); /* PROOF */
	listen_too(prover);
	note_change(prover, egress, was, stuck);
	start(prover, egress);
}

/* The gateway whose link-layer address the kernel should have found by now, and has not; NULL: there is none. */
static const struct mst_hop *unresolved_of(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_plan *plan = prover->shared->plan;
	struct mst_neigh neigh;

	for (size_t i = 0; i < plan->paths.count && prover->rtnl; i++) {
		const struct mst_hop *hop = &plan->routes[i].hop;

		if (plan->routes[i].egress == egress && hop->kind == MST_HOP_SILENT &&
		    mst_neigh_ask(&neigh, prover->rtnl, hop->ifindex, &hop->next) == -ENOENT)
			return hop;
	}
	return NULL;
}

/* The kernel's own question has been answered, and it has sent by the same means. */
static bool is_proven_by_kernel(const struct mst_prover *prover, const struct mst_egress *egress)
{
	struct mst_neigh neigh;

	return mst_prover_engine(prover, egress)->engine->as_kernel && egress->next_hop.family && prover->rtnl &&
	       mst_neigh_ask(&neigh, prover->rtnl, egress->ifindex, &egress->next_hop) == 0 && neigh.sure &&
	       !neigh.fixed;
}

static enum mst_engine_standing judge(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_hop *hop = unresolved_of(prover, egress);
	uint64_t eaten = eaten_of(prover, egress);
	char name[IF_NAMESIZE], addr[MST_ADDR_TEXT];

	if (!eaten && is_proven_by_kernel(prover, egress))
		return MST_ENGINE_PROVEN;
	if (hop) {
		mst_addr_format(&hop->next, addr);
		mst_run_note(prover->shared->run,
		             "the kernel does not find the link-layer address of gateway %s on %s: the targets behind "
		             "it are unknown, reason gateway-silent",
		             addr, hop->interface);
		return MST_ENGINE_UNRESOLVED;
	}
	if (!eaten)
		return MST_ENGINE_UNPROVEN;
	mst_run_note(prover->shared->run,
	             "%s dropped %" PRIu64
	             " frames of engine %s, and nothing was answered: targets without an answer are "
	             "unknown, reason local-loss",
	             name_of(egress, name), eaten, mst_prover_engine(prover, egress)->engine->name);
	return MST_ENGINE_EATEN;
}

static void give_up(struct mst_prover *prover, const struct mst_egress *egress)
{
	mst_store(&proof_of(prover, egress->number)->standing, judge(prover, egress), release); /* PROOF */
}

static void look_at(struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_engine_proof *proof = proof_of(prover, egress->number);
	unsigned engine = mst_load(&proof->engine, relaxed);
	bool silent = false, stuck = false;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes; i++) {
		const struct mst_published *lane = &prover->shared->published[i];

		silent |= mst_load(&lane->silent, relaxed) == engine + 1; /* PROOF */
		stuck |= mst_load(&lane->stuck, relaxed) == engine + 1;   /* PROOF */
	}
	silent &= mst_engine_proof_stands(proof) == MST_ENGINE_AWAITED;
	if ((silent || stuck) && engine == 0 && has_other(prover, egress))
		change(prover, egress, stuck);
	else if (silent)
		give_up(prover, egress);
}

void mst_prover_look(struct mst_prover *prover)
{
	if (!prover->shared)
		return;
	for (unsigned i = 0; i < prover->shared->plan->egresses.count; i++)
		look_at(prover, &prover->shared->plan->egresses.of[i]);
}

/* ---- answers ---- */

/* Since when the lane sends by the present engine, as mst_engine_proof_answered takes it. */
static uint64_t since_of(const struct mst_published *lane, const struct mst_engine_proof *proof)
{
	uint64_t since_ns = mst_load(&lane->engine_since_ns, acquire); /* PROOF */

	return since_ns || mst_load(&proof->engine, relaxed) == 0 ? since_ns : UINT64_MAX;
}

/* When the frame left that was answered is known of the current attempt only. */
void mst_prover_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled how,
                         const struct mst_settlement *settlement)
{
	struct mst_engine_proof *proof = &shared->egresses[found->route->egress->number].proof;
	const struct mst_answer *answer = &found->answer;
	uint64_t sent_ns = 0;

	if (mst_load(&proof->standing, relaxed) == MST_ENGINE_PROVEN || answer->volunteered ||
	    mst_addr_equal(&answer->from, &found->route->path->source)) /* the kernel's own word */
		return;
	if (how != MST_SETTLED_GONE && (answer->by_key || answer->ticket.attempt == mst_word_attempt(settlement->was)))
		sent_ns = mst_ns_of_ticks(mst_word_sent(settlement->was), found->arrival.now_ns);
	if (mst_engine_proof_answered(proof, since_of(&shared->published[found->place.lane], proof), sent_ns))
		mst_run_note(shared->run,
		             "answers to the first probes came late: the engine that sent them sends again");
}
