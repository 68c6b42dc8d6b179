/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syn_options.h - what the SYNs of --syn-options hold behind their ports and numbers: TCP options and window.
 *
 *     linux      MSS · SACK permitted · timestamps · NOP · window scale 7        20 bytes
 *     windows    MSS · NOP · window scale 8 · NOP · NOP · SACK permitted         12
 *     mss        MSS                                                              4
 *
 * linux and windows are, byte for byte, what connect(2) sends over a link with an MTU of 1,500: Linux as measured
 * (tests/live/test_syn_options.py), Windows 10 and 11 as FoxIO's JA4T documents them (64240_2-1-3-1-1-4_1460_8).
 */
#ifndef MST_PROBE_SYN_OPTIONS_H
#define MST_PROBE_SYN_OPTIONS_H

#include <muster/scan_config.h>
#include <stdint.h>

#define MST_SYN_OPTION_BYTES 20 /* the most that any of them has */

/* Of all SYNs, MSS too: both systems offer as many whole segments as fit into 65,535 bytes. */
#define MST_SYN_WINDOW_IPV4 (44 * 1460)
#define MST_SYN_WINDOW_IPV6 (45 * 1440)

struct mst_syn_style {
	uint8_t options[MST_SYN_OPTION_BYTES]; /* of which the first `count` are sent; MSS is that of IPv4 */
	uint8_t count;                         /* a multiple of 4 */
	uint8_t tsval_at;                      /* where TSval is among them; 0: they have no timestamps */
};

/* Static. */
const struct mst_syn_style *mst_syn_style_of(enum mst_syn_options which);

#endif
