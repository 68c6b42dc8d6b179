/* SPDX-License-Identifier: BSD-2-Clause */
/* What the lanes learn of handshakes; the handshakes themselves are those of tests/unit/handshake and live.banner. */
#include <criterion/criterion.h>

#include "round/greeter.h"
#include "unit/round/fixture_round.h"

Test(round_greeter, lanes_pause_while_many_handshakes_begin_or_end_in_a_turn)
{
	static const struct mst_greeting greeting = { .per_host = 4, .timeout_ns = MST_NS_PER_SECOND };
	struct fixture *fixture = fixture_new("127.0.0.1", "80", 1);
	struct mst_shared *shared = &fixture->round.shared;
	struct mst_greeter greeter = { .greeting = NULL };
	struct mst_error error;

	cr_assert_eq(mst_greeter_open(&greeter, &greeting, shared, &error), 0);
	greeter.changed = 10;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_not(mst_load(&shared->handshakes_wait, relaxed));
	greeter.changed = 4096;
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect(mst_load(&shared->handshakes_wait, relaxed));
	mst_greeter_turn(&greeter, MST_NS_PER_SECOND);
	cr_expect_not(mst_load(&shared->handshakes_wait, relaxed));
	mst_greeter_close(&greeter);
	fixture_free(fixture);
}
