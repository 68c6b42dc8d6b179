/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * packet.h - the layers of a captured frame: where each begins, and its fixed fields.
 *
 *     link │ VLAN … │ ARP
 *     link │ VLAN … │ PPPoE, MPLS (encapsulation.h) │ ARP, IPv4, IPv6 …
 *     link │ VLAN … │ IPv4, IPv6, extension headers │ TCP, UDP, SCTP, DCCP, ICMP, ICMPv6, anything │ payload
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
#define MST_TUNNELS_MAX 4  /* packets around a packet */
#define MST_LINK_NONE (-1) /* linktype of a packet that a tunnel carries by its EtherType */

/* Why an IP header is not believed; its fields that could be read are there. */
enum mst_ip_fault {
	MST_IP_RIGHT,
	MST_IP_CUT,           /* its fixed part, or its options, are not captured */
	MST_IP_VERSION,       /* the version is not the one that the layer below names */
	MST_IP_HEADER_LENGTH, /* IPv4: shorter than a header can be */
	MST_IP_LENGTH,        /* IPv4: the packet is shorter than its header */
};

enum mst_network { MST_NETWORK_NONE, MST_NETWORK_ARP, MST_NETWORK_IPV4, MST_NETWORK_IPV6 };

/* IP protocols that have fields here (IANA's numbers). */
enum {
	MST_IPPROTO_ICMP = 1,
	MST_IPPROTO_IPV4 = 4,
	MST_IPPROTO_TCP = 6,
	MST_IPPROTO_UDP = 17,
	MST_IPPROTO_DCCP = 33,
	MST_IPPROTO_IPV6 = 41,
	MST_IPPROTO_GRE = 47,
	MST_IPPROTO_AH = 51,
	MST_IPPROTO_ICMP6 = 58,
	MST_IPPROTO_ETHERIP = 97,
	MST_IPPROTO_SCTP = 132,
	MST_IPPROTO_MPLS = 137,
	MST_IPPROTO_ETHERNET = 143, /* RFC 8986 */
};

struct mst_packet {
	const uint8_t *bytes; /* of the frame; the captured part */
	size_t captured, wire_bytes;
	int linktype;    /* DLT_, or MST_LINK_NONE */
	uint8_t depth;   /* number of packets around it: 0 for a frame from a network */
	bool has_vni;    /* a packet around it is of VXLAN or Geneve … */
	uint32_t vni;    /* … and the innermost of them names this network */
	bool known_link; /* the link layer type is supported */
	bool truncated;  /* a header, or the data that it declares, is longer than the captured bytes */
	bool malformed;  /* a length in a header is impossible */

	bool has_macs, has_target; /* "cooked" frames have only the sender's MAC address */
	uint8_t destination_mac[6], source_mac[6];
	uint8_t vlan_count;
	uint16_t vlans[MST_VLANS_MAX]; /* tag control information, the outermost first */
	bool llc;                      /* IEEE 802.2; with SNAP of a known kind it has an EtherType all the same */
	uint16_t llc_bytes;            /* its length in an IEEE 802.3 header, or to the end */
	size_t llc_at;
	uint16_t ethertype; /* of what is inside VLAN tags and encapsulations; 0 for none */

	struct mst_encapsulation outer; /* between VLAN tags and network layer */

	enum mst_network network;
	size_t network_at;                   /* start of the network layer, or of data of an unknown kind */
	struct mst_addr source, destination; /* ARP over IPv4: sender and target */
	uint8_t ttl, traffic_class;          /* hop limit */
	uint32_t flow_label;
	uint16_t ip_id;
	enum mst_ip_fault ip_fault;
	uint8_t ip_version;           /* as the header says */
	size_t ip_missing;            /* bytes that the header declares, and the frame on the wire did not have */
	uint16_t ip_bytes;            /* total length (IPv4), payload length (IPv6), from the header */
	uint8_t ip_header_bytes;      /* IPv4 */
	bool dont_fragment, fragment; /* `fragment`: this packet is one */
	bool more_fragments;
	uint32_t fragment_id, fragment_at; /* `fragment_at`: offset in the datagram, bytes */
	bool has_options;                  /* IPv4 options or IPv6 extension headers */
	uint8_t protocol;                  /* behind all extension headers, and that of authentication in IPv4 too */
	uint8_t first_protocol;            /* of the first of these headers; without any: `protocol` */
	size_t extensions_at;

	size_t transport_at, transport_bytes; /* captured, without padding */
	size_t transport_declared;            /* bytes of it by the lengths of headers */
	bool has_ports;
	uint16_t source_port, destination_port;
	uint32_t sequence, acknowledgement;
	uint16_t window, urgent;
	uint8_t tcp_flags; /* the eight of RFC 9293 and RFC 3168 */
	uint8_t tcp_header_bytes;
	size_t payload_at, payload_bytes; /* of TCP, UDP, SCTP, DCCP */
	size_t payload_declared;
};

/* `linktype` is a DLT_ value of libpcap. False when no known network layer was found. */
bool mst_packet_read(struct mst_packet *packet, int linktype, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* The same for bytes that begin with an IP header: the content of a tunnel, or the quote in an ICMP error. */
bool mst_packet_read_ip(struct mst_packet *packet, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* The same for bytes that an EtherType announces; MST_ETHERTYPE_BRIDGED: an Ethernet frame. */
bool mst_packet_read_type(struct mst_packet *packet, uint16_t ethertype, const uint8_t *bytes, size_t captured,
                          size_t wire_bytes);

/*
 * Reads the packet that a tunnel carries: IP in IP, 6in4, GRE, EtherIP, VXLAN, Geneve, GTP … (tunnel.h). `outer` is a
 * packet that has been read, and its bytes are still there; `inner` points into them, and may not be `outer`. Returns
 * false when there is none, or it is neither IP nor ARP, nor a tunnel, or at more than MST_TUNNELS_MAX levels: so a
 * loop ends.
 *
 *     struct mst_packet packets[MST_TUNNELS_MAX + 1];
 *     unsigned count = mst_packet_read(&packets[0], …);
 *
 *     while (count && mst_packet_inner(&packets[count], &packets[count - 1]))
 *             count++;
 *
 * MAC addresses and VLAN tags of `inner` are those within the tunnel: none where it carries IP. It may lack addresses
 * (source.family is MST_NO_FAMILY), as a frame may. Pure, any thread; a few nanoseconds where there is no tunnel.
 */
bool mst_packet_inner(struct mst_packet *inner, const struct mst_packet *outer);

/* Whether an EtherType announces a VLAN tag: IEEE 802.1Q, 802.1ad, and two that came before it. */
static inline bool mst_packet_is_tag(uint16_t ethertype)
{
	return ethertype == 0x8100 || ethertype == 0x88a8 || ethertype == 0x9100 || ethertype == 0x9200;
}

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
