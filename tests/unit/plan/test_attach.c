/* SPDX-License-Identifier: BSD-2-Clause */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "plan/attach.h"

#define NEW MST_KERNEL(6, 12)

static enum mst_attach_verdict choose(const char *driver, unsigned kernel, enum mst_session session)
{
	struct mst_attach_facts facts = { driver, kernel, session };

	return mst_attach_choose(&facts);
}

Test(plan_attach, drivers_that_keep_the_link_get_a_program_by_themselves)
{
	static const char *const drivers[] = { "veth", "tun", "virtio_net", "sfc", "tsnep", "cpsw" };

	for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
		cr_assert_eq(choose(drivers[i], NEW, MST_SESSION_NONE), MST_ATTACH_ALLOWED, "%s", drivers[i]);
}

Test(plan_attach, drivers_that_restart_do_not)
{
	static const char *const drivers[] = { "igb", "igc",     "ixgbe",     "ixgbevf", "i40e",
		                               "ice", "mlx4_en", "mlx5_core", "bnxt_en", "ena",
		                               "nfp", "vmxnet3", "qede",      "st_gmac", "mvneta",
		                               "gve", "mana",    "vif",       "nicvf",   "atlantic" };

	for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
		cr_assert_eq(choose(drivers[i], NEW, MST_SESSION_NONE), MST_ATTACH_RESTARTS, "%s", drivers[i]);
	cr_assert_eq(choose("bonding", NEW, MST_SESSION_NONE), MST_ATTACH_BELOW);
	cr_assert_eq(choose("hv_netvsc", NEW, MST_SESSION_NONE), MST_ATTACH_BELOW);
}

Test(plan_attach, a_driver_that_nobody_has_read_does_not)
{
	cr_assert_eq(choose("e1000e", NEW, MST_SESSION_NONE), MST_ATTACH_UNKNOWN_DRIVER);
	cr_assert_eq(choose("", NEW, MST_SESSION_NONE), MST_ATTACH_UNKNOWN_DRIVER);
	cr_assert_eq(choose("vet", NEW, MST_SESSION_NONE), MST_ATTACH_UNKNOWN_DRIVER);
	cr_assert_eq(choose("veth2", NEW, MST_SESSION_NONE), MST_ATTACH_UNKNOWN_DRIVER);
}

Test(plan_attach, kernels_before_the_one_that_was_mended_do_not)
{
	cr_assert_eq(choose("virtio_net", MST_KERNEL(4, 12), MST_SESSION_NONE), MST_ATTACH_OLD_KERNEL);
	cr_assert_eq(choose("virtio_net", MST_KERNEL(4, 13), MST_SESSION_NONE), MST_ATTACH_ALLOWED);
	cr_assert_eq(choose("veth", 0, MST_SESSION_NONE), MST_ATTACH_OLD_KERNEL, "an unknown version");
}

Test(plan_attach, never_where_the_session_comes_through_whatever_the_driver)
{
	cr_assert_eq(choose("veth", NEW, MST_SESSION_SSH), MST_ATTACH_SESSION);
	cr_assert_eq(choose("veth", NEW, MST_SESSION_GATEWAY), MST_ATTACH_DEFAULT_ROUTE);
	cr_assert_neq(choose("igb", NEW, MST_SESSION_SSH), MST_ATTACH_ALLOWED);
	cr_assert_neq(choose("e1000", NEW, MST_SESSION_GATEWAY), MST_ATTACH_ALLOWED);
}

Test(plan_attach, each_refusal_names_the_interface_and_the_way_out)
{
	for (int verdict = 0; verdict <= MST_ATTACH_DEFAULT_ROUTE; verdict++) {
		struct mst_error err = { "" };
		int code = mst_attach_explain((enum mst_attach_verdict)verdict, "eth7", "igb", &err);

		cr_assert_gt(strlen(mst_attach_word((enum mst_attach_verdict)verdict)), 2);
		if (verdict == MST_ATTACH_ALLOWED) {
			cr_assert_eq(code, 0);
			continue;
		}
		cr_assert_eq(code, -ECANCELED);
		cr_assert(strstr(err.text, "eth7"), "%s", err.text);
		cr_assert(strstr(err.text, "--rx xdp"), "%s", err.text);
	}
}

Test(plan_attach, a_driver_without_a_name_is_none_in_words)
{
	struct mst_error err;

	mst_attach_explain(MST_ATTACH_UNKNOWN_DRIVER, "wg0", "", &err);
	cr_assert(strstr(err.text, "(none)"), "%s", err.text);
}

Test(plan_attach, who_has_a_program_attached_by_name_reads_what_it_costs)
{
	struct mst_error sentence;

	cr_assert_not(mst_attach_costs(choose("veth", NEW, MST_SESSION_NONE), "near0", "veth", &sentence));
	cr_assert(mst_attach_costs(choose("igb", NEW, MST_SESSION_NONE), "ens3", "igb", &sentence));
	cr_assert_str_eq(sentence.text,
	                 "an XDP program is attached to ens3, as asked: its driver (igb) takes the link down "
	                 "for some seconds, or stops its queues, now and at the end");
	cr_assert(mst_attach_costs(choose("bonding", NEW, MST_SESSION_NONE), "b0", "bonding", &sentence));
	cr_assert(strstr(sentence.text, "may take the link down"));
}
