/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * lldp.h - the Link Layer Discovery Protocol (IEEE 802.1AB): which system, port and VLAN is at the other end of the
 * cable. Pure.
 *
 *     type, 7 bits │ length, 9 bits │ value │ … │ 0 (end)
 */
#ifndef MST_DISSECT_PAYLOAD_LLDP_H
#define MST_DISSECT_PAYLOAD_LLDP_H

#include <muster/addr.h>

#include "base/reader.h"
#include "dissect/common/heard_text.h"

enum { MST_LLDP_END, MST_LLDP_CHASSIS, MST_LLDP_PORT, MST_LLDP_TTL, MST_LLDP_PORT_TEXT, MST_LLDP_NAME };

/* What a chassis or a port is called by. */
enum mst_lldp_kind {
	MST_LLDP_NONE,
	MST_LLDP_TEXT,    /* the bytes are text */
	MST_LLDP_MAC,     /* six bytes */
	MST_LLDP_ADDRESS, /* 4 or 16 bytes: an IP address */
	MST_LLDP_BYTES,   /* anything else */
};

struct mst_lldp_id {
	enum mst_lldp_kind kind;
	struct mst_heard_text value;
};

struct mst_lldp {
	struct mst_lldp_id chassis, port;
	struct mst_heard_text name, description; /* of the system */
	struct mst_heard_text port_description;
	uint16_t ttl_s;                  /* 0: the system is leaving the link */
	uint16_t capabilities, enabled;  /* bits: 2 bridge, 3 access point, 4 router, 5 telephone, 7 station */
	uint16_t vlan;                   /* port VLAN (PVID); 0: not told */
	struct mst_heard_text vlan_name; /* the first that is told */
	uint16_t voice_vlan;             /* of LLDP-MED's network policy for voice; 0: not told */
	uint16_t frame_bytes_max;        /* 0: not told */
	struct mst_addr management;      /* the first IP address; no family when there is none */
};

struct mst_lldp_tlv {
	uint8_t type;
	struct mst_heard_text value; /* `bytes` is not NULL */
};

/* The next element; false at the end of the message, and with `short_read` set where it is cut. */
bool mst_lldp_next(struct mst_reader *r, struct mst_lldp_tlv *tlv);

/* False when this is no LLDP message: it has no chassis, or no port. A cut one is read as far as it goes. */
bool mst_lldp_read(struct mst_lldp *lldp, const uint8_t *bytes, size_t count);

#endif
