/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_nmap_hosts.c - what the ports of a host say of it.
 */
#include "report/nmap_hosts.h"

#include <criterion/criterion.h>
#include <stdio.h>

#include "unit/report/fixture_report.h"

static char said[256];

static void take(struct mst_page *page, const struct mst_nmap_hosts *host)
{
	(void)page;
	snprintf(said + strlen(said), sizeof said - strlen(said), "%u %s %s; ", host->rows[0].addr.bytes[3],
	         mst_state_name(host->state), mst_reason_name((enum mst_reason)host->because->reason));
}

/* "ADDRESS STATE REASON; …" */
static const char *judged(uint32_t states, const struct mst_result *results, size_t count)
{
	const struct mst_report_config config = { .states = states };
	struct mst_page page = { .config = &config };
	struct mst_nmap_hosts host = { 0 };

	said[0] = '\0';
	for (size_t i = 0; i < count; i++)
		mst_nmap_hosts_add(&page, &host, &results[i], 1, take);
	mst_nmap_hosts_end(&page, &host, take);
	mst_nmap_hosts_end(&page, &host, take);
	snprintf(said + strlen(said), sizeof said - strlen(said), "%u up %u down %u unknown", (unsigned)host.counts.up,
	         (unsigned)host.counts.down, (unsigned)host.counts.unknown);
	mst_nmap_hosts_free(&host);
	return said;
}

static struct mst_result refused(unsigned number, enum mst_reason reason, bool by_itself)
{
	struct mst_result result = port_in(number, 9, MST_FILTERED);

	result.reason = (uint8_t)reason;
	if (!by_itself)
		result.from = host_unreachable(1).from;
	return result;
}

Test(report_nmap_hosts, a_host_that_answered_at_a_port_is_up)
{
	struct mst_result results[] = {
		port_in(1, 1, MST_FILTERED),
		port_in(1, 2, MST_CLOSED),
		port_in(1, 3, MST_OPEN),
		port_in(2, 1, MST_CLOSED),
		refused(3, MST_ADMIN_PROHIBITED, true),
	};

	cr_expect_str_eq(judged(ALL_STATES, results, 5),
	                 "1 up syn-ack; 2 up reset; 3 up admin-prohibited; 3 up 0 down 0 unknown");
	cr_expect_str_eq(judged(ONLY(MST_OPEN), results, 5),
	                 "1 up syn-ack; 2 up reset; 3 up admin-prohibited; 3 up 0 down 0 unknown");
}

Test(report_nmap_hosts, others_that_refuse_and_silence_do_not_make_it_up)
{
	struct mst_result results[] = {
		port_in(1, 1, MST_FILTERED),      refused(2, MST_NO_RESPONSE, true), refused(2, MST_NET_UNREACH, false),
		refused(3, MST_HOST_DOWN, false), port_in(4, 1, MST_UNKNOWN),
	};

	results[2].port = 10;
	cr_expect_str_eq(judged(ALL_STATES, results, 5),
	                 "1 down no-response; 2 unreachable net-unreach; 3 down host-down; "
	                 "4 unknown no-response; 0 up 3 down 1 unknown");
	cr_expect_str_eq(judged(ONLY(MST_OPEN), results, 5), "0 up 3 down 1 unknown");
	cr_expect_str_eq(judged(ONLY(MST_UNKNOWN), results, 5), "4 unknown no-response; 0 up 3 down 1 unknown");
}

Test(report_nmap_hosts, a_verdict_about_the_host_counts_more_than_its_ports)
{
	struct mst_result results[] = { host_down(1), port_in(1, 1, MST_OPEN), host_up(2),
		                        port_in(2, 1, MST_FILTERED) };

	cr_expect_str_eq(judged(ALL_STATES, results, 4), "1 down no-response; 2 up echo-reply; 1 up 1 down 0 unknown");
}
