/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dhcp.h - BOOTP and DHCP messages (RFC 951, RFC 2131), with the options that identify a client (RFC 2132). Pure.
 */
#ifndef MST_DISSECT_PAYLOAD_DHCP_H
#define MST_DISSECT_PAYLOAD_DHCP_H

#include <muster/addr.h>

/* Text or bytes inside the message; `bytes` is NULL when the option is missing. */
struct mst_dhcp_text {
	const uint8_t *bytes;
	size_t count;
};

struct mst_dhcp {
	bool reply; /* sent by a server */
	uint32_t transaction;
	uint8_t client_mac[6];
	bool has_mac;                                 /* the client's hardware is of the Ethernet kind */
	struct mst_addr client;                       /* the address it has; no family for 0.0.0.0, here and below */
	struct mst_addr offered;                      /* the one it is given (yiaddr) */
	struct mst_addr requested;                    /* option 50 */
	struct mst_addr server;                       /* option 54 */
	uint8_t type;                                 /* option 53: 1 Discover … 8 Inform; 0 for BOOTP */
	uint32_t lease_s;                             /* option 51, seconds; 0: missing */
	struct mst_addr relay;                        /* giaddr */
	struct mst_dhcp_text host_name, vendor_class; /* options 12, 60 */
	struct mst_dhcp_text client_fqdn;             /* option 81, to be read by names/fqdn.h */
};

/* False when this is no BOOTP or DHCP message. */
bool mst_dhcp_read(struct mst_dhcp *dhcp, const uint8_t *bytes, size_t count);

/* "Discover", "Offer" …; NULL for 0 and unknown ones. Static. */
const char *mst_dhcp_type_name(uint8_t type);

#endif
