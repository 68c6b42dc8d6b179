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

#include "listen/learner.h"

/* Accepts any bytes. */
void mst_learn(struct mst_learner *learner, uint64_t time_ns, const uint8_t *bytes, size_t captured, size_t wire_bytes);

#endif
