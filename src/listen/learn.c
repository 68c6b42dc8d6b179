/* SPDX-License-Identifier: BSD-2-Clause */
/* learn.c - see learn.h. */
#include "listen/learn.h"

#include <string.h>

#include "base/sanitize.h"
#include "dissect/payload/dhcp.h"
#include "dissect/payload/dns.h"
#include "dissect/common/line.h"
#include "dissect/common/packet.h"

#define VLAN_NUMBER 0x0fff

enum { PORT_MDNS = 5353, PORT_DHCP_SERVER = 67, PORT_DHCP_CLIENT = 68, DHCP_ACK = 5 };

static bool is_zero(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

/* Whether a host can have this address: not multicast, broadcast or unspecified. */
static bool is_hosts(const struct mst_addr *addr)
{
	uint32_t ipv4 = mst_addr_ipv4(addr);

	if (addr->family == MST_IPV4)
		return ipv4 != 0 && ipv4 < 0xe0000000;
	return addr->family == MST_IPV6 && addr->bytes[0] != 0xff && !is_zero(addr->bytes, 16);
}

/* A link-local address (RFC 4291) gets the interface as its scope. */
static struct mst_addr scoped(const struct mst_learner *learner, struct mst_addr addr)
{
	if (addr.family == MST_IPV6 && addr.bytes[0] == 0xfe && (addr.bytes[1] & 0xc0) == 0x80)
		addr.scope = learner->scope;
	return addr;
}

/* ---- ports ---- */

/*
 * Whether the source port looks like a service: it accepted a connection (SYN-ACK), or sends data from the lower port
 * of the two. Opening a connection, refusing one, or a bare acknowledgement shows no service.
 */
static bool answers(const struct mst_packet *packet)
{
	bool lower = packet->source_port < packet->destination_port;
	uint8_t flags = packet->tcp_flags & (MST_TCP_SYN | MST_TCP_ACK | MST_TCP_RST);

	if (packet->protocol == MST_IPPROTO_UDP)
		return lower || packet->source_port == packet->destination_port;
	if (packet->protocol != MST_IPPROTO_TCP || !packet->tcp_header_bytes)
		return false;
	return flags == (MST_TCP_SYN | MST_TCP_ACK) || (flags == MST_TCP_ACK && packet->payload_declared > 0 && lower);
}

static void learn_port(const struct mst_learner *learner, struct mst_host *host, const struct mst_packet *packet)
{
	if (packet->has_ports && packet->source_port && packet->source_port <= learner->max_port && answers(packet))
		mst_host_add_port(host, packet->source_port, packet->protocol == MST_IPPROTO_UDP);
}

/* ---- names ---- */

static void name_addr(struct mst_learner *learner, const struct mst_addr *addr, const char *name)
{
	struct mst_addr wanted = scoped(learner, *addr);
	struct mst_host *host = mst_hosts_find(learner->hosts, &wanted);

	if (!host)
		return;
	mst_host_add_name(host, name);
	mst_sanitize_release(host);
}

/* Takes A and AAAA records of a response, for hosts that are in the table. */
static void learn_mdns(struct mst_learner *learner, const struct mst_packet *packet)
{
	struct mst_dns_record record;
	struct mst_dns dns;

	if (!mst_dns_open(&dns, mst_packet_payload(packet), packet->payload_bytes) || !dns.response)
		return;
	while (mst_dns_next(&dns, &record)) {
		struct mst_addr addr = { .family = record.type == MST_DNS_A ? MST_IPV4 : MST_IPV6 };
		size_t length = strlen(record.name);

		if (!(record.type == MST_DNS_A && record.data_bytes == 4) &&
		    !(record.type == MST_DNS_AAAA && record.data_bytes == 16))
			continue;
		if (!record.data || length < 2 || length > MST_LISTEN_NAME)
			continue;
		memcpy(addr.bytes, record.data, record.data_bytes);
		record.name[length - 1] = '\0'; /* the root's dot */
		name_addr(learner, &addr, record.name);
	}
}

static void learn_dhcp(struct mst_learner *learner, const struct mst_packet *packet)
{
	struct mst_dhcp dhcp;
	const char *name;

	if (!mst_dhcp_read(&dhcp, mst_packet_payload(packet), packet->payload_bytes) || !dhcp.has_mac)
		return;
	if (!dhcp.reply && dhcp.host_name.bytes && dhcp.host_name.count)
		mst_dhcp_names_put(learner->dhcp_names, dhcp.client_mac, dhcp.host_name.bytes, dhcp.host_name.count);
	name = mst_dhcp_names_get(learner->dhcp_names, dhcp.client_mac);
	if (!name)
		return;
	if (dhcp.client.family != MST_NO_FAMILY)
		name_addr(learner, &dhcp.client, name);
	if (dhcp.reply && dhcp.type == DHCP_ACK && dhcp.offered.family != MST_NO_FAMILY)
		name_addr(learner, &dhcp.offered, name);
}

static void learn_names(struct mst_learner *learner, const struct mst_packet *packet)
{
	if (packet->protocol != MST_IPPROTO_UDP || !packet->has_ports)
		return;
	if (packet->source_port == PORT_MDNS)
		learn_mdns(learner, packet);
	else if (packet->source_port == PORT_DHCP_CLIENT || packet->source_port == PORT_DHCP_SERVER)
		learn_dhcp(learner, packet);
}

/* ---- hosts ---- */

/* The sender of an ARP message is on this link, so the DHCP name for its MAC address is its own name. */
static void learn_arp(struct mst_learner *learner, struct mst_host *host, const struct mst_packet *packet)
{
	const uint8_t *mac = mst_packet_sender_mac(packet);
	const char *name = mac ? mst_dhcp_names_get(learner->dhcp_names, mac) : NULL;

	if (name)
		mst_host_add_name(host, name);
}

static void learn_host(struct mst_learner *learner, uint64_t time_ns, const struct mst_packet *packet)
{
	struct mst_addr addr = scoped(learner, packet->source);
	struct mst_host *host = is_hosts(&addr) ? mst_hosts_make(learner->hosts, learner->ring, &addr, time_ns) : NULL;

	if (!host)
		return;
	mst_host_count_packet(host, time_ns, packet->wire_bytes);
	if (mst_packet_sender_mac(packet))
		mst_host_add_mac(host, mst_packet_sender_mac(packet));
	learn_port(learner, host, packet);
	if (packet->network == MST_NETWORK_ARP)
		learn_arp(learner, host, packet);
	mst_sanitize_release(host);
}

static bool is_of_other_link(const struct mst_learner *learner, const struct mst_packet *packet)
{
	uint16_t number = packet->vlans[0] & VLAN_NUMBER;

	return packet->vlan_count > 0 && (learner->other_links[number / 64] >> number % 64 & 1);
}

void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_packet packet;
	bool known = mst_packet_read(&packet, learner->linktype, bytes, captured, wire_bytes);

	if (is_of_other_link(learner, &packet))
		return;
	mst_count(&learner->packets, 1);
	if (!known || packet.source.family == MST_NO_FAMILY) {
		mst_count(&learner->undecoded, 1);
		return;
	}
	rcu_read_lock();
	learn_host(learner, time_ns, &packet);
	learn_names(learner, &packet);
	rcu_read_unlock();
}
