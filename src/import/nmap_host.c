/* SPDX-License-Identifier: BSD-2-Clause */
/* nmap_host.c - see nmap_host.h. */
#include "import/nmap_host.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "import/fields.h"

#define PORTS_MAX ((size_t)2 * 65536) /* of TCP and UDP */
#define NOT_TOLD "ports that %s has in extraports without their numbers were left out"

static void clear(struct mst_nmap_host *host)
{
	for (size_t i = 0; i < host->group_count; i++)
		free(host->groups[i].ports);
	host->group_count = host->port_count = 0;
	mst_service_copies_clear(&host->services);
}

void mst_nmap_host_begin(struct mst_nmap_host *host)
{
	clear(host);
	*host = (struct mst_nmap_host){
		.verdict = { .state = MST_UP }, /* masscan writes no status */
		.ports = host->ports,
		.port_room = host->port_room,
		.services = host->services,
		.rtt_ns = -1,
	};
}

int mst_nmap_host_add_port(struct mst_nmap_host *host, const struct mst_nmap_port *port, struct mst_error *err)
{
	if (host->port_count == PORTS_MAX)
		return mst_fail(err, -EBADMSG, "a host with more ports than there are");
	if (host->port_count == host->port_room) {
		size_t room = host->port_room ? 2 * host->port_room : 64;
		struct mst_nmap_port *ports = reallocarray(host->ports, room, sizeof *ports);

		if (!ports)
			return mst_fail(err, -ENOMEM, "no memory for the ports of a host");
		host->ports = ports;
		host->port_room = room;
	}
	host->ports[host->port_count] = *port;
	host->ports[host->port_count++].service = mst_service_copy(&host->services, port->service);
	return 0;
}

int mst_nmap_host_add_group(struct mst_nmap_host *host, const struct mst_nmap_group *group, const char *ports,
                            struct mst_error *err)
{
	struct mst_nmap_group *added = &host->groups[host->group_count];

	if (host->group_count == MST_NMAP_GROUPS)
		return mst_fail(err, -EBADMSG, "a host with more extraports than nmap writes");
	*added = *group;
	added->ports = ports ? strdup(ports) : NULL;
	if (ports && !added->ports)
		return mst_fail(err, -ENOMEM, "no memory for a list of ports");
	host->group_count++;
	return 0;
}

void mst_nmap_host_add_name(struct mst_nmap_host *host, const char *name)
{
	size_t used = strlen(host->names), length = strlen(name);

	if (length == 0 || strchr(name, ' ') || used + (used > 0) + length > MST_NAME_MAX)
		return;
	if (used > 0)
		host->names[used++] = ' ';
	memcpy(host->names + used, name, length + 1);
}

/* ---- rows ---- */

static bool is_answer(const struct mst_result *row)
{
	switch ((enum mst_reason)row->reason) {
	case MST_NO_RESPONSE:
	case MST_LOCAL:
	case MST_NO_ROUTE:
	case MST_HOST_DOWN:
	case MST_NOT_SENT:
	case MST_GATEWAY_SILENT:
	case MST_LOCAL_LOSS:
	case MST_ROUTE_CHANGED:
	case MST_UNFINISHED: return false;
	default: return true;
	}
}

#define SAW "; saw "

int mst_nmap_take_workers(struct mst_nmap_verdict *verdict, const char *text, struct mst_gather *gather,
                          struct mst_error *err)
{
	const char *saw = strstr(text, SAW);
	size_t length = saw ? (size_t)(saw - text) : strlen(text);
	char worker[MST_WORKER_NAME_MAX + 1], seen[MST_SAW_MAX] = "";
	struct mst_sightings sightings = { .names = { NULL } };
	struct mst_result row = { .position = 0 };
	int code;

	if (!mst_worker_is_name(text, length) || (saw && strlen(saw + strlen(SAW)) >= sizeof seen))
		return 0;
	memcpy(worker, text, length);
	worker[length] = '\0';
	strcpy(seen, saw ? saw + strlen(SAW) : "");
	if (!mst_sightings_read(&sightings, seen))
		return 0;
	code = mst_gather_workers(gather, &row, &sightings, worker, err);
	verdict->vantages = row.vantages;
	verdict->position = row.position;
	return code;
}

static struct mst_result row_of(const struct mst_nmap_host *host, const struct mst_nmap_verdict *verdict,
                                uint64_t at_ns)
{
	struct mst_result row = {
		.addr = host->addr,
		.rtt_ns = -1,
		.time_ns = host->end_ns     ? host->end_ns
		           : host->start_ns ? host->start_ns
		                            : at_ns,
		.state = verdict->state,
		.reason = verdict->reason,
		.ttl = verdict->ttl,
		.suspect = verdict->suspect,
		.vantages = verdict->vantages,
		.position = verdict->position,
		.has_mac = host->has_mac,
	};

	memcpy(row.mac, host->mac, sizeof row.mac);
	return row;
}

/* What only an answer has: who sent it, and how long it took. */
static void finish_row(struct mst_result *row, const struct mst_nmap_host *host, const struct mst_nmap_verdict *verdict)
{
	if (!verdict->has_reason)
		row->reason = (uint8_t)mst_usual_reason(row);
	if (!is_answer(row))
		return;
	row->rtt_ns = host->rtt_ns;
	row->from = verdict->from.family ? verdict->from : host->addr;
}

static int gather_host(struct mst_nmap_host *host, struct mst_gather *gather, uint64_t at_ns, struct mst_error *err)
{
	struct mst_result row = row_of(host, &host->verdict, at_ns);

	finish_row(&row, host, &host->verdict);
	if (row.state == MST_UP && (row.reason == MST_ECHO_REPLY || row.reason == MST_TIMESTAMP_REPLY))
		row.proto = host->addr.family == MST_IPV6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP;
	else if (row.state == MST_UP && (row.reason == MST_SYN_ACK || row.reason == MST_RESET))
		row.proto = IPPROTO_TCP;
	return mst_gather_add(gather, &row, err);
}

static int gather_port(struct mst_nmap_host *host, struct mst_gather *gather, const struct mst_nmap_port *port,
                       uint64_t at_ns, struct mst_error *err)
{
	struct mst_result row = row_of(host, &port->verdict, at_ns);

	row.about_port = true;
	row.port = port->port;
	row.proto = port->proto;
	row.service = port->service;
	gather->services |= row.service != NULL;
	finish_row(&row, host, &port->verdict);
	return mst_gather_add(gather, &row, err);
}

/* ---- ports that are alike ---- */

/* How many of the ports that were asked have no element of their own. */
static uint64_t without_element(const struct mst_nmap_host *host, const struct mst_ports *asked, uint8_t proto)
{
	uint64_t count = 0;

	for (size_t i = 0; i < sizeof asked->bits / sizeof *asked->bits; i++)
		count += (uint64_t)__builtin_popcountll(asked->bits[i]);
	for (size_t i = 0; i < host->port_count; i++) {
		unsigned port = host->ports[i].port;

		count -= host->ports[i].proto == proto && (asked->bits[port / 64] >> port % 64 & 1);
	}
	return count;
}

/* Without a list, a group is every port without an element, if so many are left and no other group claims some. */
static bool is_the_rest(const struct mst_nmap_host *host, const struct mst_gather *gather,
                        const struct mst_nmap_group *group)
{
	const struct mst_ports *asked = group->proto == IPPROTO_UDP ? gather->udp_ports : gather->tcp_ports;

	for (size_t i = 0; i < host->group_count; i++) {
		const struct mst_nmap_group *other = &host->groups[i];

		if (other != group && (other->proto == group->proto || !other->proto))
			return false;
	}
	return asked && without_element(host, asked, group->proto) == group->count;
}

static int gather_group(struct mst_nmap_host *host, struct mst_gather *gather, struct mst_nmap_group *group,
                        uint64_t at_ns, struct mst_error *err)
{
	struct mst_result row = row_of(host, &group->verdict, at_ns);
	char addr[MST_ADDR_TEXT];

	/* nmap of older versions does not name the protocol; where only one was asked, it is that. */
	if (!group->proto && !gather->tcp_ports != !gather->udp_ports)
		group->proto = gather->tcp_ports ? IPPROTO_TCP : IPPROTO_UDP;
	row.about_port = true;
	row.proto = group->proto;
	finish_row(&row, host, &group->verdict);
	if (group->proto && (group->ports || is_the_rest(host, gather, group)))
		return mst_gather_add_alike(gather, &row, group->ports, err);
	mst_addr_format(&host->addr, addr);
	gather->about_ports = true;
	mst_gather_warn(gather, NOT_TOLD, addr);
	return 0;
}

int mst_nmap_host_gather(struct mst_nmap_host *host, struct mst_gather *gather, uint64_t at_ns, struct mst_error *err)
{
	int code;

	if (!host->addr.family)
		return mst_fail(err, -EBADMSG, "a host without an IPv4 or IPv6 address");
	code = gather_host(host, gather, at_ns, err);
	for (size_t i = 0; i < host->port_count && code == 0; i++)
		code = gather_port(host, gather, &host->ports[i], at_ns, err);
	for (size_t i = 0; i < host->group_count && code == 0; i++)
		code = gather_group(host, gather, &host->groups[i], at_ns, err);
	if (code == 0 && host->names[0])
		code = mst_gather_add_name(gather, &host->addr, host->names, err);
	return code;
}

void mst_nmap_host_free(struct mst_nmap_host *host)
{
	clear(host);
	free(host->ports);
	mst_service_copies_free(&host->services);
	*host = (struct mst_nmap_host){ 0 };
}
