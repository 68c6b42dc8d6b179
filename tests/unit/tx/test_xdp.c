/* SPDX-License-Identifier: BSD-2-Clause */
/* What the AF_XDP engine refuses before it touches anything, and in which words. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "tx/engines.h"

#define LOOPBACK 1

static const struct mst_tx_engine *xdp(void)
{
	const struct mst_tx_engine *engine;

	for (size_t i = 0; (engine = mst_tx_engine_at(i)); i++) {
		if (strcmp(engine->name, "xdp") == 0)
			return engine;
	}
	cr_skip_test("this muster was built without libxdp");
	return NULL;
}

static struct mst_hop hop(const char *interface, int ifindex, enum mst_hop_kind kind)
{
	struct mst_hop hop = { .kind = kind, .ifindex = ifindex, .tx_queues = 2 };

	strcpy(hop.interface, interface);
	return hop;
}

static void refuses(const struct mst_hop *hops, size_t count, unsigned lanes, const char *const words[])
{
	struct mst_tx_config config = { .hops = hops, .hop_count = count, .lanes = lanes, .by_name = true };
	struct mst_error err;

	cr_assert_lt(xdp()->check(&config, &err), 0);
	for (; *words; words++)
		cr_assert(strstr(err.text, *words), "no \"%s\" in \"%s\"", *words, err.text);
}

Test(tx_xdp, refuses_devices_without_ethernet_headers_by_name)
{
	struct mst_hop loopback = hop("lo", LOOPBACK, MST_HOP_NO_HEADER);

	refuses(&loopback, 1, 1, (const char *const[]){ "lo", "no Ethernet device", NULL });
}

Test(tx_xdp, refuses_more_than_one_device_and_names_both)
{
	struct mst_hop hops[] = { hop("east0", 70001, MST_HOP_ETHERNET), hop("none0", 70002, MST_HOP_NONE),
		                  hop("east0", 70001, MST_HOP_ETHERNET), hop("west0", 70003, MST_HOP_ETHERNET) };

	refuses(hops, 4, 1, (const char *const[]){ "east0 and west0", "one device", NULL });
}

Test(tx_xdp, refuses_more_lanes_than_the_device_has_queues_and_tells_both_numbers)
{
	struct mst_hop one = hop("east0", 70001, MST_HOP_ETHERNET);

	refuses(&one, 1, 3, (const char *const[]){ "east0", "2 queues", "3 lanes", NULL });
}

Test(tx_xdp, refuses_where_nothing_is_sent)
{
	struct mst_hop none = hop("", 0, MST_HOP_NONE);

	refuses(&none, 1, 1, (const char *const[]){ "no target", NULL });
}

/* The loopback stands for every device whose driver has no XDP of its own. */
Test(tx_xdp, auto_takes_it_only_where_the_driver_knows_xdp)
{
	struct mst_hop one = hop("lo", LOOPBACK, MST_HOP_ETHERNET);
	struct mst_tx_config config = { .hops = &one, .hop_count = 1, .lanes = 1 };
	struct mst_error err;
	int code = xdp()->check(&config, &err);

	if (code == -EPERM)
		cr_skip_test("AF_XDP sockets need privileges");
	cr_assert_eq(code, -EOPNOTSUPP);
	cr_assert(strstr(err.text, "XDP"), "%s", err.text);
}
