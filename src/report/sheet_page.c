/* SPDX-License-Identifier: BSD-2-Clause */
/* sheet_page.c - see sheet_page.h. */
#include "report/sheet_page.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "html/changes.h"
#include "html/facts.h"
#include "html/map.h"
#include "html/page.h"
#include "html/table.h"
#include "report/html_out.h"

#define CELL_MAX 400 /* bytes; longer ones are cut: the other formats have them whole */
#define OTHERS_MAX 500
#define LEAVES_MAX 131072
#define TITLE_MAX 128
#define CUT "…"

const char *mst_sheet_real(char text[MST_SHEET_REAL], double real)
{
	char *comma;

	*text = '\0';
	if (isfinite(real))
		snprintf(text, MST_SHEET_REAL, "%.15g", real);
	comma = strchr(text, ',');
	if (comma)
		*comma = '.';
	return text;
}

/* ---- values ---- */

static size_t join(char to[CELL_MAX + 8], const char *text, size_t used)
{
	size_t length = strlen(text), room = CELL_MAX - used;

	if (length <= room) {
		memcpy(to + used, text, length);
		return used + length;
	}
	while (room > 0 && ((uint8_t)text[room] & 0xc0) == 0x80) /* whole characters */
		room--;
	memcpy(to + used, text, room);
	memcpy(to + used + room, CUT, sizeof CUT - 1);
	return used + room + sizeof CUT - 1;
}

static size_t write_list(char to[CELL_MAX + 8], const struct mst_pair *pair)
{
	size_t used = 0;

	for (size_t i = 0; i < pair->list.count && used < CELL_MAX; i++) {
		used = i ? join(to, " ", used) : used;
		used = used < CELL_MAX ? join(to, pair->list.items[i], used) : used;
	}
	return used;
}

/* Returns the length. */
static size_t write_value(char to[CELL_MAX + 8], const struct mst_pair *pair)
{
	char number[MST_SHEET_REAL];

	switch (pair->kind) {
	case MST_PAIR_TEXT: return join(to, pair->text ? pair->text : "", 0);
	case MST_PAIR_COUNT: return (size_t)snprintf(to, CELL_MAX, "%llu", (unsigned long long)pair->count);
	case MST_PAIR_REAL: return join(to, mst_sheet_real(number, pair->real), 0);
	case MST_PAIR_BOOL: return join(to, pair->yes ? "true" : "false", 0);
	case MST_PAIR_LIST: return write_list(to, pair);
	}
	return 0;
}

/* ---- what stands before the table ---- */

static bool says_something(const struct mst_pair *pair)
{
	return (pair->kind == MST_PAIR_TEXT && pair->text && *pair->text) ||
	       (pair->kind == MST_PAIR_COUNT && pair->count) || (pair->kind == MST_PAIR_REAL && isfinite(pair->real)) ||
	       (pair->kind == MST_PAIR_BOOL && pair->yes) || (pair->kind == MST_PAIR_LIST && pair->list.count);
}

static void put_facts(struct mst_ink *ink, struct mst_pairs pairs, struct mst_pairs besides)
{
	for (size_t i = 0; i < pairs.count; i++) {
		const struct mst_pair *pair = &pairs.pairs[i];
		char text[CELL_MAX + 8];

		if (!says_something(pair) || strcmp(pair->name, "command") == 0 || strcmp(pair->name, "title") == 0 ||
		    mst_html_pair(besides, pair->name, pair->kind))
			continue;
		mst_ink_put(ink, "<div><dt>");
		mst_ink_words(ink, pair->name);
		mst_ink_put(ink, "</dt><dd>");
		mst_ink_text(ink, text, write_value(text, pair));
		mst_ink_put(ink, "</dd></div>");
		mst_ink_line(ink);
	}
}

static void put_head(struct mst_ink *ink, const struct mst_sheet_content *content)
{
	const struct mst_pair *command = mst_html_pair(content->parameters, "command", MST_PAIR_TEXT);
	const struct mst_pair *own = mst_html_pair(content->parameters, "title", MST_PAIR_TEXT);
	char title[TITLE_MAX];

	snprintf(title, sizeof title, "%s", own && own->text ? own->text : content->tables[0].name);
	if (!own || !own->text)
		*title = (char)toupper((unsigned char)*title);
	mst_html_page_begin(ink, &(struct mst_html_page){ .title = title });
	if (command) {
		mst_ink_put(ink, "<p class=\"command\"><code>");
		mst_ink_words(ink, command->text);
		mst_ink_put(ink, "</code></p>");
	}
	mst_ink_put(ink, "<dl class=\"facts\">");
	put_facts(ink, content->parameters, (struct mst_pairs){ 0 });
	put_facts(ink, content->summary, content->parameters);
	mst_ink_put(ink, "</dl>");
	mst_ink_line(ink);
}

/* ---- tables ---- */

/* Rows one after another, as the table has them. */
struct place {
	const struct mst_sheet_table *table;
	size_t at;
};

static bool next_row(struct place *place, struct mst_pairs *row)
{
	const struct mst_sheet_table *table = place->table;

	if (table->next)
		return table->next(table->user, row);
	if (place->at >= table->count)
		return false;
	*row = table->rows[place->at++];
	return true;
}

static struct place first_row(const struct mst_sheet_table *table)
{
	if (table->next)
		table->rewind(table->user);
	return (struct place){ .table = table };
}

/* Which columns have text, and which have numbers only. */
struct shape {
	bool used[MST_HTML_COLUMNS_MAX], text[MST_HTML_COLUMNS_MAX];
	size_t count;
};

static void measure(struct shape *shape, const struct mst_sheet_table *table)
{
	struct place place = first_row(table);
	struct mst_pairs row;

	while (table->columns[shape->count] && shape->count < MST_HTML_COLUMNS_MAX)
		shape->count++;
	while (next_row(&place, &row)) {
		for (size_t i = 0; i < shape->count && i < row.count; i++) {
			char text[CELL_MAX + 8];

			shape->used[i] = shape->used[i] || write_value(text, &row.pairs[i]) > 0;
			shape->text[i] |= row.pairs[i].kind != MST_PAIR_COUNT && row.pairs[i].kind != MST_PAIR_REAL;
		}
	}
}

/* Of IPv4: what became of each address. The data are for the script. */
static void put_map(struct mst_ink *ink, const struct mst_sheet_table *sheet, struct mst_html_leaves *leaves)
{
	const char *word;
	struct mst_addr addr;

	if (!sheet->next_place)
		return;
	sheet->rewind_places(sheet->user);
	while (sheet->next_place(sheet->user, &addr, &word)) {
		enum mst_html_change change = mst_html_change_of(word);

		if (addr.family == MST_IPV4 && change < MST_HTML_CHANGES)
			mst_html_leaves_add(leaves, mst_html_number(&addr), mst_html_changes[change].state);
	}
	mst_html_leaves_end(leaves);
	if (leaves->count == 0)
		return;
	mst_html_section(ink, "map", "wide", "Map of changes");
	mst_ink_put(ink, "<p class=\"note\">Each cell is an address, or a prefix, with what became of it.</p>");
	mst_html_map_legend(ink, leaves);
	mst_html_map_draw(ink, leaves);
	mst_ink_put(ink, "<output id=\"tell\" class=\"js\" aria-live=\"polite\"></output>");
	mst_html_section_end(ink);
}

static void put_map_data(struct mst_ink *ink, const struct mst_html_leaves *leaves)
{
	if (leaves->count == 0)
		return;
	mst_ink_put(ink, "<script type=\"application/json\" id=\"cells\">");
	mst_html_map_data(ink, leaves);
	mst_ink_put(ink, "</script>");
	mst_ink_line(ink);
}

static void put_main(struct mst_ink *ink, const struct mst_sheet_table *sheet)
{
	char(*texts)[CELL_MAX + 8] = calloc(MST_HTML_COLUMNS_MAX, sizeof *texts);
	struct mst_html_cell cells[MST_HTML_COLUMNS_MAX];
	struct mst_html_table table = { 0 };
	struct shape shape = { 0 };
	struct mst_pairs row;
	struct place place;

	measure(&shape, sheet);
	for (size_t i = 0; i < shape.count; i++) {
		if (shape.used[i])
			table.columns[table.count++] = (struct mst_html_column){ sheet->columns[i], sheet->columns[i],
				                                                 !shape.text[i] };
	}
	mst_html_section(ink, "rows", "wide", "Table");
	mst_html_table_begin(&table, ink, sheet->name);
	place = first_row(sheet);
	while (texts && next_row(&place, &row)) {
		size_t count = 0;

		for (size_t i = 0; i < shape.count && i < row.count; i++) {
			if (shape.used[i]) {
				cells[count].text = texts[count];
				cells[count].length = write_value(texts[count], &row.pairs[i]);
				count++;
			}
		}
		mst_html_table_row(&table, cells);
	}
	mst_html_table_end(&table);
	mst_html_section_end(ink);
	mst_html_table_free(&table);
	free(texts);
}

static void put_other_row(struct mst_ink *ink, struct mst_pairs row)
{
	mst_ink_put(ink, "<tr>");
	for (size_t i = 0; i < row.count; i++) {
		char text[CELL_MAX + 8];

		mst_ink_put(ink, "<td>");
		mst_ink_text(ink, text, write_value(text, &row.pairs[i]));
		mst_ink_put(ink, "</td>");
	}
	mst_ink_put(ink, "</tr>");
	mst_ink_line(ink);
}

static void put_other(struct mst_ink *ink, const struct mst_sheet_table *table)
{
	struct place place = first_row(table);
	struct mst_pairs row;
	size_t rows = 0;
	bool more;

	if (!next_row(&place, &row))
		return;
	mst_html_section(ink, table->name, "wide", table->name);
	mst_ink_format(
		ink,
		"<div class=\"wide list\" tabindex=\"0\" role=\"region\" aria-label=\"List of %s\"><table><thead><tr>",
		table->name);
	for (size_t i = 0; table->columns[i]; i++)
		mst_ink_format(ink, "<th scope=\"col\">%s</th>", table->columns[i]);
	mst_ink_put(ink, "</tr></thead><tbody>");
	do {
		put_other_row(ink, row);
		more = next_row(&place, &row);
	} while (more && ++rows < OTHERS_MAX);
	mst_ink_put(ink, "</tbody></table></div>");
	if (more)
		mst_ink_format(ink, "<p class=\"note\">Only the first %d are listed.</p>", OTHERS_MAX);
	mst_html_section_end(ink);
}

void mst_sheet_page_write(struct mst_out *out, const struct mst_sheet_content *content)
{
	struct mst_html_leaves leaves = { .bits = 32, .most = LEAVES_MAX, .changes = true };
	struct mst_ink *ink = calloc(1, sizeof *ink);

	if (!ink) {
		mst_out_fail(out, -ENOMEM, "no memory for a page");
		return;
	}
	mst_html_out_begin(ink, out);
	put_head(ink, content);
	put_map(ink, &content->tables[0], &leaves);
	put_main(ink, &content->tables[0]);
	for (size_t i = 1; i < content->count; i++)
		put_other(ink, &content->tables[i]);
	put_map_data(ink, &leaves);
	mst_html_page_end(ink, MST_HTML_REPORT);
	if (leaves.lost)
		mst_out_fail(out, -ENOMEM, "no memory for the map of a page");
	mst_html_leaves_free(&leaves);
	free(ink);
}
