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
 *
 * Why linux is the default. Behind nftables rules that drop SYNs without one option (Linux 6.18), connect(2) and linux
 * get through all of them, windows not where timestamps are wanted, mss not where SACK permitted or a window scale is.
 * All three pass a SYN proxy, SYN cookies, and tcp_timestamps=0; all wait in vain at a full accept queue, as connect(2)
 * does. zmap's measurement on the Internet (its pull request 855, port 80): 1.305 % without options, 1.328 mss, 1.330
 * linux, 1.331 windows. Only linux brings 32 keyed bits back. What it costs: 74 bytes a frame, at most 1.28 million a
 * second on 1 Gbit/s; windows has 66 and 1.39, mss 58 and 1.49.
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
	uint8_t scale;                         /* that of the window; 0: they have none */
};

/* Static. */
const struct mst_syn_style *mst_syn_style_of(enum mst_syn_options which);

#endif
