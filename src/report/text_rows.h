/*
 * text_rows.h - what stands in the table that people read: its columns, and a line for each stretch of verdicts.
 */
#ifndef MST_REPORT_TEXT_ROWS_H
#define MST_REPORT_TEXT_ROWS_H

#include "report/table.h"
#include "report/writer.h"

/* Of the column that is there when addresses have names. */
#define MST_NAME_TITLE "NAME"

/* Neighbouring verdicts of one line: first and last of `count`. */
struct mst_text_span {
	struct mst_result first, last;
	size_t count;
};

struct mst_text {
	struct mst_table table;
	const struct mst_text_layout *layout;
	bool to_terminal;
	bool by_host; /* a line with the address stands over the lines of its ports */
	bool headed;  /* the titles have been written */
	struct mst_text_span span; /* goes on as long as verdicts join it; count 0: none */
	struct mst_addr host;      /* of the line before */
};

/* A kind of table. */
struct mst_text_layout {
	const struct mst_column *columns;
	size_t count;
	bool joins; /* lines may be spans, when ranges are asked for */
	void (*put)(struct mst_page *page, struct mst_cell *cells, const struct mst_text_span *span);
};

extern const struct mst_text_layout mst_text_hosts, mst_text_ports, mst_text_chosen;

/* The columns of the fields that the user chose. */
void mst_text_set_chosen(struct mst_table *table, const struct mst_fields *fields);

/* Writes the address of a host, and what is known of its network card, in a line of at most `width` columns, 0 is unlimited. */
void mst_text_print_host(struct mst_page *page, const struct mst_result *result, size_t width);

/* Whether it is somebody else than the target that answered. */
bool mst_text_router_answered(const struct mst_result *result);

#endif
