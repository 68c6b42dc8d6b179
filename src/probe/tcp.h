/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tcp.h - what all kinds of probes by TCP segments (RFC 9293) share.
 *
 *     sequence number = ticket; source port = bound to it
 *     of a SYN with timestamps (RFC 7323; probe/syn_options.h): TSval = 32 bits of the question's seal
 *
 * A SYN-ACK of a host that knows the option echoes TSval. It is the same in all attempts of a question, for a host
 * may echo that of an earlier one.
 */
#ifndef MST_PROBE_TCP_H
#define MST_PROBE_TCP_H

#include "probe/probe.h"

/* Fills a template with a segment with these flags; a SYN gets the options and the window of the setup. */
void mst_tcp_prepare(struct mst_template *template, const struct mst_probe_kind *kind, uint8_t flags,
                     const struct mst_probe_setup *setup, const struct mst_addr *source);

/* The kind's `aim`. In a segment with ACK, the acknowledgment number is the ticket too. */
void mst_tcp_aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                 const struct mst_aim *aim);

/* A number that is different for each kind: so an answer to one kind is never an answer to another. */
uint8_t mst_tcp_tag(uint8_t flags);

/*
 * Whether the numbers acknowledged or continued are a ticket of the question of this seal, with or without one more for
 * a SYN or FIN that was counted; `counted`: most stacks count one. Fills ticket, bits and uncounted of the answer.
 */
bool mst_tcp_match_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t number,
                          bool counted, const struct mst_view *view, struct mst_answer *answer);

/*
 * `bits` grows where the answer echoes the option timestamps as it was sent; in a scan without it nothing does. Another
 * echo proves as little as none: a firewall may have rewritten it, and a blind sender would leave the option out.
 */
void mst_tcp_weigh_echoed(const struct mst_probe_setup *setup, const struct mst_seal *seal, const struct mst_view *view,
                          struct mst_answer *answer);

/* Whether these bits, received at this port of ours, are a ticket of the question of this seal. */
bool mst_tcp_read_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t bits,
                         uint16_t our_port, struct mst_ticket *ticket);

/* The kind's `match_quoted` for segments with these flags. */
bool mst_tcp_match_quoted(uint8_t flags, const struct mst_probe_setup *setup, const struct mst_view *view,
                          struct mst_answer *answer);

#endif
