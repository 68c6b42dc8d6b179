/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * udp_tunnels.h - the headers of tunnels over UDP: VXLAN (RFC 7348) and its generic form (draft-ietf-nvo3-vxlan-gpe),
 * Geneve (RFC 8926), the user plane of GTP (3GPP TS 29.281), L2TP version 2 (RFC 2661), Teredo (RFC 4380); and the
 * network service header, RFC 8300. Pure.
 *
 * Each reader leaves `r` before what is carried, and returns false when the header ends early or is not of this kind.
 */
#ifndef MST_DISSECT_COMMON_UDP_TUNNELS_H
#define MST_DISSECT_COMMON_UDP_TUNNELS_H

#include <stdbool.h>

#include "base/reader.h"

enum {
	MST_PORT_L2TP = 1701,
	MST_PORT_GTP_U = 2152,
	MST_PORT_TEREDO = 3544,
	MST_PORT_VXLAN = 4789,
	MST_PORT_VXLAN_GPE = 4790,
	MST_PORT_GENEVE = 6081,
	MST_PORT_MPLS = 6635, /* RFC 7510 */
	MST_PORT_OTV = 8472,  /* and VXLAN, before it had its own: Linux still begins with this one */
};

enum { MST_VXLAN_ID = 0x08, MST_VXLAN_NEXT = 0x04 };

struct mst_vxlan {
	uint8_t flags, next; /* next: what VXLAN-GPE carries */
	uint32_t id;
};

bool mst_vxlan_read(struct mst_vxlan *vxlan, struct mst_reader *r);

/* The EtherType that a `next` of VXLAN-GPE or of a network service header stands for; 0: unknown. */
uint16_t mst_vxlan_next_type(uint8_t next);

struct mst_geneve {
	uint8_t version, flags; /* flags: 0x80 control, 0x40 critical options */
	uint8_t option_bytes;
	uint16_t type; /* EtherType */
	uint32_t id;
};

bool mst_geneve_read(struct mst_geneve *geneve, struct mst_reader *r);

enum { MST_GTP_PACKET = 255 };

struct mst_gtp {
	uint8_t type; /* of the message; MST_GTP_PACKET: it carries one */
	uint16_t declared;
	uint32_t tunnel;
};

bool mst_gtp_read(struct mst_gtp *gtp, struct mst_reader *r);

enum {
	MST_L2TP_CONTROL = 0x8000,
	MST_L2TP_LENGTH = 0x4000,
	MST_L2TP_SEQUENCE = 0x0800,
	MST_L2TP_OFFSET = 0x0200,
	MST_L2TP_PRIORITY = 0x0100,
};

struct mst_l2tp {
	uint16_t flags, length, tunnel, session, sent, received, offset;
};

/* Control messages too, whose attributes follow. */
bool mst_l2tp_read(struct mst_l2tp *l2tp, struct mst_reader *r);

/* Whether IPv6 follows, behind an authentication and an origin or without, within the `declared` bytes of UDP. */
bool mst_teredo_read(struct mst_reader *r, size_t declared);

struct mst_nsh {
	uint8_t version, flags, metadata, next; /* flags: 1 for OAM; next: as that of VXLAN-GPE */
	uint32_t path;
	uint8_t index;
};

bool mst_nsh_read(struct mst_nsh *nsh, struct mst_reader *r);

#endif
