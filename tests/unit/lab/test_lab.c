/* SPDX-License-Identifier: BSD-2-Clause */
/* test_lab.c - what a lab refuses before it makes anything, and the names of its networks. */
#include <criterion/criterion.h>
#include <errno.h>
#include <muster/lab.h>
#include <string.h>

Test(lab_lab, every_ground_has_a_name_of_its_own_and_a_meaning)
{
	for (int a = 0; a < MST_LAB_NETWORK_COUNT; a++) {
		cr_assert_gt(strlen(mst_lab_network_meaning((enum mst_lab_network)a)), 10);
		for (int b = 0; b < a; b++)
			cr_assert_str_neq(mst_lab_network_name((enum mst_lab_network)a),
			                  mst_lab_network_name((enum mst_lab_network)b));
	}
	cr_assert_str_eq(mst_lab_network_name(MST_LAB_NETWORK_COUNT), "?");
}

Test(lab_lab, a_config_that_makes_no_sense_is_refused_with_its_value)
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
