/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * encap.h - what the kernel puts around the packets of a route, or does to them (`ip route … encap mpls 100`, IPsec
 * policies). It does so for packets that it routes: those of raw sockets, not for frames that are written here.
 */
#ifndef MST_NET_ENCAP_H
#define MST_NET_ENCAP_H

#include <stdint.h>

/* LWTUNNEL_ENCAP_… of linux/lwtunnel.h (RTA_ENCAP_TYPE); 0: nothing. Older headers lack the later ones. */
enum mst_encap {
	MST_ENCAP_NONE,
	MST_ENCAP_MPLS,
	MST_ENCAP_IP,
	MST_ENCAP_ILA,
	MST_ENCAP_IP6,
	MST_ENCAP_SEG6,
	MST_ENCAP_BPF,
	MST_ENCAP_SEG6_LOCAL,
	MST_ENCAP_RPL,
	MST_ENCAP_IOAM6,
	MST_ENCAP_XFRM,
	MST_ENCAP_IPSEC = 0x100,   /* no route: a policy of ip-xfrm(8) in mode tunnel, or one that blocks */
	MST_ENCAP_IPSEC_TRANSPORT, /* likewise, in a mode whose decrypted answers no capture sees */
	MST_ENCAP_UNKNOWN = 0x200, /* of a kernel that is newer than this list */
};

/* As iproute2 calls it: "mpls", "ip", "seg6" …; "" for none. Static. */
const char *mst_encap_word(uint16_t encap);

/* The reason, as a clause, why no Ethernet frame can be written for such a route. Static. */
const char *mst_encap_objection(uint16_t encap);

/* What a route says, as one of these. */
static inline uint16_t mst_encap_of_route(uint16_t type)
{
	return type <= MST_ENCAP_XFRM ? type : MST_ENCAP_UNKNOWN;
}

#endif
