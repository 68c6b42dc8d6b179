/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cdp.h - the Cisco Discovery Protocol: which device, port and VLAN is at the other end of the cable. Pure.
 *
 *     version │ time to live │ checksum │ type │ length, with these four bytes │ value │ …
 */
#ifndef MST_DISSECT_PAYLOAD_CDP_H
#define MST_DISSECT_PAYLOAD_CDP_H

#include <muster/addr.h>

#include "base/reader.h"
#include "dissect/common/heard_text.h"

#define MST_CDP_HEADER 4 /* bytes of the message's, and of an element's */

enum {
	MST_CDP_DEVICE = 1,
	MST_CDP_ADDRESSES,
	MST_CDP_PORT,
	MST_CDP_CAPABILITIES,
	MST_CDP_VERSION,
	MST_CDP_PLATFORM,
	MST_CDP_VTP_DOMAIN = 9,
	MST_CDP_NATIVE_VLAN,
	MST_CDP_DUPLEX,
	MST_CDP_VOICE_VLAN = 14,
	MST_CDP_MANAGEMENT = 22,
};

struct mst_cdp {
	uint8_t version, ttl_s;
	struct mst_heard_text device;   /* its name, or serial number */
	struct mst_heard_text port;     /* the port of the sender */
	struct mst_heard_text platform; /* its model */
	struct mst_heard_text software;
	struct mst_heard_text vtp_domain;
	uint32_t capabilities; /* bits: 0 router, 1, 2 bridge, 3 switch, 4 host, 7 telephone */
	uint16_t native_vlan;  /* 0: not told */
	uint16_t voice_vlan;   /* 0: not told */
	bool has_duplex, full_duplex;
	struct mst_addr address;    /* the first IPv4 or IPv6 address; no family when there is none */
	struct mst_addr management; /* the same of the management addresses */
};

struct mst_cdp_tlv {
	uint16_t type;
	struct mst_heard_text value; /* `bytes` is not NULL */
};

/* The next element; false at the end of the message, and with `short_read` set where it is cut or its length false. */
bool mst_cdp_next(struct mst_reader *r, struct mst_cdp_tlv *tlv);

/* False when this is no CDP message: it has no device. A cut one is read as far as it goes. */
bool mst_cdp_read(struct mst_cdp *cdp, const uint8_t *bytes, size_t count);

#endif
