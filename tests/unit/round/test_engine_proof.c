/* SPDX-License-Identifier: BSD-2-Clause */
/* What proves an engine, and what does not. */
#include <criterion/criterion.h>

#include "round/engine_proof.h"

#define FIRST 0
#define OTHER 1
#define ETH0 2
#define ETH1 3

static struct mst_engine_proof awaited(unsigned engine)
{
	struct mst_engine_proof proof = { .as_kernel = { false, true } };

	mst_store(&proof.standing, MST_ENGINE_AWAITED, relaxed);
	mst_store(&proof.engine, engine, relaxed);
	return proof;
}

Test(round_engine_proof, an_answer_to_a_probe_proves_the_engine_that_sent_it)
{
	struct mst_engine_proof proof = awaited(FIRST);

	cr_expect(mst_engine_proof_is_awaited(&proof, FIRST));
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 0, 0),
	              "when it left need not be known while no other one sent");
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
	cr_expect_not(mst_engine_proof_is_awaited(&proof, FIRST));
	cr_expect(mst_engine_proof_is_awaited(&proof, OTHER), "a lane that has not changed yet");
}

Test(round_engine_proof, an_answer_to_the_first_engine_makes_it_send_again)
{
	struct mst_engine_proof proof = awaited(OTHER);

	cr_expect(mst_engine_proof_answered(&proof, ETH0, 1000, 900));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
	cr_expect_eq(mst_load(&proof.engine, relaxed), FIRST);
}

Test(round_engine_proof, a_device_that_takes_no_frame_of_the_first_engine_does_not_get_it_back)
{
	struct mst_engine_proof proof = awaited(OTHER);

	proof.stuck = true;
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 1000, 900), "what it took before shows nothing of now");
	cr_expect_eq(mst_load(&proof.engine, relaxed), OTHER);
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_AWAITED);
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 1000, 1000));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
}

Test(round_engine_proof, an_answer_of_unknown_attempt_proves_neither_of_two_engines)
{
	struct mst_engine_proof proof = awaited(OTHER);

	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 1000, 0));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_AWAITED);
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 1000, 1000));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
	cr_expect_eq(mst_load(&proof.engine, relaxed), OTHER);
}

Test(round_engine_proof, a_gateway_proves_only_what_asked_it)
{
	struct mst_engine_proof proof = awaited(FIRST);

	mst_engine_proof_hop_answered(&proof, ETH0, false);
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_AWAITED, "another socket asked, by another way");
	mst_engine_proof_hop_answered(&proof, ETH0, true);
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);

	proof = awaited(OTHER);
	mst_engine_proof_hop_answered(&proof, ETH0, false);
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN, "frames reach the device as the kernel's do");
}

Test(round_engine_proof, silence_that_was_believed_without_proof_may_be_proven_later)
{
	struct mst_engine_proof proof = awaited(FIRST);

	mst_store(&proof.standing, MST_ENGINE_UNPROVEN, relaxed);
	cr_expect_not(mst_engine_proof_is_awaited(&proof, FIRST));
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 0, 5));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
}

Test(round_engine_proof, an_answer_through_one_interface_proves_nothing_of_another_one)
{
	struct mst_engine_proof proof = awaited(FIRST);

	proof.interfaces[0] = ETH0;
	proof.interfaces[1] = ETH1;
	proof.interface_count = 2;
	cr_expect_not(mst_engine_proof_answered(&proof, ETH0, 0, 5));
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_AWAITED);
	cr_expect(mst_engine_proof_has_heard_at(&proof, ETH0), "silence there is believed");
	cr_expect_not(mst_engine_proof_has_heard_at(&proof, ETH1));
	cr_expect_eq(mst_engine_proof_unheard(&proof), ETH1);
	mst_engine_proof_hop_answered(&proof, ETH1, true);
	cr_expect_eq(mst_engine_proof_stands(&proof), MST_ENGINE_PROVEN);
}

Test(round_engine_proof, what_the_engine_has_noticed_is_not_lost)
{
	cr_expect_eq(mst_engine_proof_eaten(4105, 4105, 2048), 0, "all of it was offered again");
	cr_expect_eq(mst_engine_proof_eaten(4105, 0, 2048), 4105, "it knows of none: gretap by AF_XDP");
	cr_expect_eq(mst_engine_proof_eaten(1030, 30, 2000), 1000);
	cr_expect_eq(mst_engine_proof_eaten(1029, 30, 2000), 0, "less than half of what was sent");
	cr_expect_eq(mst_engine_proof_eaten(3, 5, 0), 0, "not all devices count these");
	cr_expect_eq(mst_engine_proof_eaten(0, 0, 0), 0);
}
