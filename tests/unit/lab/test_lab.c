/* What a lab refuses before it makes anything, its names, and the world that its reflector plays. */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/lab.h>
#include <string.h>

#include "lab/world.h"

Test(lab, every_ground_has_a_name_of_its_own_and_a_meaning)
{
	for (int a = 0; a < MST_LAB_NETWORK_COUNT; a++) {
		cr_assert_gt(strlen(mst_lab_network_meaning((enum mst_lab_network)a)), 10);
		for (int b = 0; b < a; b++)
			cr_assert_str_neq(mst_lab_network_name((enum mst_lab_network)a), mst_lab_network_name((enum mst_lab_network)b));
	}
	cr_assert_str_eq(mst_lab_network_name(MST_LAB_NETWORK_COUNT), "?");
}

Test(lab, a_config_that_makes_no_sense_is_refused_with_its_value)
{
	static const struct {
		struct mst_lab_config config;
		const char *named;
	} cases[] = {
		{ { .live = 0, .queues = 1 }, "0" },
		{ { .live = 1.5, .queues = 1 }, "1.5" },
		{ { .live = -1, .queues = 1 }, "-1" },
		{ { .live = 0.5, .queues = 0 }, "0 queues" },
		{ { .live = 0.5, .queues = MST_LANES_MAX + 1 }, "65 queues" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mst_lab *lab = (struct mst_lab *)1;
		struct mst_error err;

		cr_assert_eq(mst_lab_open(&lab, &cases[i].config, &err), -EINVAL);
		cr_assert_null(lab);
		cr_assert(strstr(err.text, cases[i].named), "%s", err.text);
	}
	mst_lab_close(NULL);
}

/* Counted over a /16, the share that lives is what was asked for, whatever the seed. */
Test(lab, the_share_of_the_world_that_lives_is_the_share_asked_for)
{
	static const double shares[] = { 0.01, 0.25, 0.5, 1 };

	for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
		for (uint32_t seed = 0; seed < 5; seed++) {
			struct mst_world world = { .seed = seed, .live = (uint64_t)(shares[i] * 4294967296.0) };
			double lives = 0;

			for (uint32_t host = 0; host < 65536; host++)
				lives += mst_world_lives(&world, 0x0a000000 + host);
			cr_assert_float_eq(lives / 65536, shares[i], 0.01, "share %g, seed %u", shares[i], seed);
		}
	}
}

/* Not the same hash twice: otherwise whole hosts would be open or closed. */
Test(lab, which_ports_are_open_differs_from_host_to_host)
{
	struct mst_world world = { .live = UINT64_C(1) << 32, .open = UINT64_C(1) << 31 };
	unsigned open_of_host[64] = { 0 };

	for (uint32_t host = 0; host < 64; host++) {
		for (uint32_t port = 1; port <= 1024; port++)
			open_of_host[host] += mst_world_opens(&world, 0x0a000000 + host, port);
		cr_assert_gt(open_of_host[host], 400u);
		cr_assert_lt(open_of_host[host], 624u);
	}
}
