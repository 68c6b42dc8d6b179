/*
 * tcp.h - what the kinds that ask by a TCP segment (RFC 9293) have in common.
 *
 *     sequence number = ticket; source port = bound to it
 */
#ifndef MST_PROBE_TCP_H
#define MST_PROBE_TCP_H

#include "probe/probe.h"

#define MST_MSS_OPTION_BYTES 4

/* A segment with these flags, and the option that a SYN has, into a template. */
void mst_tcp_prepare(struct mst_template *template, const struct mst_probe_kind *kind, uint8_t flags,
                     const struct mst_probe_setup *setup, const struct mst_addr *source);

/* The probe's `aim`. A segment that acknowledges something acknowledges its ticket. */
void mst_tcp_aim(uint8_t *frame, const struct mst_template *template, const struct mst_probe_setup *setup,
                 const struct mst_aim *aim);

/* What makes the questions of one kind others than those of another kind to the same port. */
uint8_t mst_tcp_tag(uint8_t flags);

/* Whether these bits, which came back to this port of ours, are a ticket of a question to `target`. */
bool mst_tcp_read_ticket(const struct mst_probe_setup *setup, const struct mst_seal *seal, uint32_t bits,
                         uint16_t our_port, struct mst_ticket *ticket);

/* The probe's `match_quoted` for segments with these flags. */
bool mst_tcp_match_quoted(uint8_t flags, const struct mst_probe_setup *setup, const struct mst_view *view,
                          struct mst_answer *answer);

#endif
