/* SPDX-License-Identifier: BSD-2-Clause */
/* learner.h - what a capture thread learns into, and where it listens. Each thread has its own. */
#ifndef MST_LISTEN_LEARNER_H
#define MST_LISTEN_LEARNER_H

#include "listen/conversations.h"
#include "listen/hosts.h"
#include "listen/kept_names.h"

struct mst_learner {
	struct mst_hosts *hosts;
	struct mst_kept_names *kept_names;
	struct mst_conversations *flows; /* of this learner only */
	unsigned ring;
	uint16_t max_port;
	uint16_t vlan;         /* of the interface itself, whose packets come without a tag; 0: none */
	uint32_t scope;        /* index of the interface, the scope of link-local addresses; 0 for a file */
	const char *interface; /* NULL for a file */
	int linktype;
	uint64_t other_links[64]; /* a bit a VLAN number: its packets, with their tag, are heard at a link of their own
	                           */
	_Atomic uint64_t packets, tunnelled, undecoded, not_hosts;
	_Atomic uint64_t unkept; /* there was no memory for the host */
};

#endif
