/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * encapsulation.h - what stands around a packet between link and network layer: PPPoE, PPP and MPLS. Pure.
 *
 *     link │ PPPoE discovery │ tags                                        RFC 2516
 *     link │ PPPoE session │ PPP │ IP, MPLS, or a control protocol
 *     link or tunnel │ PPP │ the same                                     RFC 1661
 *     link │ MPLS labels │ IP                                              RFC 3032
 *     link │ MPLS labels │ control word │ Ethernet │ IP, ARP, PPPoE        RFC 4448; the control word is optional
 *
 * Nothing in an MPLS label tells what follows the last one. IP is recognised by its version and its lengths, a control
 * word by its four zeros, an Ethernet frame by an EtherType whose packet begins as that says.
 */
#ifndef MST_DISSECT_COMMON_ENCAPSULATION_H
#define MST_DISSECT_COMMON_ENCAPSULATION_H

#include <stdbool.h>

#include "base/reader.h"
#include "wire/arp.h"

#define MST_OUTER_MAX 4   /* encapsulations of a packet */
#define MST_LABELS_MAX 16 /* in all of them */

enum {
	MST_ETHERTYPE_LEAST = 1501,     /* below it: the length of an IEEE 802.3 frame */
	MST_ETHERTYPE_BRIDGED = 0x6558, /* an Ethernet frame: "transparent Ethernet bridging" */
	MST_ETHERTYPE_VLAN = 0x8100,
	MST_ETHERTYPE_PPP = 0x880b,
	MST_ETHERTYPE_NSH = 0x894f,
	MST_ETHERTYPE_QINQ = 0x88a8,
	MST_ETHERTYPE_PPPOE_DISCOVERY = 0x8863,
	MST_ETHERTYPE_PPPOE = 0x8864,
	MST_ETHERTYPE_MPLS = 0x8847,
	MST_ETHERTYPE_MPLS_MULTICAST = 0x8848,
};

/* Protocols of cooked frames that are no EtherTypes: Novell's frames, and LLC. */
enum { MST_COOKED_802_3 = 1, MST_COOKED_802_2 = 4 };

struct mst_encapsulation {
	uint8_t count, label_count;
	bool cut;                        /* a header is longer than the frame */
	bool pppoe_whole;                /* PPPoE's is not */
	uint16_t types[MST_OUTER_MAX];   /* EtherTypes, the outermost first */
	uint32_t labels[MST_LABELS_MAX]; /* MPLS: label, traffic class, bottom of stack, time to live (RFC 3032) */
	uint8_t pppoe_version;           /* and type, in the lower four bits */
	uint8_t pppoe_code;              /* 0: a session */
	uint16_t pppoe_session;
	uint16_t pppoe_declared; /* bytes behind its header */
	size_t pppoe_bytes;      /* captured, without padding */
	uint16_t ppp_protocol;
	size_t ppp_left; /* bytes captured from the protocol field on */
	bool has_mac;    /* of the sender of an Ethernet frame within MPLS */
	uint8_t mac[6];
};

/*
 * Reads all that is around the packet into a zeroed struct. `type` is the EtherType before the reader, `beyond` the
 * bytes of the frame that were not captured. Returns the EtherType of what follows, with the reader before it: 0 when
 * it is none of IPv4, IPv6 and ARP, or cannot be read. Other types are returned as they are.
 */
uint16_t mst_encapsulation_read(struct mst_encapsulation *outer, struct mst_reader *r, uint16_t type, size_t beyond);

static inline bool mst_encapsulation_is_pppoe(uint16_t type)
{
	return type == MST_ETHERTYPE_PPPOE || type == MST_ETHERTYPE_PPPOE_DISCOVERY;
}

#endif
