/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fragments.h - puts the fragments of IPv4 and IPv6 packets together (RFC 791, RFC 8200 section 4.5), as Linux does.
 *
 *     fragment ─► its packet: first header, runs of bytes ─┬─ whole ─────► a packet again
 *                                                          ├─ incomplete ► kept: 30 s (IPv4), 60 s (IPv6)
 *                                                          └─ overlap ───► all of it is dropped (RFC 5722)
 *
 * Linux (net/ipv4/ip_fragment.c, net/ipv6/reassembly.c) ignores a fragment whose bytes are all there already, and drops
 * the packet when a fragment overlaps others in part, is empty, contradicts the end, or differs from the others in
 * whether it takes part in ECN (RFC 3168, section 5.3). Of IPv6 it takes no first fragment that lacks a part of the
 * upper-layer header (RFC 8200).
 *
 * Memory is fixed: MST_FRAGMENTS_PACKETS packets of up to 64 KiB, which share MST_FRAGMENTS_BYTES. A packet that finds
 * no room takes that of the oldest one. Pure, but for this memory; one thread.
 */
#ifndef MST_WIRE_FRAGMENTS_H
#define MST_WIRE_FRAGMENTS_H

#include "wire/frame.h"

#define MST_FRAGMENTS_PACKETS 256
#define MST_FRAGMENTS_BYTES (4u << 20) /* as many as Linux keeps, net.ipv4.ipfrag_high_thresh */

struct mst_fragments;

/* NULL: no memory. Pages are touched only when fragments come. */
struct mst_fragments *mst_fragments_new(void);
void mst_fragments_free(struct mst_fragments *fragments);

/*
 * Takes a fragment that mst_frame_read found, received at `now_ns` by the interface `ifindex` (link-local addresses are
 * told apart by it). True when its packet is whole: `whole` then is that packet, a bare one (DLT_RAW), valid until the
 * next call. An IPv6 packet keeps its fragment header, which says that nothing more follows: frame.h tells by it what
 * does not count in fragments.
 */
bool mst_fragments_take(struct mst_fragments *fragments, const struct mst_fragment_view *fragment, int ifindex,
                        uint64_t now_ns, struct mst_fragment_view *whole);

/* How many packets and single fragments were dropped so far: by time, for room, or as wrong. */
uint64_t mst_fragments_dropped(const struct mst_fragments *fragments);

#endif
