/* SPDX-License-Identifier: BSD-2-Clause */
/* found.c - see found.h. */
#include "cli/scan/found.h"

#include <muster/text.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>

#include "cli/common/terminal.h"

/* Whether the service was recognised by what it said, not guessed by its port. */
static bool is_recognised(const struct mst_service_text *of)
{
	const struct mst_service_text *from = &of[MST_SERVICE_FROM];

	return of[MST_SERVICE_NAME].size &&
	       !(from->size == strlen("port") && memcmp(from->bytes, "port", from->size) == 0);
}

/* "10.0.2.17 port 22 is ssh: OpenSSH 9.2p1"; nothing where that is not known. Any byte may be in the texts. */
static void print_service(const struct mst_result *result)
{
	const struct mst_service_text *of = result->service->of, *name = &of[MST_SERVICE_NAME];
	const struct mst_service_text *product = &of[MST_SERVICE_PRODUCT], *version = &of[MST_SERVICE_VERSION];
	char addr[MST_ADDR_TEXT];

	if (!is_recognised(of))
		return;
	mst_addr_format(&result->addr, addr);
	fputs(MST_TERMINAL_ERASE, stderr);
	mst_print(stderr, "%s port %u is %.*s%s%.*s%s%.*s\n", addr, result->port, name->size, (const char *)name->bytes,
	          product->size ? ": " : "", product->size, (const char *)product->bytes, version->size ? " " : "",
	          version->size, (const char *)version->bytes);
}

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
		if (results[i].service)
			print_service(&results[i]);
		else if (results[i].state == MST_UP || results[i].state == MST_OPEN)
			print_one(&results[i]);
	}
	return mst_report_write(found->report, results, count, err);
}
