/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * gre.h - the header of Generic Routing Encapsulation (RFC 2784, RFC 2890), of PPTP's version 1 (RFC 2637), and of the
 * mirrored frames of ERSPAN within it. Pure.
 */
#ifndef MST_DISSECT_COMMON_GRE_H
#define MST_DISSECT_COMMON_GRE_H

#include <stdbool.h>

#include "base/reader.h"

enum {
	MST_GRE_CHECKSUM = 0x8000,
	MST_GRE_ROUTING = 0x4000,
	MST_GRE_KEY = 0x2000,
	MST_GRE_SEQUENCE = 0x1000,
	MST_GRE_STRICT = 0x0800,
	MST_GRE_RECURSION = 0x0700,
	MST_GRE_ACKNOWLEDGEMENT = 0x0080, /* version 1 */
};

enum {
	MST_GRE_ERSPAN = 0x88be,
	MST_GRE_ERSPAN3 = 0x22eb,
	MST_GRE_WCCP = 0x883e,
};

struct mst_gre {
	uint16_t flags;    /* MST_GRE_, and the version */
	uint16_t protocol; /* an EtherType, in most cases */
	uint16_t checksum, offset;
	uint32_t key, sequence, acknowledgement;
	uint16_t payload_bytes, call; /* version 1 */
};

static inline unsigned mst_gre_version(const struct mst_gre *gre)
{
	return gre->flags & 7;
}

/*
 * Reads the header, and leaves the reader before what it carries. Returns false when it ends early, or its version is
 * neither 0 nor 1.
 */
bool mst_gre_read(struct mst_gre *gre, struct mst_reader *r);

struct mst_erspan {
	uint8_t version; /* 0: type I, without a header; 1: type II; 2: type III */
	uint16_t vlan, session;
	uint32_t index; /* type II: of the port */
	bool ip;        /* type III: IP packets instead of frames */
};

/* The header of ERSPAN behind that of GRE. False when it ends early. */
bool mst_erspan_read(struct mst_erspan *erspan, const struct mst_gre *gre, struct mst_reader *r);

#endif
