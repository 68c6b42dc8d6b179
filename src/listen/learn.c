/* SPDX-License-Identifier: BSD-2-Clause */
/* learn.c - see learn.h: the sender of a frame. */
#include "listen/learn.h"

#include <string.h>

#include "base/sanitize.h"
#include "listen/learn_key.h"
#include "listen/names.h"
#include "listen/server.h"

#define VLAN_NUMBER 0x0fff
#define NDP_HOPS 255 /* never forwarded: RFC 4861, section 7.1 */

enum { NDP_FIRST = 133, NDP_LAST = 137 };

static bool is_zero(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i])
			return false;
	}
	return true;
}

/* The MAC address of the sender; NULL when there is none, or one that no machine has: all zeros, or a group's. */
static const uint8_t *machine_of(const struct mst_packet *packet)
{
	const uint8_t *mac = mst_packet_sender_mac(packet);

	return mac && !(mac[0] & 1) && !is_zero(mac, 6) ? mac : NULL;
}

/* ---- senders ---- */

static struct mst_host *make(struct mst_learner *learner, const struct mst_host_key *key, uint64_t time_ns)
{
	bool made;
	struct mst_host *host = mst_hosts_make(learner->hosts, learner->ring, key, time_ns, &made);
	const struct mst_host_key *name_key = key;
	struct mst_host_key anywhere;
	const char *name;

	if (!host)
		mst_count(&learner->unkept, 1);
	if (!host || !made)
		return host;
	if (mst_host_key_is_machine(key)) { /* DHCP's names are kept by MAC address alone */
		anywhere = (struct mst_host_key){ .addr = { key->addr[0] }, .kind = MST_NO_FAMILY };
		name_key = &anywhere;
	}
	name = mst_kept_names_get(learner->kept_names, name_key);
	if (name) {
		mst_host_add_name(host, name);
		mst_sanitize_release(name);
	}
	return host;
}

/* A frame without an address of a host: its machine's, or that of no host, as which it is counted; NULL then. */
static struct mst_host *machine_sending(struct mst_learner *learner, uint64_t time_ns, const struct mst_packet *packet,
                                        bool has_addr, bool known)
{
	bool unspecified = has_addr && is_zero(packet->source.bytes, sizeof packet->source.bytes);
	const uint8_t *mac = machine_of(packet);
	struct mst_host_key key;

	if (mac && (unspecified || (!has_addr && (known || packet->network == MST_NETWORK_NONE)))) {
		key = mst_learn_machine_key(learner, packet, mac);
		return make(learner, &key, time_ns);
	}
	mst_count(has_addr ? &learner->not_hosts : &learner->undecoded, 1);
	return NULL;
}

static struct mst_host *sender_of(struct mst_learner *learner, uint64_t time_ns, const struct mst_packet *packet,
                                  bool known)
{
	bool has_addr = known && packet->source.family != MST_NO_FAMILY;
	struct mst_host_key key;

	if (!has_addr || !mst_learn_is_hosts(&packet->source))
		return machine_sending(learner, time_ns, packet, has_addr, known);
	key = mst_learn_key(learner, packet, &packet->source);
	return make(learner, &key, time_ns);
}

/* Whether the sender's MAC address is its own: no router forwards ARP, neighbour discovery, link-local addresses. */
static bool shows_own_mac(const struct mst_packet *packet)
{
	const uint8_t *type = packet->bytes + packet->transport_at;

	if (packet->network == MST_NETWORK_ARP || mst_addr_is_link_local(&packet->source))
		return true;
	return packet->network == MST_NETWORK_IPV6 && packet->protocol == MST_IPPROTO_ICMP6 &&
	       packet->ttl == NDP_HOPS && packet->transport_bytes && *type >= NDP_FIRST && *type <= NDP_LAST;
}

/* The DHCP name for the MAC address of a machine on this link is its own name. */
static void learn_on_link(struct mst_learner *learner, struct mst_host *host, const uint8_t *mac)
{
	struct mst_host_key key = mst_host_key_of_mac(mac);
	const char *name = mst_kept_names_get(learner->kept_names, &key);

	mst_host_set_on_link(host);
	if (name) {
		mst_host_add_name(host, name);
		mst_sanitize_release(name);
	}
}

/* A refused or unanswered port is none; a port that is known already need not be looked at again. */
static void learn_port(struct mst_learner *learner, struct mst_host *host, const struct mst_packet *packet)
{
	bool udp = packet->protocol == MST_IPPROTO_UDP;
	bool in_range = packet->source_port && packet->source_port <= learner->max_port;

	if (!packet->has_ports || (!in_range && packet->destination_port > learner->max_port) ||
	    (in_range && mst_host_has_port(host, packet->source_port, udp)))
		return;
	if (mst_server_is_sender(learner->flows, &learner->hosts->key, packet, learner->max_port) && in_range)
		mst_host_add_port(host, packet->source_port, udp);
}

static void learn_host(struct mst_learner *learner, uint64_t time_ns, struct mst_host *host,
                       const struct mst_packet *packet)
{
	const uint8_t *mac = machine_of(packet);

	mst_host_count_packet(host, time_ns, packet->wire_bytes);
	if (mac)
		mst_host_add_mac(host, mac);
	if (mac && shows_own_mac(packet))
		learn_on_link(learner, host, mac);
	learn_port(learner, host, packet);
}

static bool is_of_other_link(const struct mst_learner *learner, const struct mst_packet *packet)
{
	uint16_t number = packet->vlans[0] & VLAN_NUMBER;

	return packet->vlan_count > 0 && (learner->other_links[number / 64] >> number % 64 & 1);
}

static void learn_packet(struct mst_learner *learner, uint64_t time_ns, const struct mst_packet *packet, bool known)
{
	struct mst_host *sender = sender_of(learner, time_ns, packet, known);

	if (sender)
		learn_host(learner, time_ns, sender, packet);
	if (packet->protocol != MST_IPPROTO_TCP)
		mst_learn_names(learner, sender, packet);
	if (sender)
		mst_sanitize_release(sender);
}

/* Every packet that another one carries is one of its own sender, too. */
static void learn_tunnels(struct mst_learner *learner, uint64_t time_ns, struct mst_packet packets[2])
{
	unsigned at = 0;

	while (mst_packet_inner(&packets[!at], &packets[at])) {
		at = !at;
		if (packets[at].network == MST_NETWORK_NONE)
			continue; /* only one more tunnel */
		mst_count(&learner->tunnelled, 1);
		learn_packet(learner, time_ns, &packets[at], !packets[at].malformed);
	}
}

void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes)
{
	struct mst_packet packets[2]; /* the second is used for tunnels only */
	bool known = mst_packet_read(&packets[0], learner->linktype, bytes, captured, wire_bytes);

	if (is_of_other_link(learner, &packets[0]))
		return;
	mst_count(&learner->packets, 1);
	rcu_read_lock();
	learn_packet(learner, time_ns, &packets[0], known);
	if (known && packets[0].protocol != MST_IPPROTO_TCP)
		learn_tunnels(learner, time_ns, packets);
	rcu_read_unlock();
}
