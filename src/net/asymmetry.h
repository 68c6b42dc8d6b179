/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * asymmetry.h - the interfaces by which answers may come in although no probe leaves by them.
 *
 * Routing is often asymmetric: with equal-cost routes, several uplinks or unnumbered links, the way back is chosen by
 * others. So answers are received on every interface, except where the same packet is received already:
 *
 *     loopback; interfaces with a capture of their own
 *     ports of a bridge, bond or team (the master has the packet); a VRF (its ports have it)
 *     macvlan, ipvlan and their like (the interface below has it), and the interface below one that has a capture
 *     a VLAN above an interface whose capture sees tagged frames
 */
#ifndef MST_NET_ASYMMETRY_H
#define MST_NET_ASYMMETRY_H

#include "net/survey.h"

/* An interface that has a capture of its own. */
struct mst_captured_at {
	int ifindex;
	bool sees_tagged; /* also frames of the VLANs above it */
};

struct mst_asymmetry {
	int *except; /* indices; those with a capture of their own first. Owned */
	size_t except_count;
	size_t others; /* interfaces that are up and are none of these: 0 means that nothing more can come in */
};

/* Reads the kernel's interfaces into a zeroed *asymmetry. 0, or a negative errno with a sentence. */
int mst_asymmetry_read(struct mst_asymmetry *asymmetry, const struct mst_captured_at *captured, size_t count,
                       struct mst_error *err);

/* The same from a list that has been read; pure but for memory. 0, or -ENOMEM with a sentence. */
int mst_asymmetry_judge(struct mst_asymmetry *asymmetry, const struct mst_survey *survey,
                        const struct mst_captured_at *captured, size_t count, struct mst_error *err);

void mst_asymmetry_free(struct mst_asymmetry *asymmetry);

#endif
