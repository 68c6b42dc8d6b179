/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * learn.h - learns hosts, MAC addresses, ports, names and services from one frame. Each capture thread has its own
 * learner.
 *
 * Every frame is counted once: for the host that its address names; for the machine with its sender's MAC address,
 * when it has no address; or as one of a sender that is no host, or of none. So is every packet within a tunnel.
 */
#ifndef MST_LISTEN_LEARN_H
#define MST_LISTEN_LEARN_H

#include "listen/flows.h"
#include "listen/hosts.h"
#include "listen/kept_names.h"

struct mst_learner {
	struct mst_hosts *hosts;
	struct mst_kept_names *kept_names;
	struct mst_flows *flows; /* of this learner only */
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

/* Accepts any bytes. */
void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes);

/* ---- parts of it ---- */

/* Whether a host can have this address: not multicast, broadcast or unspecified. */
bool mst_learn_is_hosts(const struct mst_addr *addr);

/* The key of an address that was heard, or told of, in this packet. */
struct mst_host_key mst_learn_key(const struct mst_learner *learner, const struct mst_packet *packet,
                                  const struct mst_addr *addr);

/* Names, services and ports of switches; `sender` is NULL when it is no host. Under rcu_read_lock. */
void mst_learn_names(struct mst_learner *learner, struct mst_host *sender, const struct mst_packet *packet);

#endif
