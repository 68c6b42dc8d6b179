/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * layer.h - the bytes of one protocol within a packet, and the describer that puts them in words.
 *
 * A table names the describer of each protocol by what leads to it:
 *
 *     link/ethertypes.c   EtherType                        ARP, LLDP, EAPOL
 *     link/saps.c         IEEE 802.2 LLC and SNAP          STP, CDP
 *     ip/protocols.c      IP protocol                      TCP, OSPF
 *     payload/ports.c     UDP port                         DNS, DHCP
 *     payload/tcp.c       TCP port                         HTTP, BGP
 *
 * To add a protocol: a file with its describer, a line in describers.h, a row in a table. A describer reads `bytes`
 * through base/reader.h only, and writes through line.h only, which escapes text. It writes in the form of tcpdump's
 * line of the same protocol; what muster knows beyond that stands behind tcpdump's words.
 */
#ifndef MST_DISSECT_COMMON_LAYER_H
#define MST_DISSECT_COMMON_LAYER_H

#include "base/reader.h"
#include "dissect/common/line.h"
#include "dissect/common/options.h"
#include "dissect/common/packet.h"

struct mst_layer {
	const uint8_t *bytes;
	size_t captured; /* bytes that can be read; without padding where the layers around it tell */
	size_t declared; /* bytes that it had on the wire, by the lengths around it: the "length" of lines */
	const struct mst_packet *packet; /* the packet that carries it: addresses, ports, link layer */
	const struct mst_describe *how;
};

/* Returns false, with nothing written, when the bytes are of another protocol after all. */
typedef bool mst_describer(struct mst_line *line, const struct mst_layer *layer);

static inline struct mst_reader mst_layer_reader(const struct mst_layer *layer)
{
	return mst_reader_over(layer->bytes, layer->captured);
}

/* What is left of a layer behind its first `count` bytes. */
static inline struct mst_layer mst_layer_after(const struct mst_layer *layer, size_t count)
{
	struct mst_layer rest = *layer;
	size_t readable = count < layer->captured ? count : layer->captured;

	rest.bytes += readable;
	rest.captured -= readable;
	rest.declared -= count < layer->declared ? count : layer->declared;
	return rest;
}

/*
 * Describes what a layer carries as a packet of its own; `linktype` is a DLT_ value: DLT_RAW for IP, DLT_EN10MB for a
 * frame. Says so instead where tunnels are too deep.
 */
void mst_describe_inner(struct mst_line *line, const struct mst_layer *layer, int linktype);

/* The same by an EtherType (mst_packet_read_type). */
void mst_describe_inner_type(struct mst_line *line, const struct mst_layer *layer, uint16_t ethertype);

/* The layers of a packet that has been read. */
struct mst_layer mst_layer_network(const struct mst_packet *packet, const struct mst_describe *how);
struct mst_layer mst_layer_transport(const struct mst_packet *packet, const struct mst_describe *how);
struct mst_layer mst_layer_payload(const struct mst_packet *packet, const struct mst_describe *how);

#endif
