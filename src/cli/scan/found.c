/* SPDX-License-Identifier: BSD-2-Clause */
/* found.c - see found.h. */
#include "cli/scan/found.h"

#include <muster/units.h>
#include <stdio.h>

#include "cli/common/terminal.h"

/* One write for all of it: the line of progress is drawn by another thread. */
static void print_one(const struct mst_result *result)
{
	char addr[MST_ADDR_TEXT], port[16] = "", rtt[40] = "";

	mst_addr_format(&result->addr, addr);
	if (result->about_port)
		snprintf(port, sizeof port, " port %u", result->port);
	if (result->rtt_ns >= 0)
		mst_write_duration(rtt, sizeof rtt, (uint64_t)result->rtt_ns);
	fprintf(stderr, MST_TERMINAL_ERASE "%s%s is %s (%s%s%s)\n", addr, port,
	        mst_state_name((enum mst_state)result->state), mst_reason_name((enum mst_reason)result->reason),
	        *rtt ? ", " : "", rtt);
}

int mst_found_lines_write(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	const struct mst_found_lines *found = user;

	for (size_t i = 0; found->printed && i < count; i++) {
		if (results[i].state == MST_UP || results[i].state == MST_OPEN)
			print_one(&results[i]);
	}
	return mst_report_write(found->report, results, count, err);
}
