/* SPDX-License-Identifier: BSD-2-Clause */
/* interfaces.c - builds the list of interfaces of muster/net.h from a survey. */
#include <errno.h>
#include <linux/wireless.h>
#include <muster/net.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/fail.h"
#include "net/neigh.h"
#include "net/survey.h"

/* The list, followed in the same allocation by everything that it points to. */
struct whole {
	struct mst_interfaces list; /* first */
	struct mst_interface *items;
	struct mst_interface_addr *addrs;
	struct mst_interface_gateway *gateways;
};

static struct whole *make_room(const struct mst_survey *survey)
{
	size_t items = survey->link_count * sizeof(struct mst_interface);
	size_t addrs = survey->addr_count * sizeof(struct mst_interface_addr);
	struct whole *whole = calloc(1, sizeof *whole + items + addrs +
	                                        survey->gateway_count * sizeof(struct mst_interface_gateway));

	if (!whole)
		return NULL;
	whole->items = (struct mst_interface *)(whole + 1);
	whole->addrs = (struct mst_interface_addr *)((char *)whole->items + items);
	whole->gateways = (struct mst_interface_gateway *)((char *)whole->addrs + addrs);
	whole->list = (struct mst_interfaces){ .items = whole->items };
	return whole;
}

/* Whether an Ethernet interface is wireless: its driver answers the wireless extensions, as all cfg80211 drivers do. */
static bool is_wireless(int socket_fd, const char name[MST_INTERFACE_NAME])
{
	struct iwreq request = { 0 };

	memcpy(request.ifr_name, name, sizeof request.ifr_name);
	return socket_fd >= 0 && ioctl(socket_fd, SIOCGIWNAME, &request) == 0;
}

static void name_link(char name[MST_INTERFACE_NAME], const struct mst_survey *survey, int index)
{
	const struct mst_survey_link *link = index ? mst_survey_link_at(survey, index) : NULL;

	if (link)
		memcpy(name, link->info.name, MST_INTERFACE_NAME);
}

static void put_addrs(struct whole *whole, struct mst_interface *item, const struct mst_survey *survey)
{
	item->addrs = whole->addrs;
	for (size_t i = 0; i < survey->addr_count; i++) {
		if (survey->addrs[i].index == item->index)
			*whole->addrs++ = survey->addrs[i].info;
	}
	item->addr_count = (size_t)(whole->addrs - item->addrs);
}

static int compare_gateways(const void *a, const void *b)
{
	const struct mst_interface_gateway *one = a, *other = b;

	if (one->family != other->family)
		return one->family < other->family ? -1 : 1;
	return one->metric < other->metric ? -1 : one->metric > other->metric;
}

/* What cannot be asked is not known: the list is good without it. */
static void find_macs(struct mst_interface_gateway *gateways, size_t count, int index, struct mst_rtnl *rtnl)
{
	struct mst_neigh neigh;

	for (size_t i = 0; i < count; i++) {
		if (gateways[i].addr.family == MST_NO_FAMILY ||
		    mst_neigh_ask(&neigh, rtnl, index, &gateways[i].addr) < 0)
			continue;
		memcpy(gateways[i].mac, neigh.mac, MST_MAC_BYTES);
		gateways[i].mac_bytes = MST_MAC_BYTES;
	}
}

static void put_gateways(struct whole *whole, struct mst_interface *item, const struct mst_survey *survey,
                         struct mst_rtnl *rtnl)
{
	struct mst_interface_gateway *first = whole->gateways;

	for (size_t i = 0; i < survey->gateway_count; i++) {
		if (survey->gateways[i].index == item->index)
			*whole->gateways++ = survey->gateways[i].info;
	}
	item->gateways = first;
	item->gateway_count = (size_t)(whole->gateways - first);
	qsort(first, item->gateway_count, sizeof *first, compare_gateways);
	find_macs(first, item->gateway_count, item->index, rtnl);
}

static int compare_links(const void *a, const void *b)
{
	const struct mst_survey_link *one = a, *other = b;

	return one->info.index < other->info.index ? -1 : one->info.index > other->info.index;
}

static void put_links(struct whole *whole, const struct mst_survey *survey, struct mst_rtnl *rtnl)
{
	int socket_fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	for (size_t i = 0; i < survey->link_count; i++) {
		const struct mst_survey_link *link = &survey->links[i];
		struct mst_interface *item = &whole->items[whole->list.count++];

		*item = link->info;
		name_link(item->master, survey, link->master);
		if (!item->lower_elsewhere)
			name_link(item->lower, survey, link->lower);
		if (strcmp(item->type, "ethernet") == 0 && is_wireless(socket_fd, item->name))
			strcpy(item->type, "wireless");
		put_addrs(whole, item, survey);
		put_gateways(whole, item, survey, rtnl);
	}
	if (socket_fd >= 0)
		close(socket_fd);
}

int mst_interfaces_read(struct mst_interfaces **list, struct mst_error *err)
{
	struct mst_survey survey = { 0 };
	struct mst_rtnl *rtnl = NULL;
	struct whole *whole;
	int code = mst_rtnl_open(&rtnl, err);

	*list = NULL;
	if (code == 0)
		code = mst_survey_take(&survey, rtnl, err);
	if (code < 0)
		goto end;
	whole = make_room(&survey);
	if (whole) {
		qsort(survey.links, survey.link_count, sizeof *survey.links, compare_links);
		put_links(whole, &survey, rtnl);
		*list = &whole->list;
	} else {
		code = mst_fail(err, -ENOMEM, "no memory for the list of interfaces");
	}
end:
	mst_survey_free(&survey);
	mst_rtnl_close(rtnl);
	return code;
}

void mst_interfaces_free(struct mst_interfaces *list)
{
	free(list);
}

const struct mst_interface *mst_interface_named(const struct mst_interfaces *list, const char *name)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->items[i].name, name) == 0)
			return &list->items[i];
	}
	return NULL;
}

/* The rank of an address: higher is better; among equals the first is taken. */
static unsigned rank(const struct mst_interface_addr *addr)
{
	if (addr->duplicate)
		return 0;
	return (strcmp(addr->scope, "global") == 0 ? 8u
	        : strcmp(addr->scope, "site") == 0 ? 4u
	                                           : 0u) +
	       (addr->tentative || addr->deprecated ? 0u : 2u) + (addr->secondary ? 0u : 1u);
}

const struct mst_interface_addr *mst_interface_primary(const struct mst_interface *interface, uint8_t family)
{
	const struct mst_interface_addr *best = NULL;

	for (size_t i = 0; i < interface->addr_count; i++) {
		const struct mst_interface_addr *addr = &interface->addrs[i];

		if (addr->addr.family == family && (!best || rank(addr) > rank(best)))
			best = addr;
	}
	return best;
}

const char *mst_interface_state_name(enum mst_interface_state state)
{
#define NAME(constant, word, meaning) [constant] = word,
	static const char *const names[] = { MST_INTERFACE_STATES(NAME) };
#undef NAME

	return (unsigned)state < MST_INTERFACE_STATE_COUNT ? names[state] : "?";
}

const char *mst_link_addr_format(const uint8_t *bytes, size_t count, char *text)
{
	char *at = text;

	*text = '\0';
	for (size_t i = 0; i < count && i < MST_LINK_ADDR_MAX; i++)
		at += snprintf(at, 4, i ? ":%02x" : "%02x", bytes[i]);
	return text;
}
