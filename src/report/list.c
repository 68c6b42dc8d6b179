/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * list.c - the formats list (one address a line, each once) and hostport (ADDRESS:PORT, [ADDRESS]:PORT for IPv6).
 * Shells can read both, and so can -i of another muster.
 */
#include <errno.h>

#include "report/addrs.h"
#include "report/digits.h"
#include "report/writer.h"

/* Ordered by address, the last one is enough to find repetitions; in the order of arrival all are kept. */
struct list {
	struct mst_addr last;
	struct mst_addrs all;
};

static void begin(struct mst_page *page)
{
	(void)page;
}

static bool is_new(struct mst_page *page, const struct mst_addr *addr)
{
	struct list *list = page->state;
	int code;

	if (!page->streamed && !page->config->by_arrival) {
		if (mst_addr_compare(&list->last, addr) == 0)
			return false;
		list->last = *addr;
		return true;
	}
	code = mst_addrs_add(&list->all, addr);
	if (code < 0)
		mst_out_fail(page->out, code, "no memory for the addresses of a list");
	return code > 0;
}

/* A streamed line cannot be withdrawn. So amendments to unwanted states are not written, and no target twice. */
static bool is_listed(const struct mst_page *page, const struct mst_result *result)
{
	uint32_t states = page->config->states;

	return (states >> result->state & 1) != 0 &&
	       !(result->amended && page->streamed && (states >> result->was & 1) != 0);
}

static void write_addrs(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *at;

		if (!is_listed(page, &results[i]) || !is_new(page, &results[i].addr))
			continue;
		at = mst_out_room(page->out, MST_ADDR_TEXT + 1);
		at += mst_addr_format(&results[i].addr, at);
		*at++ = '\n';
		mst_out_wrote(page->out, at);
		mst_out_line(page->out);
	}
}

static void write_ports(struct mst_page *page, const struct mst_result *results, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		bool bracket = results[i].addr.family == MST_IPV6;
		char *at;

		if (!is_listed(page, &results[i]))
			continue;
		at = mst_put_text(mst_out_room(page->out, MST_ADDR_TEXT + MST_DIGITS_MAX + 4), bracket ? "[" : "");
		at += mst_addr_format(&results[i].addr, at);
		at = mst_put_text(at, bracket ? "]:" : ":");
		at = mst_put_whole(at, results[i].port);
		*at++ = '\n';
		mst_out_wrote(page->out, at);
		mst_out_line(page->out);
	}
}

static void free_state(struct mst_page *page)
{
	struct list *list = page->state;

	mst_addrs_free(&list->all);
}

const struct mst_writer mst_writer_list = {
	.name = "list",
	.brief = "an address a line",
	.suffixes = { ".list" },
	.traits = MST_FORMAT_STREAM | MST_FORMAT_ORDER,
	.state_size = sizeof(struct list),
	.begin = begin,
	.write = write_addrs,
	.end = begin,
	.free_state = free_state,
};

const struct mst_writer mst_writer_hostport = {
	.name = "hostport",
	.brief = "ADDRESS:PORT a line",
	.traits = MST_FORMAT_STREAM | MST_FORMAT_ORDER | MST_FORMAT_PORTS,
	.begin = begin,
	.write = write_ports,
	.end = begin,
};
