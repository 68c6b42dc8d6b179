/* SPDX-License-Identifier: BSD-2-Clause */
/* events.c - see page.h: what is new in a picture, as lines of NDJSON. */
#include <errno.h>
#include <inttypes.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/clock.h"
#include "cli/listen/rows.h"

/* What events have reported of a host. */
struct mst_reported {
	uint64_t serial;
	unsigned ports;
	uint32_t services;
	uint64_t names[MST_LISTEN_NAMES]; /* hashes: what a machine says of a host is put behind the host's own names */
	uint64_t switch_port;             /* a hash of port and VLAN */
};

static struct mst_reported *find_reported(const struct mst_listen_page *page, uint64_t serial)
{
	size_t low = 0, high = page->reported_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (page->reported[middle].serial < serial)
			low = middle + 1;
		else
			high = middle;
	}
	return low < page->reported_count && page->reported[low].serial == serial ? &page->reported[low] : NULL;
}

/* Whether there may be one more event; the first that may not be is told. */
static bool may_write(struct mst_listen_page *page)
{
	if (mst_budget_take(&page->events, mst_ticks_ns()))
		return true;
	if (mst_budget_just_ended(&page->events))
		mst_print(stderr,
		          "muster listen: more than %" PRIu64
		          " event%s of hosts, ports and names in a day: further ones are only counted (--max-events)\n",
		          page->events.most, mst_plural(page->events.most));
	return false;
}

static int report_host(struct mst_sheets *sheets, const struct mst_listen_page *page,
                       const struct mst_listen_host *host, struct mst_error *err)
{
	struct mst_pair pairs[MST_LISTEN_WIDTH];
	struct mst_listen_texts texts;

	mst_listen_fill(&texts, host);
	mst_listen_put_host(pairs, &texts, host, page->vendors);
	return mst_sheets_event(sheets, "host", (struct mst_pairs){ pairs, MST_LISTEN_WIDTH }, err);
}

/* One fact of a host that has been reported before; of the port of a switch, with its VLAN. */
static int tell_fact(struct mst_sheets *sheets, const struct mst_listen_texts *texts, const char *type,
                     struct mst_pair fact, const struct mst_listen_host *host, struct mst_error *err)
{
	const struct mst_pair pairs[] = {
		mst_text_pair("addr", texts->addr),
		fact,
		mst_text_pair("last_seen", texts->last),
		mst_text_pair("mac", texts->mac),
		mst_list_pair("vlan", texts->vlans, host->vlan_count),
		host->has_vni ? mst_count_pair("vni", host->vni) : mst_text_pair("vni", NULL),
		host->switch_vlan ? mst_count_pair("switch_vlan", host->switch_vlan)
				  : mst_text_pair("switch_vlan", NULL),
	};
	size_t count = sizeof pairs / sizeof *pairs - (strcmp(type, "switch_port") != 0);

	return mst_sheets_event(sheets, type, (struct mst_pairs){ pairs, count }, err);
}

/* FNV-1a; never 0. */
static uint64_t hash_of(const char *text, uint64_t number)
{
	uint64_t hash = 0xcbf29ce484222325 ^ number;

	for (; *text; text++)
		hash = (hash ^ (uint8_t)*text) * 0x100000001b3;
	return hash | 1;
}

/* Of the port and VLAN at the other end of the link; 0: none. */
static uint64_t switch_port_of(const struct mst_listen_host *host)
{
	return host->switch_port ? hash_of(host->switch_port, host->switch_vlan) : 0;
}

static bool has_name(const struct mst_reported *reported, const char *name)
{
	uint64_t hash = hash_of(name, 0);
	unsigned i = 0;

	while (i < MST_LISTEN_NAMES && reported->names[i] != hash)
		i++;
	return i < MST_LISTEN_NAMES;
}

/* Whether nothing has changed that events report: most hosts, most of the time. */
static bool is_known(const struct mst_listen_host *host, const struct mst_reported *reported)
{
	bool known = host->port_count == reported->ports && host->services == reported->services &&
	             switch_port_of(host) == reported->switch_port;

	for (unsigned i = 0; known && i < mst_listen_count_names(host); i++)
		known = has_name(reported, host->names[i]);
	return known;
}

/* A picture has ports in ascending order: when there are more of them, all are reported. */
static int report_news(struct mst_sheets *sheets, struct mst_listen_page *page, const struct mst_listen_host *host,
                       const struct mst_reported *reported, struct mst_error *err)
{
	struct mst_listen_texts texts;
	int code = 0;

	if (is_known(host, reported))
		return 0;
	mst_listen_fill(&texts, host);
	if (host->port_count > reported->ports && may_write(page))
		code = tell_fact(sheets, &texts, "ports", mst_list_pair("ports", texts.ports, host->port_count), host,
		                 err);
	for (unsigned i = 0; code == 0 && i < mst_listen_count_names(host); i++) {
		if (!has_name(reported, host->names[i]) && may_write(page))
			code = tell_fact(sheets, &texts, "name", mst_text_pair("name", host->names[i]), host, err);
	}
	if (code == 0 && host->services != reported->services && may_write(page))
		code = tell_fact(sheets, &texts, "services",
		                 mst_list_pair("services", texts.services, texts.service_count), host, err);
	if (code == 0 && switch_port_of(host) != reported->switch_port && may_write(page))
		code = tell_fact(sheets, &texts, "switch_port", mst_text_pair("switch_port", host->switch_port), host,
		                 err);
	return code;
}

static int compare_reported(const void *a, const void *b)
{
	const struct mst_reported *one = a, *other = b;

	return one->serial < other->serial ? -1 : one->serial > other->serial;
}

static struct mst_reported reported_of(const struct mst_listen_host *host)
{
	struct mst_reported reported = {
		.serial = host->serial,
		.ports = host->port_count,
		.services = host->services,
		.switch_port = switch_port_of(host),
	};

	for (unsigned i = 0; i < mst_listen_count_names(host); i++)
		reported.names[i] = hash_of(host->names[i], 0);
	return reported;
}

/* What has been reported now: exactly of the hosts there are. */
static int note_told(struct mst_listen_page *page)
{
	struct mst_reported *reported = page->reported;

	if (page->count > page->told_room) {
		reported = reallocarray(page->reported, page->count, sizeof *reported);
		if (!reported)
			return -ENOMEM;
		page->reported = reported;
		page->told_room = page->count;
	}
	for (size_t i = 0; i < page->count; i++)
		reported[i] = reported_of(&page->hosts[i]);
	page->reported_count = page->count;
	if (page->count)
		qsort(reported, page->count, sizeof *reported, compare_reported);
	return 0;
}

int mst_listen_tell(struct mst_sheets *sheets, struct mst_listen_page *page, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < page->count && sheets->count; i++) {
		const struct mst_reported *reported = find_reported(page, page->hosts[i].serial);

		if (reported)
			code = report_news(sheets, page, &page->hosts[i], reported, err);
		else if (may_write(page))
			code = report_host(sheets, page, &page->hosts[i], err);
	}
	if (code == 0 && note_told(page) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for what has been reported");
	return code;
}
