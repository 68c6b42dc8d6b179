/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet.h - the layers of a captured frame: where each begins, and its fixed fields.
 *
 *     link │ VLAN … │ ARP
 *     link │ VLAN … │ PPPoE, MPLS (encapsulation.h) │ ARP, IPv4, IPv6 …
 *     link │ VLAN … │ IPv4, IPv6, extension headers │ TCP, UDP, SCTP, ICMP, ICMPv6, anything │ payload
 *
 * Unlike wire/frame.h this is for display: no frame is refused, a broken one is read as far as possible, and
 * checksums are not verified. Pure; no allocation; about ten nanoseconds a frame.
 */
#ifndef MST_DISSECT_COMMON_PACKET_H
#define MST_DISSECT_COMMON_PACKET_H

#include <muster/addr.h>

#include "dissect/common/encapsulation.h"
#include "wire/ipv4.h"

#define MST_VLANS_MAX 4

enum mst_network { MST_NETWORK_NONE, MST_NETWORK_ARP, MST_NETWORK_IPV4, MST_NETWORK_IPV6 };

/* IP protocols that have fields here (IANA's numbers). */
enum {
	MST_IPPROTO_ICMP = 1,
	MST_IPPROTO_IPV4 = 4,
	MST_IPPROTO_TCP = 6,
	MST_IPPROTO_UDP = 17,
	MST_IPPROTO_IPV6 = 41,
	MST_IPPROTO_GRE = 47,
	MST_IPPROTO_ICMP6 = 58,
	MST_IPPROTO_SCTP = 132,
};

struct mst_packet {
	const uint8_t *bytes; /* of the frame; the captured part */
	size_t captured, wire_bytes;
	bool known_link; /* the link layer type is supported */
	bool truncated;  /* a header, or the data that it declares, is longer than the captured bytes */
	bool malformed;  /* a length in a header is impossible */

	bool has_macs, has_target; /* "cooked" frames have only the sender's MAC address */
	uint8_t destination_mac[6], source_mac[6];
	uint8_t vlan_count;
	uint16_t vlans[MST_VLANS_MAX]; /* tag control information, the outermost first */
	bool llc;                      /* IEEE 802.3 with a length; no EtherType */
	uint16_t llc_bytes;            /* that length */
	uint16_t ethertype;            /* of what is inside VLAN tags and encapsulations; 0 for none */

	struct mst_encapsulation outer; /* between VLAN tags and network layer */

	enum mst_network network;
	size_t network_at;                   /* start of the network layer, or of data of an unknown kind */
	struct mst_addr source, destination; /* ARP over IPv4: sender and target */
	uint8_t ttl, traffic_class;          /* hop limit */
	uint32_t flow_label;
	uint16_t ip_id;
	uint16_t ip_bytes;            /* total length (IPv4), payload length (IPv6), from the header */
	uint8_t ip_header_bytes;      /* IPv4 */
	bool dont_fragment, fragment; /* `fragment`: this packet is one */
	bool more_fragments;
	uint32_t fragment_id, fragment_at; /* `fragment_at`: offset in the datagram, bytes */
	bool has_options;                  /* IPv4 options or IPv6 extension headers */
	uint8_t protocol;                  /* behind all extension headers */

	size_t transport_at, transport_bytes; /* captured, without padding */
	size_t transport_declared;            /* bytes of it on the wire */
	bool has_ports;
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgement;
	uint16_t window, urgent;
	uint8_t tcp_flags; /* the eight of RFC 9293 and RFC 3168 */
	uint8_t tcp_header_bytes;
	size_t payload_at, payload_bytes; /* of TCP, UDP, SCTP */
	size_t payload_declared;
};

/* `linktype` is a DLT_ value of libpcap. False when no known network layer was found. */
bool mst_packet_read(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* The same for bytes that begin with an IP header: the content of a tunnel, or the quote in an ICMP error. */
bool mst_packet_read_ip(struct mst_packet *packet, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* The link-layer address of the sender, of the innermost Ethernet frame; NULL when there is none. */
static inline const uint8_t *mst_packet_sender_mac(const struct mst_packet *packet)
{
	return packet->outer.has_mac ? packet->outer.mac : packet->has_macs ? packet->source_mac : NULL;
}

static inline const uint8_t *mst_packet_payload(const struct mst_packet *packet)
{
	return packet->bytes + packet->payload_at;
}

#endif
