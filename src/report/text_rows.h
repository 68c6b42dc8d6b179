/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * text_rows.h - the columns and cells of the text table; one line for each span of verdicts.
 */
#ifndef MST_REPORT_TEXT_ROWS_H
#define MST_REPORT_TEXT_ROWS_H

#include "base/service_copies.h"
#include "report/table.h"
#include "report/writer.h"

/* The title of the column for names of addresses, shown when there are any. */
#define MST_NAME_TITLE "NAME"

/* Of what is known of services, where the report wants it. */
#define MST_PRODUCT_TITLE "PRODUCT"

/* Of who found it in a fleet. Lines of several targets have neither. */
#define MST_WORKER_TITLE "WORKER"
#define MST_SAW_TITLE "SAW"

/* Adjacent verdicts that share a line: the first and last of `count`. */
struct mst_text_span {
	struct mst_result first, last;
	size_t count;
};

/* The widest texts among the rows that were measured, by what makes them. */
struct mst_text_widest {
	int64_t rtt_ns;
	unsigned addr; /* bytes; 0: none was measured */
	uint8_t ttl;
	uint64_t reasons[MST_STATE_COUNT]; /* a bit each */
	uint64_t ports[65536 / 64];        /* likewise: their services have names */
};

struct mst_text {
	struct mst_table table;
	const struct mst_text_layout *layout;
	bool to_terminal;
	bool by_host;                       /* a line with the address precedes the lines of its ports */
	bool headed;                        /* the titles have been written */
	struct mst_text_span span;          /* the current one, to which verdicts are still added; count 0: none */
	struct mst_service_copies services; /* of the span */
	struct mst_addr host;               /* of the line before */
	struct mst_text_widest widest;
};

/* A kind of table. */
struct mst_text_layout {
	const struct mst_column *columns;
	size_t count;
	bool joins; /* lines may be spans, with `ranges` */
	void (*put)(struct mst_page *page, struct mst_cell *cells, const struct mst_text_span *span);
};

extern const struct mst_text_layout mst_text_hosts, mst_text_ports, mst_text_chosen;

/* The columns of the fields that the user chose. */
void mst_text_set_chosen(struct mst_table *table, const struct mst_fields *fields);

/* Writes a line with the address of a host, its MAC address and vendor, at most `width` columns wide; 0: unlimited. */
void mst_text_print_host(struct mst_page *page, const struct mst_result *result, size_t width);

/* Whether a router answered, or another address of the host; not the target. */
bool mst_text_other_answered(const struct mst_result *result);

#endif
