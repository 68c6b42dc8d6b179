/* SPDX-License-Identifier: BSD-2-Clause */
/* server.c - see server.h. */
#include "listen/server.h"

#include "listen/known_ports.h"

/* ---- TCP ---- */

/*
 * A client is noted where its port could be taken for a service later: only then does the connection need a place
 * among the flows.
 */
static bool serves_tcp(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                       uint16_t max_port)
{
	uint8_t flags = packet->tcp_flags & (MST_TCP_SYN | MST_TCP_ACK | MST_TCP_RST);

	if (!packet->tcp_header_bytes)
		return false;
	if (flags == MST_TCP_SYN && packet->source_port <= max_port)
		mst_conversations_note(flows, key, packet, MST_ASKER_SOURCE);
	if (flags == (MST_TCP_SYN | MST_TCP_ACK) && packet->destination_port <= max_port)
		mst_conversations_note(flows, key, packet, MST_ASKER_DESTINATION);
	if (flags != MST_TCP_ACK || !packet->payload_declared || packet->source_port > max_port)
		return flags == (MST_TCP_SYN | MST_TCP_ACK);
	/* A refusal, or a bare acknowledgement, shows no service. */
	return mst_port_rank(packet->source_port, false) > mst_port_rank(packet->destination_port, false) &&
	       mst_conversations_asker(flows, key, packet) != MST_ASKER_SOURCE;
}

/* ---- UDP ---- */

enum { NTP_PASSIVE = 2, NTP_SERVER = 4, NTP_BROADCAST = 5 };

enum answer { NO_WORD, IS_QUESTION, IS_ANSWER };

static enum answer answer_if(bool is_answer)
{
	return is_answer ? IS_ANSWER : IS_QUESTION;
}

/* DNS, multicast DNS, LLMNR, NetBIOS: a bit of the header. */
static enum answer read_dns(const uint8_t *payload)
{
	return answer_if(payload[2] & 0x80);
}

static enum answer read_ntp(const uint8_t *payload)
{
	uint8_t mode = payload[0] & 7;

	return answer_if(mode == NTP_PASSIVE || mode == NTP_SERVER || mode == NTP_BROADCAST);
}

/* Relays send to servers from the servers' port. */
static enum answer read_dhcp(const uint8_t *payload)
{
	return answer_if(payload[0] == 2); /* BOOTREPLY */
}

/* Advertise, Reply, Reconfigure, Relay-reply (RFC 8415). */
static enum answer read_dhcp6(const uint8_t *payload)
{
	return answer_if(payload[0] == 2 || payload[0] == 7 || payload[0] == 10 || payload[0] == 13);
}

static enum answer read_client(const uint8_t *payload)
{
	(void)payload;
	return IS_QUESTION;
}

static const struct message {
	uint16_t port;
	bool also_between_ports; /* the message decides whatever port the other end has */
	enum answer (*read)(const uint8_t *payload);
} messages[] = {
	{ 53, false, read_dns },   { 67, true, read_dhcp },   { 68, true, read_client },
	{ 123, false, read_ntp },  { 137, false, read_dns },  { 546, true, read_client },
	{ 547, true, read_dhcp6 }, { 5353, false, read_dns }, { 5355, false, read_dns },
};

static enum answer read_message(const struct mst_packet *packet)
{
	if (packet->payload_bytes < 3)
		return NO_WORD;
	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		if (messages[i].port == packet->source_port &&
		    (messages[i].also_between_ports || packet->source_port == packet->destination_port))
			return messages[i].read(mst_packet_payload(packet));
	}
	return NO_WORD;
}

static bool serves_by_flow(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet)
{
	enum mst_asker asker = mst_conversations_asker(flows, key, packet);

	if (asker == MST_ASKER_UNKNOWN)
		mst_conversations_note(flows, key, packet, MST_ASKER_SOURCE);
	return asker == MST_ASKER_DESTINATION;
}

static bool serves_udp(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                       uint16_t max_port)
{
	enum answer answer;
	unsigned rank, other_rank;

	if (packet->source_port > max_port && packet->destination_port > max_port)
		return false;
	answer = read_message(packet);
	if (answer != NO_WORD)
		return answer == IS_ANSWER;
	rank = mst_port_rank(packet->source_port, true);
	other_rank = mst_port_rank(packet->destination_port, true);
	return rank == other_rank ? serves_by_flow(flows, key, packet) : rank > other_rank;
}

bool mst_server_is_sender(struct mst_conversations *flows, const struct mst_key *key, const struct mst_packet *packet,
                          uint16_t max_port)
{
	switch (packet->protocol) {
	case MST_IPPROTO_TCP: return serves_tcp(flows, key, packet, max_port);
	case MST_IPPROTO_UDP: return serves_udp(flows, key, packet, max_port);
	default: return false;
	}
}
