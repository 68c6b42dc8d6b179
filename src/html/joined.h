/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * joined.h - verdicts in order, of which those that say nothing of their own are joined: silent neighbours, and what
 * the report does not list.
 *
 *     .1 up   .2 down   .3 down   .4 down   .5 up    ─►   .1   .2–.4 down   .5
 *     .1: 22 open, 23–1000 filtered        ─►   .1 22 open   .1 23–1000 filtered
 *     .2 … .9: 22–1000 filtered            ─►   .2–.9 22–1000 filtered
 */
#ifndef MST_HTML_JOINED_H
#define MST_HTML_JOINED_H

#include <muster/result.h>

/* Verdicts that are alike: of the ports of one host, or of all ports of hosts that follow one another. */
struct mst_html_span {
	struct mst_addr first, last;
	uint16_t first_port, last_port;
	uint64_t count; /* verdicts */
	bool about_port;
	uint8_t proto, state, reason;
};

/* One of them is NULL. Valid during the call. */
typedef void mst_html_take(void *user, const struct mst_result *result, const struct mst_html_span *span);

/* Zeroed but for the first three. */
struct mst_html_joiner {
	uint32_t listed; /* bit set of the states whose verdicts are listed one by one, unless they are silence */
	mst_html_take *take;
	void *user;
	bool any;                   /* the spans below have something */
	bool whole;                 /* all verdicts of the last host so far are in `host` */
	struct mst_html_span hosts; /* hosts before the last one that are alike; count 0: none */
	struct mst_html_span host;  /* the last host, or its last ports; count 0: none */
};

void mst_html_joiner_add(struct mst_html_joiner *joiner, const struct mst_result *result);
void mst_html_joiner_end(struct mst_html_joiner *joiner);

#endif
