/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp6_line.c - describes DHCPv6 (RFC 8415). */
#include "dissect/payload/describers.h"

bool mst_describe_dhcp6(struct mst_line *line, const struct mst_layer *layer)
{
	static const char *const types[] = { NULL,        "solicit",     "advertise",   "request",
		                             "confirm",   "renew",       "rebind",      "reply",
		                             "release",   "decline",     "reconfigure", "inf-req",
		                             "relay-fwd", "relay-reply", "leasequery",  "leasequery-reply" };
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t type = mst_read_u8(&r);

	mst_line_add(line, "dhcp6");
	mst_skip(&r, 3); /* transaction */
	if (r.short_read)
		mst_line_add(line, " [|dhcp6]");
	else if (type < sizeof types / sizeof *types && types[type])
		mst_line_add(line, " %s", types[type]);
	else
		mst_line_add(line, " msgtype-%u", type);
	return true;
}
