/* SPDX-License-Identifier: BSD-2-Clause */
/* html_changes.c - see html_changes.h. */
#include "report/html_changes.h"

#include <muster/compare.h>

#include "html/page.h"

#define LISTED_MAX 500

static void put_state(struct mst_ink *ink, const struct mst_result *row)
{
	if (!row) {
		mst_ink_put(ink, "<td></td>");
		return;
	}
	mst_ink_format(ink, "<td><b class=\"s\" data-s=\"%s\">%s</b>", mst_state_name(row->state),
	               mst_state_name(row->state));
	if (row->service) {
		char text[128];

		mst_service_text(text, sizeof text, row->service, MST_SERVICE_PRODUCT);
		mst_ink_put(ink, " ");
		mst_ink_words(ink, text);
		mst_service_text(text, sizeof text, row->service, MST_SERVICE_VERSION);
		mst_ink_put(ink, " ");
		mst_ink_words(ink, text);
	}
	mst_ink_put(ink, "</td>");
}

static void put_difference(struct mst_ink *ink, const struct mst_difference *difference)
{
	const struct mst_result *row = difference->after ? difference->after : difference->before;
	const char *change = mst_change_name(difference->change);
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&row->addr, addr);
	mst_ink_format(ink, "<tr><td><b class=\"s\" data-s=\"%s\">%s</b></td><td>", change, change);
	mst_ink_words(ink, addr);
	mst_ink_put(ink, "</td><td class=\"n\">");
	if (row->about_port)
		mst_ink_whole(ink, row->port);
	mst_ink_put(ink, "</td>");
	put_state(ink, difference->before);
	put_state(ink, difference->after);
	mst_ink_put(ink, "</tr>");
	mst_ink_line(ink);
}

static void put_counts(struct mst_ink *ink, const struct mst_diff_counts *counts)
{
	const struct {
		const char *word;
		uint64_t count;
	} kinds[] = { { "came", counts->came }, { "went", counts->went }, { "changed", counts->changed } };

	mst_ink_put(ink, "<p>");
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		mst_ink_format(ink, "%s<b class=\"s\" data-s=\"%s\">", i ? ", " : "", kinds[i].word);
		mst_ink_grouped(ink, kinds[i].count);
		mst_ink_format(ink, " %s</b>", kinds[i].word);
	}
	mst_ink_put(ink, " of ");
	mst_ink_grouped(ink, counts->compared);
	mst_ink_put(ink, counts->compared == 1 ? " target compared" : " targets compared");
	if (counts->left_out[0] + counts->left_out[1] + counts->undecided) {
		mst_ink_put(ink, "; ");
		mst_ink_grouped(ink, counts->left_out[0] + counts->left_out[1] + counts->undecided);
		mst_ink_put(ink, " not compared: only one of the runs asked them, or found out");
	}
	mst_ink_put(ink, ".</p>");
	mst_ink_line(ink);
}

static void put_list(struct mst_ink *ink, struct mst_diff *diff)
{
	const struct mst_difference *difference;

	mst_ink_put(ink,
	            "<div class=\"wide list\" tabindex=\"0\" role=\"region\" aria-label=\"List of changes\"><table>"
	            "<thead><tr><th scope=\"col\">change</th><th scope=\"col\">addr</th><th scope=\"col\">port</th>"
	            "<th scope=\"col\">before</th><th scope=\"col\">after</th></tr></thead><tbody>");
	mst_ink_line(ink);
	mst_diff_rewind(diff);
	for (size_t i = 0; i < LISTED_MAX && (difference = mst_diff_next(diff)); i++)
		put_difference(ink, difference);
	mst_ink_put(ink, "</tbody></table></div>");
	mst_ink_line(ink);
}

void mst_html_changes_put(struct mst_ink *ink, const struct mst_report_config *config)
{
	const struct mst_diff_counts *counts;
	uint64_t all;

	if (!config->changes)
		return;
	mst_diff_rewind(config->changes);
	while (mst_diff_next(config->changes)) /* the counts are whole at its end */
		;
	counts = mst_diff_counts(config->changes);
	all = counts->came + counts->went + counts->changed;
	mst_html_section(ink, "changes", "wide", "Changes");
	if (config->changes_since) {
		mst_ink_put(ink, "<p class=\"note\">Since the run in ");
		mst_ink_words(ink, config->changes_since);
		mst_ink_put(ink, "</p>");
	}
	put_counts(ink, counts);
	if (all)
		put_list(ink, config->changes);
	if (all > LISTED_MAX)
		mst_ink_format(ink, "<p class=\"note\">Only the first %d are listed; muster diff prints all.</p>",
		               LISTED_MAX);
	mst_html_section_end(ink);
}
