/* SPDX-License-Identifier: BSD-2-Clause */
/* prover.c - see prover.h. */
#include "round/prover.h"

#include <errno.h>
#include <inttypes.h>
#include <net/if.h>

#include "base/spare.h"
#include "net/neigh.h"
#include "rx/sockets.h"

static struct mst_engine_proof *proof_of(const struct mst_prover *prover, unsigned egress)
{
	return &prover->shared->egresses[egress].proof;
}

const struct mst_tx *mst_prover_engine(const struct mst_prover *prover, const struct mst_egress *egress)
{
	return mst_prover_sender(prover, egress, egress->first_lane);
}

/* ---- opening ---- */

/* Only what leads to a network can get lost. */
static void find_interfaces(struct mst_engine_proof *proof, const struct mst_plan *plan,
                            const struct mst_egress *egress)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = plan->routes[i].path;
		unsigned at = 0;

		if (plan->routes[i].egress != egress || path->kind != MST_PATH_UNICAST)
			continue;
		while (at < proof->interface_count && proof->interfaces[at] != path->ifindex)
			at++;
		if (at == proof->interface_count && at < MST_PROOF_INTERFACES)
			proof->interfaces[proof->interface_count++] = path->ifindex;
	}
}

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
	mst_prover_start(prover, egress);
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
		const struct mst_egress *egress = &plan->egresses.of[i];

		if (!tx[egress->first_lane])
			continue; /* it has no lanes that send */
		find_interfaces(proof_of(prover, i), plan, egress);
		if (proof_of(prover, i)->interface_count)
			await(prover, egress);
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

static bool is_as_kernel(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_tx *tx = mst_prover_engine(prover, egress);

	return tx && tx->engine->as_kernel;
}

/* Hosts on the link of this interface answered ARP or neighbour solicitations. */
static bool has_answered_at(const struct mst_prover *before, int ifindex)
{
	const struct mst_plan *plan = before->shared->plan;
	bool has = false;

	for (unsigned i = 0; i < plan->egresses.count; i++)
		has |= plan->egresses.of[i].kind == MST_EGRESS_ON_LINK && plan->egresses.of[i].ifindex == ifindex &&
		       is_as_kernel(before, &plan->egresses.of[i]) &&
		       mst_engine_proof_stands(proof_of(before, i)) == MST_ENGINE_PROVEN;
	return has;
}

/* Where all is sent as the kernel does, frames to the ports of such hosts leave, too. */
static bool is_proven_beside(const struct mst_prover *prover, const struct mst_egress *egress,
                             const struct mst_prover *before)
{
	const struct mst_plan *plan = prover->shared->plan;
	bool proven = is_as_kernel(prover, egress);

	for (size_t i = 0; i < plan->paths.count && proven; i++) {
		const struct mst_route_out *route = &plan->routes[i];

		proven = route->egress != egress || route->path->kind != MST_PATH_UNICAST ||
		         (route->hop.kind == MST_HOP_NEIGHBOUR && has_answered_at(before, route->path->ifindex));
	}
	return proven;
}

void mst_prover_follow(struct mst_prover *prover, const struct mst_prover *before)
{
	if (!prover->shared || !before->shared)
		return;
	for (unsigned i = 0; i < prover->shared->plan->egresses.count; i++) {
		const struct mst_egress *egress = &prover->shared->plan->egresses.of[i];

		follow(prover, egress, before);
		if (is_proven_beside(prover, egress, before))
			mst_store(&proof_of(prover, i)->standing, MST_ENGINE_PROVEN, release);
		mst_prover_start(prover, egress); /* what that round lost is not ours */
	}
}

/* ---- deciding ---- */

static bool has_other(const struct mst_prover *prover, const struct mst_egress *egress)
{
	bool has = prover->other != NULL;

	for (unsigned i = egress->first_lane; i < egress->first_lane + egress->lanes && has; i++)
		has = prover->other[i] != NULL;
	return has;
}

/* An interface of which nothing is known; of one that was heard before it stopped, the first. */
static int silent_at(const struct mst_prover *prover, const struct mst_egress *egress)
{
	int ifindex = mst_engine_proof_unheard(proof_of(prover, egress->number));

	return ifindex ? ifindex : egress->ifindex;
}

static const char *name_of(const struct mst_prover *prover, const struct mst_egress *egress, char name[IF_NAMESIZE])
{
	return if_indextoname((unsigned)silent_at(prover, egress), name) ? name : "the interface";
}

/* `was`: the engine before; `listens`: raw sockets hear answers, too. */
static void note_change(const struct mst_prover *prover, const struct mst_egress *egress, const struct mst_tx *was,
                        bool stuck, bool listens)
{
	const struct mst_tx *is = mst_prover_engine(prover, egress);
	uint64_t eaten = mst_prover_eaten(prover, egress);
	char name[IF_NAMESIZE], why[80] = "of what was sent, nothing was answered", next[64] = "";

	if (stuck)
		snprintf(why, sizeof why, "the interface takes no frame");
	else if (eaten)
		snprintf(why, sizeof why, "the interface dropped %" PRIu64 " frames", eaten);
	if (is != was)
		snprintf(next, sizeof next, "probing goes on by engine %s, %s", is->engine->name,
		         listens ? "" : "and ");
	mst_run_note(prover->shared->run,
	             "nothing proves that frames leave %s by engine %s (%s): %s%swhat was probed is probed again",
	             name_of(prover, egress, name), was->engine->name, why, next,
	             listens ? "answers are received by raw sockets too, and " : "");
}

/* In turn: a device that loses frames on their way out may also lose them on their way in. Whether there are any. */
static bool listen_too(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_engine_proof *proof = proof_of(prover, egress->number);
	struct mst_rx *sockets = prover->captures ? prover->captures->sockets : NULL;
	struct mst_error ignored;
	bool listens = false;

	for (unsigned i = 0; i < proof->interface_count && sockets; i++)
		listens |= !mst_engine_proof_has_heard(proof, i) &&
		           mst_rx_wake_sockets(sockets, proof->interfaces[i], &ignored) == 0;
	return listens;
}

static void change(struct mst_prover *prover, const struct mst_egress *egress, bool stuck)
{
	struct mst_engine_proof *proof = proof_of(prover, egress->number);
	const struct mst_tx *was = mst_prover_engine(prover, egress);

	proof->stuck = stuck;
	mst_store(&proof->standing, MST_ENGINE_AWAITED, relaxed);
	mst_store(&proof->engine, 1, release); /* PROOF */
	note_change(prover, egress, was, stuck, listen_too(prover, egress));
	mst_prover_start(prover, egress);
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
	       proof_of(prover, egress->number)->interface_count <= 1 &&
	       mst_neigh_ask(&neigh, prover->rtnl, egress->ifindex, &egress->next_hop) == 0 && neigh.sure &&
	       !neigh.fixed;
}

static enum mst_engine_standing judge(const struct mst_prover *prover, const struct mst_egress *egress)
{
	const struct mst_hop *hop = unresolved_of(prover, egress);
	uint64_t eaten = mst_prover_eaten(prover, egress);
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
	             name_of(prover, egress, name), eaten, mst_prover_engine(prover, egress)->engine->name);
	return MST_ENGINE_EATEN;
}

static void give_up(struct mst_prover *prover, const struct mst_egress *egress)
{
	struct mst_engine_proof *proof = proof_of(prover, egress->number);

	mst_store(&proof->unproven_at, silent_at(prover, egress), relaxed); /* PROOF */
	mst_store(&proof->standing, judge(prover, egress), release);        /* PROOF */
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
void mst_prover_answered(struct mst_shared *shared, const struct mst_recognised *found, enum mst_settled_how how,
                         const struct mst_settlement *settlement)
{
	struct mst_engine_proof *proof = &shared->egresses[found->route->egress->number].proof;
	const struct mst_answer *answer = &found->answer;
	uint64_t sent_ns = 0;

	if (mst_load(&proof->standing, relaxed) == MST_ENGINE_PROVEN || answer->volunteered ||
	    found->route->path->kind != MST_PATH_UNICAST || /* loopback, which shares the egress at a fixed rate */
	    mst_addr_equal(&answer->from, &found->route->path->source)) /* the kernel's own word */
		return;
	if (how != MST_SETTLED_GONE && (answer->by_key || answer->ticket.attempt == mst_word_attempt(settlement->was)))
		sent_ns = mst_ns_of_ticks(mst_word_sent(settlement->was), found->arrival.now_ns);
	if (mst_engine_proof_answered(proof, found->route->path->ifindex,
	                              since_of(&shared->published[found->place.lane], proof), sent_ns))
		mst_run_note(shared->run,
		             "answers to the first probes came late: the engine that sent them sends again");
}
