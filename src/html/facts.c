/* SPDX-License-Identifier: BSD-2-Clause */
/* facts.c - see facts.h. */
#include "html/facts.h"

#include <math.h>
#include <muster/units.h>
#include <stdio.h>
#include <string.h>

#include "html/map.h"

#define LISTED_MAX 12 /* targets or ports that are written out */

const struct mst_pair *mst_html_pair(struct mst_pairs pairs, const char *name, enum mst_pair_kind kind)
{
	for (size_t i = 0; i < pairs.count; i++) {
		const struct mst_pair *pair = &pairs.pairs[i];

		if (pair->kind == kind && strcmp(pair->name, name) == 0 && (kind != MST_PAIR_TEXT || pair->text))
			return pair;
	}
	return NULL;
}

/* ---- what was asked ---- */

static void put_list(struct mst_ink *ink, const struct mst_pair *list)
{
	for (size_t i = 0; i < list->list.count && i < LISTED_MAX; i++) {
		mst_ink_put(ink, i ? " " : "");
		mst_ink_words(ink, list->list.items[i]);
	}
	if (list->list.count > LISTED_MAX)
		mst_ink_format(ink, " and %zu more", list->list.count - LISTED_MAX);
}

static void put_fact(struct mst_ink *ink, struct mst_pairs pairs, const char *name, const char *title)
{
	const struct mst_pair *text = mst_html_pair(pairs, name, MST_PAIR_TEXT);
	const struct mst_pair *list = mst_html_pair(pairs, name, MST_PAIR_LIST);

	if (!text && !(list && list->list.count))
		return;
	mst_ink_format(ink, "<div><dt>%s</dt><dd>", title);
	if (text)
		mst_ink_words(ink, text->text);
	else
		put_list(ink, list);
	mst_ink_put(ink, "</dd></div>");
	mst_ink_line(ink);
}

static void put_command(struct mst_ink *ink, struct mst_pairs parameters)
{
	const struct mst_pair *command = mst_html_pair(parameters, "command", MST_PAIR_TEXT);

	if (!command)
		return;
	mst_ink_put(ink, "<p class=\"command\"><code>");
	mst_ink_words(ink, command->text);
	mst_ink_put(ink, "</code></p>");
	mst_ink_line(ink);
}

/* From the parameters; where they do not say it, from the verdicts. */
static void put_start(struct mst_ink *ink, const struct mst_html_run *run)
{
	const struct mst_pair *elapsed = mst_html_pair(run->summary, "elapsed_ms", MST_PAIR_COUNT);
	char text[64];

	put_fact(ink, run->parameters, "start", "Started (UTC)");
	if (!elapsed)
		return;
	mst_ink_format(ink, "<div><dt>Took</dt><dd>%s</dd></div>",
	               mst_write_duration(text, sizeof text, elapsed->count * MST_NS_PER_MS));
	mst_ink_line(ink);
}

/* ---- how many ---- */

static void put_tile(struct mst_ink *ink, enum mst_state state, uint64_t count)
{
	const char *name = mst_state_name(state);

	mst_ink_format(ink, "<li><a href=\"#rows\" data-column=\"state\" data-value=\"%s\" title=\"%s: ", name, name);
	mst_ink_words(ink, mst_state_meaning(state));
	mst_ink_put(ink, "\">");
	mst_html_swatch(ink, state);
	mst_ink_put(ink, "<b>");
	mst_ink_grouped(ink, count);
	mst_ink_format(ink, "</b> %s</a></li>", name);
}

static void put_tiles(struct mst_ink *ink, const struct mst_html_tally *tally)
{
	mst_ink_put(ink, "<ul class=\"tiles\">");
	for (enum mst_state state = MST_STATE_COUNT; state-- > 0;) {
		if (tally->states[state])
			put_tile(ink, state, tally->states[state]);
	}
	mst_ink_put(ink, "</ul>");
	mst_ink_line(ink);
	if (tally->verdicts == 0)
		mst_ink_put(ink, "<p>There is no verdict.</p>");
}

static void put_share(struct mst_ink *ink, double share)
{
	if (share > 0 && share < 0.0001)
		mst_ink_put(ink, "&lt; 0.01 %");
	else
		mst_ink_format(ink, "%.*f %%", share < 0.1 ? 2 : 1, share * 100);
}

/* Estimated from repeated questions; a run without answers, or a file that does not say it, has none. */
static void put_missed(struct mst_ink *ink, const struct mst_html_run *run)
{
	const struct mst_pair *share = mst_html_pair(run->summary, "missed_share", MST_PAIR_REAL);
	const struct mst_pair *low = mst_html_pair(run->summary, "missed_low", MST_PAIR_REAL);
	const struct mst_pair *high = mst_html_pair(run->summary, "missed_high", MST_PAIR_REAL);

	mst_ink_put(ink, "<p class=\"missed\">Estimated share of responders missed: <b>");
	if (!share || !low || !high || !isfinite(share->real) || !isfinite(low->real) || !isfinite(high->real)) {
		mst_ink_put(ink, "not known</b></p>");
	} else {
		put_share(ink, share->real);
		mst_ink_put(ink, "</b> (95 % confidence interval ");
		put_share(ink, low->real);
		mst_ink_put(ink, " to ");
		put_share(ink, high->real);
		mst_ink_put(ink, ")</p>");
	}
	mst_ink_line(ink);
}

static void put_interrupted(struct mst_ink *ink, const struct mst_html_run *run)
{
	const struct mst_pair *interrupted = mst_html_pair(run->summary, "interrupted", MST_PAIR_BOOL);
	const struct mst_pair *targets = mst_html_pair(run->summary, "targets", MST_PAIR_COUNT);
	const struct mst_pair *asked = mst_html_pair(run->summary, "asked", MST_PAIR_COUNT);

	if (!interrupted || !interrupted->yes)
		return;
	mst_ink_put(ink, "<p class=\"warning\">The run was ended early");
	if (targets && asked && asked->count < targets->count) {
		mst_ink_put(ink, ": ");
		mst_ink_grouped(ink, targets->count - asked->count);
		mst_ink_put(ink, " of ");
		mst_ink_grouped(ink, targets->count);
		mst_ink_put(ink, " targets were not probed");
	}
	mst_ink_put(ink, ".</p>");
	mst_ink_line(ink);
}

/* ---- what is suspect ---- */

static uint64_t suspects_of(const struct mst_html_tally *tally)
{
	uint64_t count = 0;

	for (size_t i = 1; i < MST_SUSPICION_COUNT; i++)
		count += tally->suspects[i].count;
	return count;
}

static void put_suspect(struct mst_ink *ink, enum mst_suspicion suspicion, const struct mst_html_suspects *suspects)
{
	mst_ink_format(ink, "<li><a href=\"#rows\" data-column=\"suspect\" data-value=\"%s\">%s</a>: ",
	               mst_suspicion_name(suspicion), mst_suspicion_name(suspicion));
	mst_ink_grouped(ink, suspects->count);
	mst_ink_put(ink, " (");
	mst_ink_words(ink, mst_suspicion_meaning(suspicion));
	mst_ink_put(ink, "):");
	for (size_t i = 0; i < suspects->kept; i++) {
		char addr[MST_ADDR_TEXT];

		mst_addr_format(&suspects->first[i], addr);
		mst_ink_put(ink, i ? ", " : " ");
		mst_ink_words(ink, addr);
	}
	mst_ink_put(ink, suspects->count > suspects->kept ? " …</li>" : "</li>");
	mst_ink_line(ink);
}

void mst_html_suspects_draw(struct mst_ink *ink, const struct mst_html_tally *tally)
{
	uint64_t count = suspects_of(tally);

	if (count == 0)
		return;
	mst_ink_put(ink, "<div class=\"warning\"><p><b>Suspect</b>: ");
	mst_ink_grouped(ink, count);
	mst_ink_put(ink, count == 1 ? " verdict may not be what it seems.</p><ul>"
	                            : " verdicts may not be what they seem.</p><ul>");
	for (enum mst_suspicion i = 1; i < MST_SUSPICION_COUNT; i++) {
		if (tally->suspects[i].count)
			put_suspect(ink, i, &tally->suspects[i]);
	}
	mst_ink_put(ink, "</ul></div>");
	mst_ink_line(ink);
}

void mst_html_facts_draw(struct mst_ink *ink, const struct mst_html_run *run)
{
	put_command(ink, run->parameters);
	put_tiles(ink, run->tally);
	put_missed(ink, run);
	put_interrupted(ink, run);
	mst_html_suspects_draw(ink, run->tally);
	mst_ink_put(ink, "<dl class=\"facts\">");
	put_fact(ink, run->parameters, "targets", "Targets");
	put_fact(ink, run->parameters, "exclude", "Excluded");
	put_fact(ink, run->parameters, "ports", "Ports");
	put_fact(ink, run->parameters, "probe", "Probes");
	put_start(ink, run);
	mst_ink_put(ink, "</dl>");
	mst_ink_line(ink);
}

const char *mst_html_run_title(char *title, size_t size, const struct mst_html_run *run)
{
	const struct mst_pair *targets = mst_html_pair(run->parameters, "targets", MST_PAIR_LIST);
	const struct mst_pair *own = mst_html_pair(run->parameters, "title", MST_PAIR_TEXT);
	const char *kind = run->tally->about_ports ? "Scan" : "Sweep";

	if (own && *own->text)
		snprintf(title, size, "%s", own->text);
	else if (!targets || targets->list.count == 0)
		snprintf(title, size, "%s by muster", kind);
	else if (targets->list.count == 1)
		snprintf(title, size, "%s of %s", kind, targets->list.items[0]);
	else
		snprintf(title, size, "%s of %s and %zu more", kind, targets->list.items[0], targets->list.count - 1);
	return title;
}
