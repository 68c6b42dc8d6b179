/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * conntrack.h - the table of tracked connections (net.netfilter.nf_conntrack_count and _max), which all may read.
 */
#ifndef MST_NET_CONNTRACK_H
#define MST_NET_CONNTRACK_H

/* How many more have room; -1: none is tracked in this network. */
double mst_conntrack_room(void);

#endif
