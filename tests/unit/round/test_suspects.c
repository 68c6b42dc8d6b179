/* SPDX-License-Identifier: BSD-2-Clause */
/* test_suspects.c - hosts of both families are tested once, and those that answer for unused ports are suspect. */
#include "round/suspects.h"

#include <criterion/criterion.h>

#define HOSTS 3000

static struct mst_addr host(uint32_t number)
{
	return number % 2 ? mst_addr_from_ipv4(0x0a000000 + number)
	                  : mst_addr_from_ipv6(((mst_uint128)0xfd << 120) + number, 0);
}

static enum mst_suspicion note(struct mst_suspects *suspects, struct mst_unused_queue *queue, uint32_t number)
{
	const struct mst_origin origin = { .lane = number % 3 };
	struct mst_result result = { .addr = host(number), .port = 80, .state = MST_OPEN };

	return mst_suspects_note(suspects, queue, &result, &origin);
}

/* One question waits: about this host and an unused port. */
static void expect_asked(struct mst_unused_queue *queue, uint32_t number, uint16_t port)
{
	const struct mst_addr expected = host(number);
	struct mst_unused_question question;

	cr_assert(mst_unused_queue_take(queue, &question), "%u", number);
	cr_expect(mst_addr_equal(&question.host, &expected));
	cr_expect_eq(question.port, port);
	cr_expect(mst_unused_queue_is_empty(queue));
}

Test(round_suspects, hosts_that_answer_for_unused_ports_are_suspect)
{
	const struct mst_unused unused = { .wanted = true, .ports = { 4, 6 }, .port_count = 2 };
	struct mst_suspects *suspects = mst_suspects_new(&unused, 16 * HOSTS);
	struct mst_unused_queue queue = { .put = 0 };
	const struct mst_result *result;
	unsigned lane;

	for (uint32_t number = 0; number < HOSTS; number++) {
		cr_expect_eq(note(suspects, &queue, number), MST_NOT_SUSPECT);
		expect_asked(&queue, number, 4);
	}
	for (uint32_t number = 0; number < HOSTS; number += 3) {
		const struct mst_origin origin = { .lane = 0 };
		struct mst_addr addr = host(number);

		cr_expect_not(mst_suspects_answered(suspects, &queue, &addr, &origin));
		expect_asked(&queue, number, 6);
		cr_assert(mst_suspects_answered(suspects, &queue, &addr, &origin));
		result = mst_suspects_next(suspects, &lane);
		cr_assert_not_null(result);
		cr_expect(mst_addr_equal(&result->addr, &addr));
		cr_expect_eq(result->suspect, MST_SUSPECT_EVERY_PORT);
		cr_expect_eq(lane, number % 3);
		cr_expect_null(mst_suspects_next(suspects, &lane));
	}
	for (uint32_t number = 0; number < HOSTS; number++)
		cr_expect_eq(note(suspects, &queue, number), number % 3 ? MST_NOT_SUSPECT : MST_SUSPECT_EVERY_PORT);
	mst_suspects_free(suspects);
}

/* Those that answered for every port leave the table; those that answered for some are found behind the gaps. */
Test(round_suspects, an_answer_for_every_port_counts_once)
{
	const struct mst_unused unused = { .wanted = true, .ports = { 4, 6 }, .port_count = 2 };
	struct mst_suspects *suspects = mst_suspects_new(&unused, 16 * HOSTS);
	const struct mst_origin origin = { .lane = 0 };
	struct mst_unused_queue queue = { .put = 0 };

	for (uint32_t time = 1; time <= 3; time++) {
		for (uint32_t number = 0; number < HOSTS; number++) {
			bool early = number % 4 < 2;
			struct mst_addr addr = host(number);

			cr_assert_eq(mst_suspects_answered(suspects, &queue, &addr, &origin), time == 2 && !early, "%u",
			             number);
			if (time == 1)
				expect_asked(&queue, number, 6);
			if (time == 1 && early)
				cr_assert(mst_suspects_answered(suspects, &queue, &addr, &origin), "%u", number);
		}
	}
	mst_suspects_free(suspects);
}

/* Where each host is asked about one port, none is remembered. */
Test(round_suspects, hosts_with_one_port_are_not_remembered)
{
	const struct mst_unused unused = { .wanted = true, .ports = { 4 }, .port_count = 1 };
	struct mst_suspects *suspects = mst_suspects_new(&unused, 0);
	struct mst_unused_queue queue = { .put = 0 };
	const struct mst_origin origin = { .lane = 0 };
	struct mst_addr addr = host(1);
	unsigned lane;

	for (unsigned i = 0; i < 2; i++) {
		cr_expect_eq(note(suspects, &queue, 1), MST_NOT_SUSPECT);
		expect_asked(&queue, 1, 4);
	}
	cr_expect(mst_suspects_answered(suspects, &queue, &addr, &origin));
	for (unsigned i = 0; i < 2; i++) {
		const struct mst_result *result = mst_suspects_next(suspects, &lane);

		cr_assert_not_null(result);
		cr_expect(mst_addr_equal(&result->addr, &addr));
	}
	cr_expect_null(mst_suspects_next(suspects, &lane));
	mst_suspects_free(suspects);
}
