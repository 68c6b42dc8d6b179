/* SPDX-License-Identifier: BSD-2-Clause */
/* names.c - see names.h. */
#include "listen/names.h"

#include <string.h>

#include "base/sanitize.h"
#include "dissect/common/line.h"
#include "dissect/names/dhcp6.h"
#include "dissect/names/fqdn.h"
#include "dissect/names/netbios.h"
#include "dissect/names/peer.h"
#include "dissect/payload/dhcp.h"
#include "dissect/payload/dns.h"
#include "listen/learn_key.h"

#define ROUTER_ADVERTISEMENT 134
#define NDP_HOPS 255
#define NETBIOS_ADDRS_MAX 32 /* of a name: more than a machine has */

enum { DHCP_ACK = 5 };

/* A packet that is read for names. */
struct message {
	struct mst_learner *learner;
	struct mst_host *sender; /* NULL: no host */
	const struct mst_packet *packet;
	const uint8_t *bytes;
	size_t count;
};

/* Names the host with this address; when there is none, the name is kept until there is. */
static void name_addr(const struct message *message, const struct mst_addr *addr, const char *name)
{
	struct mst_learner *learner = message->learner;
	struct mst_host_key key;
	struct mst_host *host;

	if (!mst_learn_is_hosts(addr))
		return;
	key = mst_learn_key(learner, message->packet, addr);
	host = mst_hosts_find(learner->hosts, &key);
	if (!host) {
		mst_kept_names_put(learner->kept_names, &key, name);
		host = mst_hosts_find(learner->hosts, &key); /* it may have been added meanwhile */
	}
	if (!host)
		return;
	mst_host_add_name(host, name);
	mst_sanitize_release(host);
}

static void add_service(const struct message *message, enum mst_listen_service service)
{
	if (message->sender)
		mst_host_add_service(message->sender, service);
}

/* ---- DNS, multicast DNS, LLMNR ---- */

static void learn_server(const struct message *message)
{
	struct mst_dns dns;

	if (mst_dns_open(&dns, message->bytes, message->count) && dns.response && dns.opcode == 0)
		add_service(message, MST_LISTEN_DNS);
}

/* A and AAAA records of a response: as many as a message has that was not made to keep us busy. */
static void learn_records(const struct message *message)
{
	struct mst_dns_record record;
	struct mst_dns dns;

	if (!mst_dns_open(&dns, message->bytes, message->count) || !dns.response)
		return;
	for (unsigned i = 0; i < MST_DNS_RECORDS_MAX && mst_dns_next(&dns, &record); i++) {
		struct mst_addr addr = { .family = record.type == MST_DNS_A ? MST_IPV4 : MST_IPV6 };
		size_t length = strlen(record.name);

		if (!(record.type == MST_DNS_A && record.data_bytes == 4) &&
		    !(record.type == MST_DNS_AAAA && record.data_bytes == 16))
			continue;
		if (!record.data || length < 2 || length > MST_LISTEN_NAME)
			continue;
		memcpy(addr.bytes, record.data, record.data_bytes);
		record.name[length - 1] = '\0'; /* the root's dot */
		name_addr(message, &addr, record.name);
	}
}

/* ---- NetBIOS ---- */

/* Positive answers, registrations and refreshes (not releases) have the name's addresses in a record. */
static bool announces(const struct mst_dns *dns)
{
	enum { REFRESH_TOO = 9, MULTIHOMED = 15 };

	if (dns->response)
		return dns->rcode == 0 && dns->opcode != 6;
	return dns->opcode == MST_NETBIOS_REGISTRATION || dns->opcode == MST_NETBIOS_REFRESH ||
	       dns->opcode == REFRESH_TOO || dns->opcode == MULTIHOMED;
}

static void learn_netbios(const struct message *message)
{
	struct mst_dns_record record;
	struct mst_dns dns;
	struct mst_addr addr;
	char name[MST_NETBIOS_TEXT];

	if (!mst_dns_open(&dns, message->bytes, message->count) || !announces(&dns))
		return;
	for (unsigned n = 0; n < MST_DNS_RECORDS_MAX && mst_dns_next(&dns, &record); n++) {
		if (dns.response && mst_netbios_own_name(name, &record))
			name_addr(message, &message->packet->source, name);
		if (!mst_netbios_name(name, record.name))
			continue;
		for (unsigned i = 0; i < NETBIOS_ADDRS_MAX && mst_netbios_addr(&record, i, &addr); i++)
			name_addr(message, &addr, name);
	}
}

static void learn_datagram(const struct message *message)
{
	char name[MST_NETBIOS_TEXT];
	struct mst_addr addr;

	if (mst_netbios_datagram(name, &addr, message->bytes, message->count))
		name_addr(message, &addr, name);
}

/* ---- DHCP, DHCPv6 ---- */

/* The name that a client gives: option 81, which may have a domain, before option 12. */
static bool name_of_client(char name[MST_LISTEN_NAME], const struct mst_dhcp *dhcp)
{
	struct mst_line line;

	if (dhcp->client_fqdn.bytes &&
	    mst_fqdn_of_dhcp(name, MST_LISTEN_NAME, dhcp->client_fqdn.bytes, dhcp->client_fqdn.count))
		return true;
	line = mst_line_in(name, MST_LISTEN_NAME);
	if (dhcp->host_name.bytes)
		mst_line_text(&line, dhcp->host_name.bytes, dhcp->host_name.count);
	return line.length > 0;
}

/* A relay passes on answers of a server, whose address they have. */
static void learn_dhcp_server(const struct message *message, const struct mst_dhcp *dhcp)
{
	bool passed_on = dhcp->server.family != MST_NO_FAMILY &&
	                 !mst_addr_equal(&dhcp->server, &message->packet->source);

	add_service(message, passed_on ? MST_LISTEN_DHCP_RELAY : MST_LISTEN_DHCP);
}

static void learn_dhcp(const struct message *message)
{
	struct mst_learner *learner = message->learner;
	struct mst_host_key key;
	struct mst_dhcp dhcp;
	char given[MST_LISTEN_NAME];
	const char *name;

	if (!mst_dhcp_read(&dhcp, message->bytes, message->count))
		return;
	if (dhcp.reply)
		learn_dhcp_server(message, &dhcp);
	if (!dhcp.has_mac)
		return;
	key = mst_host_key_of_mac(dhcp.client_mac);
	if (!dhcp.reply && name_of_client(given, &dhcp))
		mst_kept_names_put(learner->kept_names, &key, given);
	name = mst_kept_names_get(learner->kept_names, &key);
	if (!name)
		return;
	if (!dhcp.reply && message->sender && mst_host_key_is_machine(&message->sender->key))
		mst_host_add_name(message->sender, name); /* it has no address yet */
	if (dhcp.client.family != MST_NO_FAMILY)
		name_addr(message, &dhcp.client, name);
	if (dhcp.reply && dhcp.type == DHCP_ACK && dhcp.offered.family != MST_NO_FAMILY)
		name_addr(message, &dhcp.offered, name);
	mst_sanitize_release(name);
}

static void learn_dhcp6(const struct message *message)
{
	const struct mst_packet *packet = message->packet;
	struct mst_dhcp6 dhcp;
	char name[MST_LISTEN_NAME];

	if (!mst_dhcp6_read(&dhcp, message->bytes, message->count))
		return;
	if (dhcp.to_client)
		add_service(message, MST_LISTEN_DHCPV6);
	if (!dhcp.fqdn || !mst_fqdn_of_dhcp6(name, sizeof name, dhcp.fqdn, dhcp.fqdn_bytes))
		return;
	if (!dhcp.relayed)
		name_addr(message, dhcp.to_client ? &packet->destination : &packet->source, name);
	for (unsigned i = 0; dhcp.type == MST_DHCP6_REPLY && i < dhcp.addr_count; i++)
		name_addr(message, &dhcp.addrs[i], name);
}

/* ---- the link ---- */

static void learn_peer(const struct message *message)
{
	struct mst_learner *learner = message->learner;
	struct mst_host_key key;
	struct mst_host *host;
	struct mst_peer peer;

	if (!message->sender || !mst_peer_read(&peer, message->packet))
		return;
	mst_host_add_name(message->sender, peer.name);
	if (peer.port[0])
		mst_host_note_port(message->sender, learner->interface, peer.port, peer.vlan,
		                   &learner->hosts->reclaiming);
	if (!mst_learn_is_hosts(&peer.addr))
		return;
	if (peer.name[0])
		name_addr(message, &peer.addr, peer.name);
	key = mst_learn_key(learner, message->packet, &peer.addr);
	host = mst_hosts_find(learner->hosts, &key);
	if (host && peer.port[0])
		mst_host_note_port(host, learner->interface, peer.port, peer.vlan, &learner->hosts->reclaiming);
}

static void learn_router(const struct message *message)
{
	const struct mst_packet *packet = message->packet;

	if (packet->ttl == NDP_HOPS && packet->transport_bytes > 1 &&
	    packet->bytes[packet->transport_at] == ROUTER_ADVERTISEMENT)
		add_service(message, MST_LISTEN_RA);
}

/* ---- which of them ---- */

static void (*reader_of(const struct mst_packet *packet))(const struct message *)
{
	if (packet->network == MST_NETWORK_NONE)
		return learn_peer;
	if (packet->protocol == MST_IPPROTO_ICMP6 && packet->network == MST_NETWORK_IPV6 && !packet->fragment)
		return learn_router;
	if (packet->protocol != MST_IPPROTO_UDP || !packet->has_ports)
		return NULL;
	switch (packet->source_port) {
	case 53: return learn_server;
	case 67:
	case 68: return learn_dhcp;
	case 137: return learn_netbios;
	case 138: return learn_datagram;
	case 546:
	case 547: return learn_dhcp6;
	case 5353:
	case 5355: return learn_records;
	default: return NULL;
	}
}

void mst_learn_names(struct mst_learner *learner, struct mst_host *sender, const struct mst_packet *packet)
{
	void (*read)(const struct message *) = reader_of(packet);
	struct message message = { learner, sender, packet, NULL, 0 };

	if (!read)
		return;
	if (packet->has_ports) {
		message.bytes = mst_packet_payload(packet);
		message.count = packet->payload_bytes;
	}
	read(&message);
}
