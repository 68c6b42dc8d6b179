/* summary.c - see summary.h: what people read at the end. */
#include "cli/summary.h"

#include <inttypes.h>
#include <muster/net.h>
#include <string.h>

#include "base/clock.h"
#include "base/units.h"

#define NUMBER_WIDTH 14
#define NAME_WIDTH 14
#define RATE_SUPPOSED 10000

/* Counts that explain themselves; the others are told with what they mean. */
static bool is_plain(const char *name)
{
	static const char *const plain[] = {
		"targets", "asked", "unknown", "down", "unreachable", "up", "filtered", "closed", "open",
		"open_filtered", "sent", "retried", "received", "answers",
	};

	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		if (strcmp(plain[i], name) == 0)
			return true;
	}
	return false;
}

static void print_count(FILE *out, const char *name, const char *meaning, uint64_t value)
{
	char number[32], words[32];

	if (value == 0)
		return;
	snprintf(words, sizeof words, "%s", strcmp(name, "open_filtered") == 0 ? "open|filtered" : name);
	for (char *at = words; *at; at++) {
		if (*at == '_')
			*at = ' ';
	}
	mst_write_grouped(number, sizeof number, value);
	if (is_plain(name))
		fprintf(out, "%*s  %s\n", NUMBER_WIDTH, number, words);
	else
		fprintf(out, "%*s  %-*s  %s\n", NUMBER_WIDTH, number, NAME_WIDTH, words, meaning);
}

#define SHARE_TEXT 32

static const char *write_percent(char text[SHARE_TEXT], double share)
{
	if (share > 0 && share < 0.0001)
		snprintf(text, SHARE_TEXT, "< 0.01 %%");
	else
		snprintf(text, SHARE_TEXT, "%.*f %%", share < 0.1 ? 2 : 1, share * 100);
	return text;
}

/* Nothing is said where nobody answered: then there is nothing that answers could tell. */
static void print_missed(const struct mst_scan_stats *stats, double until_missed, FILE *out)
{
	const struct mst_missed *missed = &stats->missed;
	char share[SHARE_TEXT], low[SHARE_TEXT], high[SHARE_TEXT];

	if (missed->known)
		fprintf(out, "%*s  %-*s  of those who would answer, as repeated questions tell (95 %%: %s to %s)\n",
		        NUMBER_WIDTH, write_percent(share, missed->share), NAME_WIDTH, "missed", write_percent(low, missed->low),
		        write_percent(high, missed->high));
	else if (stats->answers)
		fprintf(out, "%*s  %-*s  the share of answers that got lost: it takes answers to questions asked again (--retries)\n", NUMBER_WIDTH,
		        "unknown", NAME_WIDTH, "missed");
	if (missed->known && until_missed > 0 && missed->share > until_missed)
		fprintf(out, "%*s  --until-missed %g%% was not reached\n", NUMBER_WIDTH, "", until_missed * 100);
}

/* A proxy for others, a tarpit, or one machine with many addresses. */
static void print_proxy(const struct mst_scan_stats *stats, FILE *out)
{
	char number[32], mac[MST_LINK_ADDR_TEXT];

	fprintf(out, "%*s  %-*s  addresses on the own link all belong to %s: it may answer for others\n", NUMBER_WIDTH,
	        mst_write_grouped(number, sizeof number, stats->proxy_addresses), NAME_WIDTH, "suspect",
	        mst_link_addr_format(stats->proxy_mac, sizeof stats->proxy_mac, mac));
}

void mst_summary_print_how(const char *how, FILE *out)
{
	for (const char *line = how; *line; line += strcspn(line, "\n") + 1)
		fprintf(out, "%*s  %.*s\n", NUMBER_WIDTH, "hosts asked", (int)strcspn(line, "\n"), line);
}

void mst_summary_print(const struct mst_scan_stats *stats, double until_missed, FILE *out)
{
	char time[40], rate[32];

#define PRINT_COUNT(name, meaning) print_count(out, #name, meaning, stats->name);
	MST_SCAN_COUNTS(PRINT_COUNT)
#undef PRINT_COUNT
	print_missed(stats, until_missed, out);
	if (stats->proxy_addresses)
		print_proxy(stats, out);
	mst_write_duration(time, sizeof time, stats->elapsed_ns);
	fprintf(out, "%*s  time", NUMBER_WIDTH, time);
	if (stats->sent)
		fprintf(out, ", at %s frames a second, %s", mst_write_grouped(rate, sizeof rate, (uint64_t)(stats->rate_pps + 0.5)),
		        mst_limit_sentence(stats->limit));
	if (stats->sent && (stats->limit == MST_LIMIT_CPU || stats->limit == MST_LIMIT_QUOTA))
		fprintf(out, " (%.0f %% of the time this one was ready to run)", stats->cpu_waited * 100);
	fprintf(out, "%s\n", stats->interrupted ? "; interrupted: not everybody was asked" : "");
}

static void print_value(const struct mst_pair *pair, FILE *out)
{
	switch (pair->kind) {
	case MST_PAIR_TEXT:
		fputs(pair->text, out);
		break;
	case MST_PAIR_COUNT:
		fprintf(out, "%" PRIu64, pair->count);
		break;
	case MST_PAIR_REAL:
		fprintf(out, "%g", pair->real);
		break;
	case MST_PAIR_BOOL:
		fputs(pair->yes ? "yes" : "no", out);
		break;
	case MST_PAIR_LIST:
		for (size_t i = 0; i < pair->list.count; i++)
			fprintf(out, "%s%s", i ? " " : "", pair->list.items[i]);
		break;
	}
}

void mst_summary_print_parameters(const struct mst_pair_list *list, FILE *out)
{
	for (size_t i = 0; i < list->count; i++) {
		fprintf(out, "%*s  ", NUMBER_WIDTH, list->pairs[i].name);
		print_value(&list->pairs[i], out);
		fputc('\n', out);
	}
}

static void print_first(const struct mst_scan_plan *plan, FILE *out)
{
	char text[MST_ADDR_TEXT];

	fprintf(out, "%*s ", NUMBER_WIDTH, "first");
	for (size_t i = 0; i < plan->first_count; i++) {
		mst_addr_format(&plan->first[i], text);
		fprintf(out, " %s", text);
		if (plan->first_port[i])
			fprintf(out, ":%u", plan->first_port[i]);
	}
	fprintf(out, "%s\n", plan->targets > plan->first_count ? " …" : "");
}

/* What a rate that finds itself will be, nobody knows beforehand: an example has to do. */
static void print_duration(uint64_t frames, const struct mst_scan_config *scan, const char *which, FILE *out)
{
	uint64_t supposed = scan->max_rate_pps && scan->max_rate_pps < RATE_SUPPOSED ? scan->max_rate_pps : RATE_SUPPOSED;
	uint64_t told = scan->rate_pps == MST_RATE_AUTO ? supposed : scan->rate_pps;
	char time[40], number[32];

	mst_write_duration(time, sizeof time, (uint64_t)((double)frames * 1e9 / (double)told));
	mst_write_grouped(number, sizeof number, told);
	fprintf(out, "%*s  for %s, at %s frames a second%s\n", NUMBER_WIDTH, time, which, number,
	        scan->rate_pps == MST_RATE_AUTO ? " (--rate auto finds out how many get there)" : "");
}

/* Own links are asked side by side, and each at its own pace. */
static void print_wires(const struct mst_scan_plan *plan, bool before, FILE *out)
{
	char time[40], number[32];

	fprintf(out, "%*s  %s\n", NUMBER_WIDTH, mst_write_grouped(number, sizeof number, plan->wire_frames),
	        before ? "before: ARP requests and neighbour solicitations, for who is there on the own links"
	               : "of them ARP requests and neighbour solicitations");
	mst_write_duration(time, sizeof time, plan->wire_ns);
	fprintf(out, "%*s  for those, at %s a second on each link (--arp-rate)\n", NUMBER_WIDTH, time,
	        mst_write_grouped(number, sizeof number, plan->wire_pps));
}

static void print_frames(const struct mst_scan_plan *plan, const struct mst_scan_options *options, FILE *out)
{
	bool before = options->scan.ports && !options->scan.discover;
	uint64_t rest = before ? plan->frames : plan->frames - plan->wire_frames;
	char number[32];

	fprintf(out, "%*s  frames to ask each of them once\n", NUMBER_WIDTH,
	        mst_write_grouped(number, sizeof number, plan->frames));
	if (plan->wire_frames)
		print_wires(plan, before, out);
	if (rest && options->scan.rate_pps != MST_RATE_MAX)
		print_duration(rest, &options->scan, !plan->wire_frames ? "those" : before ? "the ports" : "the others", out);
}

void mst_summary_print_plan(const struct mst_scan_plan *plan, const struct mst_scan_options *options, FILE *out)
{
	mst_uint128 left_out = mst_targets_left_out(options->scan.targets);
	char number[64];

	fprintf(out, "a dry run: nothing is sent\n");
	fprintf(out, "%*s  addresses\n", NUMBER_WIDTH,
	        mst_write_grouped(number, sizeof number, mst_targets_count(options->scan.targets)));
	if (left_out)
		fprintf(out, "%*s  left out: they can never answer as a host\n", NUMBER_WIDTH,
		        mst_write_grouped(number, sizeof number, left_out));
	if (options->scan.ports)
		fprintf(out, "%*s  ports\n", NUMBER_WIDTH,
		        mst_write_grouped(number, sizeof number, mst_ports_count(options->scan.ports)));
	fprintf(out, "%*s  %s\n", NUMBER_WIDTH, mst_write_grouped(number, sizeof number, plan->targets),
	        options->scan.discover ? "hosts first, then the ports of those that are up" : "targets");
	mst_summary_print_how(plan->how, out);
	print_frames(plan, options, out);
	print_first(plan, out);
	fprintf(out, "%*s  --seed %" PRIu64 " gives this order again\n", NUMBER_WIDTH, "order", plan->seed);
}
