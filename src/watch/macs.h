/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * macs.h - which link-layer address answered for a host of a local link, round after round. Pure.
 *
 *     A A A B B B      another one: told once (a new network card, another machine, a gateway that took over)
 *     A B A B A B      both in turn: a conflict, told once, when the first one is back
 *     A+B              both in one round: a conflict, told once
 *     V W V A V A      of VRRP, HSRP, GLBP and CARP (mst_link_addr_shared_by): one service; only the first A is told
 */
#ifndef MST_WATCH_MACS_H
#define MST_WATCH_MACS_H

#include <muster/watch.h>

/* So many rounds in a row with one address end a conflict. */
#define MST_MACS_AGREED 16

/*
 * This round's answer. `two`: another machine claims the host's address, too. Returns MST_MAC_CHANGED,
 * MST_MAC_CONFLICT, or MST_WATCH_TURN_COUNT when there is nothing to tell.
 */
enum mst_watch_turn mst_macs_take(struct mst_watch_macs *macs, const uint8_t mac[6], bool two, mst_moment moment);

#endif
