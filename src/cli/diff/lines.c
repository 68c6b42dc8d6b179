/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see lines.h. */
#include "cli/diff/lines.h"

#include <muster/net.h>
#include <muster/text.h>
#include <string.h>

#include "cli/diff/workers.h"

static const struct {
	char sign;
	unsigned colour; /* of ECMA-48: green, red, yellow */
} styles[] = {
	[MST_CAME] = { '+', 32 },
	[MST_WENT] = { '-', 31 },
	[MST_CHANGED] = { '~', 33 },
};

static const struct mst_result *row_of(const struct mst_difference *difference)
{
	return difference->after ? difference->after : difference->before;
}

static const char *name_of(const struct mst_diff_lines *lines, const struct mst_addr *addr)
{
	const char *name = mst_rows_name(lines->rows[1], addr);

	return name ? name : mst_rows_name(lines->rows[0], addr);
}

static void print_ports(const struct mst_diff_lines *lines, const struct mst_result *row)
{
	const char *proto = row->proto == 17 ? "/udp" : lines->protocols && row->proto == 6 ? "/tcp" : "";

	if (!row->about_port)
		return;
	if (lines->last_port == row->port)
		mst_print(lines->out, " port %u%s", row->port, proto);
	else
		mst_print(lines->out, " ports %u-%u%s", row->port, lines->last_port, proto);
}

static const char *suspicion(const struct mst_result *row)
{
	return row->suspect ? mst_suspicion_name(row->suspect) : "none";
}

/* What differs: "closed → open", "reason reset → port-unreach". */
static void print_change(const struct mst_diff_lines *lines, const struct mst_difference *difference)
{
	const struct mst_result *before = difference->before, *after = difference->after;
	char mac[2][MST_LINK_ADDR_TEXT];

	if (difference->state)
		mst_print(lines->out, " %s → %s", mst_state_name(before->state), mst_state_name(after->state));
	else
		mst_print(lines->out, " %s", mst_state_name(after->state));
	if (difference->reason)
		mst_print(lines->out, " reason %s → %s", mst_reason_name(before->reason),
		          mst_reason_name(after->reason));
	if (difference->suspect)
		mst_print(lines->out, " suspect %s → %s", suspicion(before), suspicion(after));
	if (difference->mac)
		mst_print(lines->out, " mac %s → %s", mst_link_addr_format(before->mac, 6, mac[0]),
		          mst_link_addr_format(after->mac, 6, mac[1]));
	if (difference->service)
		mst_print(lines->out, " service %s → %s", lines->services[0], lines->services[1]);
}

/* Which verdict is there, or was: files may lack the reason. */
static void print_verdict(const struct mst_diff_lines *lines, const struct mst_result *row)
{
	bool answered = row->state == MST_UP || row->state == MST_OPEN || row->state == MST_CLOSED;

	mst_print(lines->out, " %s", mst_state_name(row->state));
	if (!answered || row->reason != MST_NO_RESPONSE)
		mst_print(lines->out, " %s", mst_reason_name(row->reason));
}

/* The worker of a fleet that found the row of a side (0: before); NULL: none is known. */
static const char *worker_of(const struct mst_diff_lines *lines, const struct mst_difference *difference, size_t side)
{
	return mst_diff_worker(lines->rows[side], side ? difference->after : difference->before);
}

/* " by ams → nyc" */
static void print_workers(const struct mst_diff_lines *lines, const struct mst_difference *difference)
{
	const char *before = worker_of(lines, difference, 0), *after = worker_of(lines, difference, 1);

	if (before && after && strcmp(before, after) != 0)
		mst_print(lines->out, " by %s → %s", before, after);
	else if (before || after)
		mst_print(lines->out, " by %s", after ? after : before);
}

static void print_line(const struct mst_diff_lines *lines)
{
	const struct mst_difference *difference = &lines->difference;
	const struct mst_result *row = row_of(difference);
	const char *name = name_of(lines, &row->addr);
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&row->addr, addr);
	if (lines->colour)
		fprintf(lines->out, "\033[%um", styles[difference->change].colour);
	mst_print(lines->out, "%c %s", styles[difference->change].sign, addr);
	if (name)
		mst_print(lines->out, " (%s)", name);
	print_ports(lines, row);
	if (difference->change == MST_CHANGED)
		print_change(lines, difference);
	else
		print_verdict(lines, difference->change == MST_CAME ? difference->after : difference->before);
	print_workers(lines, difference);
	if (lines->colour)
		fputs("\033[0m", lines->out);
	fputc('\n', lines->out);
}

static bool alike(const struct mst_result *one, const struct mst_result *other)
{
	if (!one || !other)
		return !one && !other;
	return one->proto == other->proto && one->state == other->state && one->reason == other->reason &&
	       one->suspect == other->suspect && one->has_mac == other->has_mac &&
	       memcmp(one->mac, other->mac, sizeof one->mac) == 0 && mst_addr_equal(&one->addr, &other->addr);
}

static bool by_same_workers(const struct mst_diff_lines *lines, const struct mst_difference *difference)
{
	for (size_t side = 0; side < 2; side++) {
		const char *one = worker_of(lines, &lines->difference, side),
			   *other = worker_of(lines, difference, side);

		if ((one || other) && (!one || !other || strcmp(one, other) != 0))
			return false;
	}
	return true;
}

/* Whether the port follows those of the line, and differs as they do. */
static bool continues(const struct mst_diff_lines *lines, const struct mst_difference *difference)
{
	const struct mst_result *row = row_of(difference);

	return lines->begun && row->about_port && !difference->service && !lines->difference.service &&
	       row->port == lines->last_port + 1 && difference->change == lines->difference.change &&
	       alike(difference->before, lines->difference.before) &&
	       alike(difference->after, lines->difference.after) && by_same_workers(lines, difference);
}

/* "http nginx 1.24.0" */
static void write_service(char to[MST_DIFF_SERVICE_MAX], const struct mst_service *service)
{
	static const enum mst_service_field fields[] = { MST_SERVICE_NAME, MST_SERVICE_PRODUCT, MST_SERVICE_VERSION };
	size_t at = 0;

	*to = '\0';
	for (size_t i = 0; i < sizeof fields / sizeof *fields && at + 2 < MST_DIFF_SERVICE_MAX; i++) {
		size_t blank = at > 0 && service->of[fields[i]].size > 0;

		if (blank)
			to[at] = ' ';
		at += blank;
		at += mst_service_text(to + at, MST_DIFF_SERVICE_MAX - at, service, fields[i]);
	}
}

void mst_diff_lines_add(struct mst_diff_lines *lines, const struct mst_difference *difference)
{
	const struct mst_result *row = row_of(difference);

	if (continues(lines, difference)) {
		lines->last_port = row->port;
		return;
	}
	mst_diff_lines_end(lines);
	lines->begun = true;
	lines->difference = *difference;
	lines->last_port = row->port;
	if (difference->service) {
		write_service(lines->services[0], difference->before->service);
		write_service(lines->services[1], difference->after->service);
	}
	if (difference->before) {
		lines->before = *difference->before;
		lines->difference.before = &lines->before;
	}
	if (difference->after) {
		lines->after = *difference->after;
		lines->difference.after = &lines->after;
	}
}

void mst_diff_lines_end(struct mst_diff_lines *lines)
{
	if (lines->begun)
		print_line(lines);
	lines->begun = false;
}
