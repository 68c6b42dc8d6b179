/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tally.h - what verdicts come to: everything that a page shows but its table. Memory is bounded.
 *
 *     add, add … (in order of address) ──► end ──► read, drawn
 */
#ifndef MST_HTML_TALLY_H
#define MST_HTML_TALLY_H

#include "html/certificates.h"
#include "html/leaves.h"
#include "html/spread.h"
#include "html/words.h"

#define MST_HTML_LEAVES_MAX 131072
#define MST_HTML_LEAVES6_MAX 8192
#define MST_HTML_SUSPECTS_MAX 5
#define MST_HTML_VENDOR_UNKNOWN "not known"

struct mst_html_suspects {
	uint64_t count;
	struct mst_addr first[MST_HTML_SUSPECTS_MAX];
	size_t kept;
};

struct mst_html_tally {
	uint64_t verdicts, states[MST_STATE_COUNT];
	uint64_t hosts, hosts_with_port; /* with a verdict, and those with a port that is open */
	bool about_ports;                /* any of them */
	uint64_t first_ns, last_ns;      /* times of verdicts */
	struct mst_html_leaves ipv4, ipv6;
	struct mst_html_spread times;
	struct mst_html_words ports, products, vendors;
	struct mst_html_certificates certificates;
	struct mst_html_suspects suspects[MST_SUSPICION_COUNT];

	/* the last host: its strongest state */
	struct mst_addr host;
	enum mst_state host_state;
	bool vendor_counted;
};

/* Zeroed, allocated; NULL without memory. */
struct mst_html_tally *mst_html_tally_new(void);

/* `vendor` of its network card; NULL: not known. */
void mst_html_tally_add(struct mst_html_tally *tally, const struct mst_result *result, const char *vendor);

/* After the last. */
void mst_html_tally_end(struct mst_html_tally *tally);

/* Accepts NULL. */
void mst_html_tally_free(struct mst_html_tally *tally);

#endif
