/* SPDX-License-Identifier: BSD-2-Clause */
/* What a round takes over from the one before, and what it counts anew. */
#include <criterion/criterion.h>

#include "round/prover.h"
#include "unit/round/fixture_round.h"

#define LOST 77

static const struct mst_tx_engine own = { .name = "own" }, as_kernel = { .name = "kernel", .as_kernel = true };

/* Two rounds through the same interface. */
struct rounds {
	struct fixture *first, *second;
	struct mst_prover before, prover;
};

static struct rounds begin(struct mst_tx *const *tx_before, struct mst_tx *const *tx)
{
	struct rounds rounds = { .first = fixture_new("127.0.0.1", "80", 1),
		                 .second = fixture_new("127.0.0.1", "80", 1) };

	mst_prover_open(&rounds.before, &rounds.first->round.shared, tx_before, NULL, NULL);
	mst_prover_open(&rounds.prover, &rounds.second->round.shared, tx, NULL, NULL);
	return rounds;
}

static void end(struct rounds *rounds)
{
	mst_prover_close(&rounds->before);
	mst_prover_close(&rounds->prover);
	fixture_words(rounds->first);
	fixture_free(rounds->first);
	fixture_words(rounds->second);
	fixture_free(rounds->second);
}

static struct mst_engine_proof *proof_of(const struct mst_prover *prover)
{
	return &prover->shared->egresses[0].proof;
}

Test(round_prover, what_the_round_before_lost_is_not_counted_again)
{
	struct mst_tx engine = { .engine = &own };
	struct mst_tx *const tx[MST_LANES_MAX] = { &engine };
	struct rounds rounds = begin(tx, tx);

	mst_store(&proof_of(&rounds.before)->engine, 1, relaxed);
	rounds.prover.began[0].sent = LOST;
	mst_prover_follow(&rounds.prover, &rounds.before);
	cr_expect_eq(mst_load(&proof_of(&rounds.prover)->engine, relaxed), 1, "the same engine goes on");
	cr_expect_eq(rounds.prover.began[0].sent, 0, "counted from the beginning of this round");
	end(&rounds);
}

/* The paths of a plan as if they led to hosts of the link, as in a scan of ports. */
static void put_on_link(struct fixture *fixture, enum mst_egress_kind kind)
{
	fixture->plan.egresses.of[0].kind = kind;
	for (size_t i = 0; i < fixture->plan.paths.count; i++) {
		fixture->plan.paths.paths[i].kind = MST_PATH_UNICAST;
		fixture->plan.routes[i].hop.kind = MST_HOP_NEIGHBOUR;
	}
}

/* How a round begins after one that was proven, each by an engine of its own. */
static enum mst_engine_standing after(enum mst_egress_kind kind, const struct mst_tx_engine *before,
                                      const struct mst_tx_engine *now)
{
	struct mst_tx one = { .engine = before }, other = { .engine = now };
	struct mst_tx *const tx_before[MST_LANES_MAX] = { &one }, *const tx[MST_LANES_MAX] = { &other };
	struct rounds rounds = begin(tx_before, tx);
	enum mst_engine_standing standing;

	put_on_link(rounds.first, kind);
	put_on_link(rounds.second, MST_EGRESS_ROUTED);
	mst_store(&proof_of(&rounds.before)->standing, MST_ENGINE_PROVEN, relaxed);
	mst_store(&proof_of(&rounds.prover)->standing, MST_ENGINE_AWAITED, relaxed);
	mst_prover_follow(&rounds.prover, &rounds.before);
	standing = mst_engine_proof_stands(proof_of(&rounds.prover));
	end(&rounds);
	return standing;
}

Test(round_prover, hosts_that_answered_arp_prove_that_frames_to_their_ports_leave)
{
	cr_expect_eq(after(MST_EGRESS_ON_LINK, &as_kernel, &as_kernel), MST_ENGINE_PROVEN);
	cr_expect_eq(after(MST_EGRESS_ON_LINK, &as_kernel, &own), MST_ENGINE_AWAITED, "they leave by other means");
	cr_expect_eq(after(MST_EGRESS_ON_LINK, &own, &as_kernel), MST_ENGINE_AWAITED);
	cr_expect_eq(after(MST_EGRESS_ROUTED, &as_kernel, &as_kernel), MST_ENGINE_AWAITED, "no host of the link");
}

Test(round_prover, an_address_of_this_machine_proves_nothing_of_a_network)
{
	struct fixture *fixture = fixture_new("127.0.1.3", "80", 1);
	struct mst_engine_proof *proof = &fixture->round.shared.egresses[0].proof;
	struct packet syn;

	mst_store(&proof->standing, MST_ENGINE_AWAITED, relaxed);
	syn = fixture_ask(fixture, "127.0.1.3", 80);
	fixture_feed(fixture, answer_tcp(&syn, SYN_ACK));
	fixture_expect(fixture, "127.0.1.3:80 open syn-ack from 127.0.1.3 ttl 57 try 1/1 rtt 1024000\n");
	cr_expect_eq(mst_engine_proof_stands(proof), MST_ENGINE_AWAITED);
	fixture_free(fixture);
}
