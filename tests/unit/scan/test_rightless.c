/* SPDX-License-Identifier: BSD-2-Clause */
/* When engine connect is chosen, and what it refuses. */
#include "scan/rightless.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/capability.h>
#include <muster/targets.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct mst_targets *targets;

static struct mst_scan_config config_for(const char *tx)
{
	struct mst_scan_config config = mst_scan_defaults();
	struct mst_error error;

	if (!targets) {
		targets = mst_targets_new();
		cr_assert(targets);
		cr_assert_eq(mst_targets_add(targets, "127.0.0.1", &error), 0);
	}
	config.probing.targets = targets;
	config.engines.tx = tx;
	return config;
}

static void drop_rights(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	cr_assert_eq(syscall(SYS_capset, &header, none), 0);
}

static void expect_refusal(struct mst_scan_config *config, const char *word)
{
	struct mst_error error = { "" };
	bool by_itself;

	cr_expect_eq(mst_rightless_choose(config, &by_itself, &error), -EINVAL);
	cr_expect(strstr(error.text, word), "%s: %s", word, error.text);
	cr_expect_not(by_itself);
}

Test(scan_rightless, one_that_is_named_takes_both_directions_and_its_own_probes)
{
	struct mst_scan_config config = config_for("connect");
	struct mst_error error;
	bool by_itself;

	cr_assert_eq(mst_rightless_choose(&config, &by_itself, &error), 0);
	cr_expect_not(by_itself);
	cr_expect(mst_rightless_is(&config));
	cr_expect_str_eq(config.engines.rx, "connect");
	cr_expect(config.route.no_arp);
	cr_expect(strstr(config.probing.probes, "syn:443"));
	cr_expect_not(strstr(config.probing.probes, "ack"));
}

Test(scan_rightless, what_it_cannot_do_is_refused)
{
	struct mst_scan_config config = config_for("connect");

	config.header.source_port_first = config.header.source_port_last = 4000;
	expect_refusal(&config, "--source-port");
	config = config_for("connect");
	config.header.syn_options = MST_SYN_MSS;
	expect_refusal(&config, "--syn-options");
	config = config_for("connect");
	config.route.gateway_mac = "02:00:00:00:00:02";
	expect_refusal(&config, "--gateway-mac");
	config = config_for("connect");
	config.rate.arp_pps = 1000;
	expect_refusal(&config, "--arp-rate");
	config = config_for("connect");
	config.engines.rx = "pcap";
	expect_refusal(&config, "--rx pcap");
	config = config_for("connect");
	config.probing.probes = "ack:80";
	expect_refusal(&config, "--probe ack:80");
	config = config_for("auto");
	config.engines.rx = "connect";
	expect_refusal(&config, "--rx connect");
}

Test(scan_rightless, it_is_chosen_by_itself_only_where_no_right_is_there)
{
	struct mst_scan_config config;
	struct mst_error error = { "" };
	bool by_itself;

	drop_rights();
	config = config_for("auto");
	cr_assert_eq(mst_rightless_choose(&config, &by_itself, &error), 0, "%s", error.text);
	cr_expect(by_itself);
	cr_expect(mst_rightless_is(&config));
	config = config_for("raw");
	cr_assert_eq(mst_rightless_choose(&config, &by_itself, &error), 0);
	cr_expect_not(by_itself, "the user named another");
	config = config_for("raw");
	config.engines.tx_may_differ = true;
	config.engines.rx = "pcap";
	cr_assert_eq(mst_rightless_choose(&config, &by_itself, &error), 0);
	cr_expect(by_itself, "as watch names it");
}

Test(scan_rightless, without_rights_a_run_that_it_cannot_make_says_why)
{
	struct mst_scan_config config = config_for("auto");
	struct mst_error error = { "" };
	bool by_itself;

	drop_rights();
	config.header.syn_options = MST_SYN_MSS;
	cr_assert_eq(mst_rightless_choose(&config, &by_itself, &error), -EPERM);
	cr_expect(strstr(error.text, "CAP_NET_RAW") && strstr(error.text, "--syn-options"), "%s", error.text);
	cr_expect_not(by_itself);
}

Test(scan_rightless, its_sockets_live_as_long_as_the_longest_time_out)
{
	struct mst_scan_config config = config_for("connect");

	cr_expect_eq(mst_rightless_life_ns(&config), UINT64_C(3200000000));
	config.retry.timeout_ns = UINT64_C(5000000000);
	cr_expect_eq(mst_rightless_life_ns(&config), UINT64_C(5200000000));
}
