/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * learn.h - learns hosts, MAC addresses, ports and names from one frame. Each capture thread has its own learner.
 */
#ifndef MST_LISTEN_LEARN_H
#define MST_LISTEN_LEARN_H

#include "listen/dhcp_names.h"
#include "listen/hosts.h"

struct mst_learner {
	struct mst_hosts *hosts;
	struct mst_dhcp_names *dhcp_names;
	unsigned ring;
	uint16_t max_port;
	uint32_t scope; /* index of the interface, the scope of link-local addresses; 0 for a file */
	int linktype;
	uint64_t other_links[64]; /* a bit a VLAN number: its packets, with their tag, are heard at a link of their own
	                           */
	_Atomic uint64_t packets, undecoded;
};

/* Accepts any bytes. */
void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes);

#endif
