/*
 * packet.h - one captured frame taken apart: which layers it has, where they begin, what their fixed fields say.
 *
 *     link │ VLAN … │ ARP
 *     link │ VLAN … │ IPv4, IPv6, extension headers │ TCP, UDP, SCTP, ICMP, ICMPv6, anything │ payload
 *
 * Unlike wire/frame.h it believes nothing and refuses nothing: a frame is shown as far as it goes, checksums are not looked
 * at. Pure, without allocation; some ten nanoseconds.
 */
#ifndef MST_DISSECT_PACKET_H
#define MST_DISSECT_PACKET_H

#include <muster/addr.h>

#include "wire/ipv4.h"

#define MST_VLANS_MAX 4

enum mst_network { MST_NETWORK_NONE, MST_NETWORK_ARP, MST_NETWORK_IPV4, MST_NETWORK_IPV6 };

/* IP protocols that have fields here (IANA's numbers). */
enum {
	MST_IPPROTO_ICMP = 1, MST_IPPROTO_IPV4 = 4, MST_IPPROTO_TCP = 6, MST_IPPROTO_UDP = 17, MST_IPPROTO_IPV6 = 41,
	MST_IPPROTO_GRE = 47, MST_IPPROTO_ICMP6 = 58, MST_IPPROTO_SCTP = 132,
};

struct mst_packet {
	const uint8_t *bytes;            /* of the frame; the captured part */
	size_t captured, wire_bytes;
	bool known_link;                 /* the link layer is one of those understood */
	bool truncated;                  /* a header or what it tells of goes beyond what was captured */
	bool malformed;                  /* a length in a header cannot be */

	bool has_macs, has_target;       /* "cooked" frames tell their sender only */
	uint8_t destination_mac[6], source_mac[6];
	uint8_t vlan_count;
	uint16_t vlans[MST_VLANS_MAX];   /* tag control information, the outermost first */
	bool llc;                        /* IEEE 802.3 with a length; no EtherType */
	uint16_t ethertype;              /* of what is inside the VLAN tags; 0 for none */

	enum mst_network network;
	size_t network_at;               /* where it, or what is not understood, begins */
	struct mst_addr source, destination; /* ARP over IPv4: sender and target */
	uint8_t ttl, traffic_class;      /* hop limit */
	uint32_t flow_label;
	uint16_t ip_id;
	uint16_t ip_bytes;               /* total length (IPv4), payload length (IPv6), as told */
	uint8_t ip_header_bytes;         /* IPv4 */
	bool dont_fragment, fragment;    /* this is one … */
	bool more_fragments;
	uint32_t fragment_id, fragment_at; /* … that begins so many bytes into the datagram */
	bool has_options;                /* IPv4 options or IPv6 extension headers */
	uint8_t protocol;                /* behind all extension headers */

	size_t transport_at, transport_bytes; /* captured, without padding */
	size_t transport_told;           /* bytes of it on the wire */
	bool has_ports;
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgement;
	uint16_t window, urgent;
	uint8_t tcp_flags;               /* the eight of RFC 9293 and RFC 3168 */
	uint8_t tcp_header_bytes;
	size_t payload_at, payload_bytes; /* of TCP, UDP, SCTP */
	size_t payload_told;
};

/* `linktype` is a DLT_ value of libpcap. False when no network layer was found that is understood. */
bool mst_packet_read(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* The same for bytes that begin with an IP header: what a tunnel carries, or an ICMP error quotes. */
bool mst_packet_read_ip(struct mst_packet *packet, const uint8_t *bytes, size_t captured, size_t wire_bytes);

static inline const uint8_t *mst_packet_payload(const struct mst_packet *packet)
{
	return packet->bytes + packet->payload_at;
}

#endif
