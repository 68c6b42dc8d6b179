/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp.h - what all kinds of probes by TCP segments (RFC 9293) share.
 *
 *     sequence number = ticket; source port = bound to it
 */
#ifndef MST_PROBE_TCP_H
#define MST_PROBE_TCP_H

#include "probe/probe.h"

#define MST_MSS_OPTION_BYTES 4

/* Fills a template with a segment with these flags; a SYN gets the option MSS. */
void mst_tcp_prepare(struct mst_template *template, const struct mst_probe_kind *kind, uint8_t flags,
                     const struct mst_probe_setup *setup, const struct mst_addr *source);

/* The kind's `aim`. In a segment with ACK, the acknowledgment number is the ticket too. */
void mst_tcp_aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                 const struct mst_aim *aim);

/* A number that is different for each kind: so an answer to one kind is never an answer to another. */
uint8_t mst_tcp_tag(uint8_t flags);

/* Whether these bits, received at this port of ours, are a ticket of the question of this seal. */
bool mst_tcp_read_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t bits,
                         uint16_t our_port, struct mst_ticket *ticket);

/* The kind's `match_quoted` for segments with these flags. */
bool mst_tcp_match_quoted(uint8_t flags, const struct mst_probe_setup *setup, const struct mst_view *view,
                          struct mst_answer *answer);

#endif
