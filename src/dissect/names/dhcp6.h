/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dhcp6.h - DHCPv6 messages (RFC 8415), as far as they name a client: its name, the addresses that it is given. Those
 * that relays forward are read within their envelopes. Pure.
 */
#ifndef MST_DISSECT_NAMES_DHCP6_H
#define MST_DISSECT_NAMES_DHCP6_H

#include <muster/addr.h>

#define MST_DHCP6_ADDRS 4

enum { MST_DHCP6_ADVERTISE = 2, MST_DHCP6_REPLY = 7 };

struct mst_dhcp6 {
	uint8_t type; /* of the client's or server's own message: 1 Solicit … 11 Information-request */
	bool relayed;
	bool to_client;       /* sent by a server */
	struct mst_addr peer; /* relayed: the client's address on its link, of the innermost envelope */
	const uint8_t *fqdn;  /* option 39, as in fqdn.h; NULL when it is missing */
	size_t fqdn_bytes;
	unsigned addr_count;
	struct mst_addr addrs[MST_DHCP6_ADDRS]; /* of options IA Address, those that are valid for more than 0 s */
};

/* False when this is no DHCPv6 message. */
bool mst_dhcp6_read(struct mst_dhcp6 *dhcp, const uint8_t *bytes, size_t count);

#endif
