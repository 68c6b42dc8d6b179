/* SPDX-License-Identifier: BSD-2-Clause */
/* summary.c - see summary.h: what people read at the end. */
#include "cli/scan/summary.h"

#include <inttypes.h>
#include <math.h>
#include <muster/net.h>
#include <muster/text.h>
#include <muster/units.h>
#include <net/if.h>
#include <string.h>

#include "cli/common/paragraph.h"
#include "cli/common/terminal.h"
#include "cli/scan/refusal.h"
#include "cli/scan/unanswered.h"

#define NUMBER_WIDTH 14
#define NAME_WIDTH 14
#define SCREEN_WIDTH 80
#define RATE_SUPPOSED 10000

/* Counts whose name needs no explanation; the others are printed with their meaning. */
static bool is_plain(const char *name)
{
	static const char *const plain[] = {
		"targets", "asked", "unknown",       "down", "unreachable", "up",       "filtered",
		"closed",  "open",  "open_filtered", "sent", "retried",     "received", "answers",
	};

	for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
		if (strcmp(plain[i], name) == 0)
			return true;
	}
	return false;
}

/* Columns of the terminal behind `out`; 80 where there is none, or a narrower one. */
static size_t width_of(FILE *out)
{
	unsigned width = mst_terminal_of(fileno(out)).width;

	return width > SCREEN_WIDTH ? width : SCREEN_WIDTH;
}

/* A number or a word, a name behind it, and a sentence, broken where it does not fit. */
static void print_row(FILE *out, const char *number, const char *name, const char *meaning)
{
	int indent = mst_print(out, "%*s  ", NUMBER_WIDTH, number);

	if (*name)
		indent += mst_print(out, "%-*s  ", NAME_WIDTH, name);
	mst_paragraph_print(out, meaning, (size_t)indent, width_of(out));
}

/* What people read in place of the name of a count in reports. */
static const char *word_of(const char *name)
{
	static const struct {
		const char *name, *word;
	} words[] = {
		{ "open_filtered", "open|filtered" },
		{ "references_lost", "of them lost" },
		{ "unused_probes", "unused probed" },
		{ "stalls", "pushed back" },
	};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i].name, name) == 0)
			return words[i].word;
	}
	return name;
}

static void print_count(FILE *out, const char *name, const char *meaning, uint64_t value)
{
	char number[32], words[32];

	if (value == 0)
		return;
	snprintf(words, sizeof words, "%s", word_of(name));
	for (char *at = words; *at; at++) {
		if (*at == '_')
			*at = ' ';
	}
	mst_write_grouped(number, sizeof number, value);
	print_row(out, number, is_plain(name) ? "" : words, is_plain(name) ? words : meaning);
}

#define SHARE_TEXT 32
static const char *write_share(char text[SHARE_TEXT], double share)
{
	if (share > 0 && share < 0.0001)
		snprintf(text, SHARE_TEXT, "< 0.01");
	else
		snprintf(text, SHARE_TEXT, "%.*f", share < 0.1 ? 2 : 1, share * 100);
	return text;
}

/* A wider interval means that too little is known for an estimate. */
#define WIDEST_INTERVAL 0.10
#define HIDDEN_LEAST 0.001 /* less is not worth a line */
#define MANY_ANSWERS 50    /* from so many on, only short time-outs make the interval that wide */
/* Nothing is printed without answers: an estimate needs some. */
static void print_missed(const struct mst_scan_stats *stats, FILE *out)
{
	const struct mst_missed *missed = &stats->missed;
	char share[SHARE_TEXT], low[SHARE_TEXT], high[SHARE_TEXT], sentence[160], percent[SHARE_TEXT + 2];

	if (!missed->known && stats->answers)
		print_row(out, "unknown", "missed",
		          "the share of responders missed: an estimate needs answers to repeated probes (--retries)");
	if (!missed->known)
		return;
	snprintf(percent, sizeof percent, "%s %%", write_share(share, missed->share));
	snprintf(sentence, sizeof sentence, "estimated share of responders missed (95 %% CI %s–%s %%)",
	         write_share(low, missed->low), write_share(high, missed->high));
	if (missed->high < WIDEST_INTERVAL || missed->low > 0 || missed->hidden >= HIDDEN_LEAST)
		print_row(out, percent, "missed", sentence);
	else
		print_row(out, "none seen", "missed",
		          stats->answers < MANY_ANSWERS ? "too few answers to tell"
		                                        : "the time-outs were too short to find hosts that are far, if "
		                                          "there are any (--timeout)");
	if (missed->hidden >= HIDDEN_LEAST)
		print_row(
			out, "", "",
			"some hosts are far: the time-outs were too short to find others that are farther (--timeout)");
}

static void print_until_missed(const struct mst_scan_stats *stats, double until_missed, FILE *out)
{
	char sentence[80];

	if (!stats->missed.known || until_missed <= 0 || stats->missed.share <= until_missed)
		return;
	snprintf(sentence, sizeof sentence, "--until-missed %g%% was not reached", until_missed * 100);
	print_row(out, "", "", sentence);
}

/* A proxy for others, or a tarpit. */
static void print_proxy(const struct mst_scan_stats *stats, FILE *out)
{
	char number[32], mac[MST_LINK_ADDR_TEXT], sentence[160];

	snprintf(sentence, sizeof sentence,
	         "addresses on one link all belong to %s, which also answers for unused addresses",
	         mst_link_addr_format(stats->proxy_mac, sizeof stats->proxy_mac, mac));
	print_row(out, mst_write_grouped(number, sizeof number, stats->proxy_addresses), "suspect", sentence);
}

void mst_summary_print_how(const char *how, FILE *out)
{
	while (*how) {
		size_t length = strcspn(how, "\n");
		char line[MST_HOW_TEXT];

		snprintf(line, sizeof line, "%.*s", (int)length, how);
		print_row(out, "hosts probed", "", line);
		how += length + (how[length] == '\n');
	}
}

static void print_time(const struct mst_scan_stats *stats, FILE *out)
{
	bool starved = stats->limit == MST_LIMIT_CPU || stats->limit == MST_LIMIT_QUOTA;
	char time[40], rate[32], waited[64] = "", sentence[320] = "time";

	mst_write_duration(time, sizeof time, stats->elapsed_ns);
	if (starved)
		snprintf(waited, sizeof waited, " (%.0f %% of the time in which muster was ready to run)",
		         stats->cpu_waited * 100);
	if (stats->sent)
		snprintf(sentence, sizeof sentence, "time, at %s frame%s a second, %s%s",
		         mst_write_grouped(rate, sizeof rate, (uint64_t)llround(stats->rate_pps)),
		         mst_plural((uint64_t)llround(stats->rate_pps)), mst_limit_sentence(stats->limit), waited);
	print_row(out, time, "", sentence);
}

/* Two things can be cut off: targets not probed at all, and repetitions. */
static void print_interrupted(const struct mst_scan_stats *stats, uint64_t max_time_ns, FILE *out)
{
	uint64_t rest = stats->targets > stats->asked ? stats->targets - stats->asked : 0;
	bool by_time = max_time_ns && stats->elapsed_ns >= max_time_ns;
	char number[32], all[32], time[40], limit[64] = "", sentence[200];

	if (!stats->interrupted)
		return;
	if (by_time)
		snprintf(limit, sizeof limit, " by --max-time (%s)",
		         mst_write_duration(time, sizeof time, max_time_ns));
	if (rest)
		snprintf(sentence, sizeof sentence, "stopped early%s: %s of %s target%s %s not probed", limit,
		         mst_write_grouped(number, sizeof number, rest),
		         mst_write_grouped(all, sizeof all, stats->targets), mst_plural(stats->targets),
		         rest == 1 ? "was" : "were");
	else if (stats->talking)
		snprintf(sentence, sizeof sentence, "stopped early%s: %s open port%s %s not asked for %s service",
		         limit, mst_write_grouped(number, sizeof number, stats->talking), mst_plural(stats->talking),
		         stats->talking == 1 ? "was" : "were", stats->talking == 1 ? "its" : "their");
	else
		snprintf(sentence, sizeof sentence, "stopped early%s: some targets were not probed as often as planned",
		         limit);
	print_row(out, "incomplete", "", sentence);
}

/* "frames that …: 12 no-ticket, 3 foreign"; with `verbose` each reason in a row of its own, with what it means. */
static void print_strays(const struct mst_scan_stats *stats, const char *meaning, bool verbose, FILE *out)
{
	char sentence[512], number[32];
	int used = snprintf(sentence, sizeof sentence, "%s", meaning);

	for (enum mst_stray stray = 0; stray < MST_STRAY_COUNT && !verbose; stray++) {
		if (stats->strays_by[stray] && (size_t)used < sizeof sentence)
			used += snprintf(sentence + used, sizeof sentence - (size_t)used, "%s%s %s",
			                 strchr(sentence, ':') ? ", " : ": ",
			                 mst_write_grouped(number, sizeof number, stats->strays_by[stray]),
			                 mst_stray_name(stray));
	}
	print_count(out, "strays", sentence, stats->strays);
	for (enum mst_stray stray = 0; stray < MST_STRAY_COUNT && verbose; stray++) {
		if (stats->strays_by[stray])
			print_row(out, mst_write_grouped(number, sizeof number, stats->strays_by[stray]),
			          mst_stray_name(stray), mst_stray_meaning(stray));
	}
}

/* "answers that …: eth1, wlan0" */
static void print_asymmetric(const struct mst_scan_stats *stats, const char *meaning, FILE *out)
{
	char sentence[256], name[IF_NAMESIZE];
	int used = snprintf(sentence, sizeof sentence, "%s", meaning);

	for (size_t i = 0; i < MST_ASYMMETRIC_MAX && stats->asymmetric_at[i]; i++) {
		if ((size_t)used < sizeof sentence && if_indextoname((unsigned)stats->asymmetric_at[i], name))
			used += snprintf(sentence + used, sizeof sentence - (size_t)used, "%s%s",
			                 strchr(sentence, ':') ? ", " : ": ", name);
	}
	print_count(out, "asymmetric", sentence, stats->asymmetric);
}

static void print_not_sent(const struct mst_scan_stats *stats, const char *meaning, FILE *out)
{
	int error = stats->not_sent_error;
	char sentence[240];

	snprintf(sentence, sizeof sentence, "%s%s%s%s", meaning, error ? ": " : "", error ? strerror(error) : "",
	         mst_refusal_by(error));
	print_count(out, "not_sent", sentence, stats->not_sent);
}

void mst_summary_print(const struct mst_scan_stats *stats, const struct mst_scan_retry *retry, bool verbose, FILE *out)
{
	char sentence[MST_UNANSWERED_TEXT];

#define PRINT_COUNT(name, meaning) \
	if (strcmp(#name, "strays") == 0) \
		print_strays(stats, meaning, verbose, out); \
	else if (strcmp(#name, "asymmetric") == 0) \
		print_asymmetric(stats, meaning, out); \
	else if (strcmp(#name, "not_sent") == 0) \
		print_not_sent(stats, meaning, out); \
	else \
		print_count(out, #name, meaning, stats->name);
	MST_SCAN_COUNTS(PRINT_COUNT)
#undef PRINT_COUNT
	if (mst_unanswered_sentence(stats, sentence))
		print_row(out, "unanswered", "", sentence);
	print_missed(stats, out);
	print_until_missed(stats, retry->until_missed, out);
	if (stats->proxy_addresses)
		print_proxy(stats, out);
	print_time(stats, out);
	print_interrupted(stats, retry->max_time_ns, out);
}

static void print_first(const struct mst_scan_plan *plan, FILE *out)
{
	char text[MST_ADDR_TEXT], all[sizeof plan->first / sizeof *plan->first * (MST_ADDR_TEXT + 8) + 8] = "";

	for (size_t i = 0; i < plan->first_count; i++) {
		size_t used = strlen(all);

		mst_addr_format(&plan->first[i], text);
		snprintf(all + used, sizeof all - used, plan->first_port[i] ? "%s%s:%u" : "%s%s", i ? " " : "", text,
		         plan->first_port[i]);
	}
	if (plan->targets > plan->first_count)
		strcat(all, " …");
	print_row(out, "first", "", all);
}

/* The rate of --rate auto is not known beforehand: an example takes its place. */
static void print_duration(uint64_t frames, const struct mst_scan_rate *rate, const char *which, FILE *out)
{
	uint64_t supposed = rate->max_pps && rate->max_pps < RATE_SUPPOSED ? rate->max_pps : RATE_SUPPOSED;
	uint64_t pps = rate->pps == MST_RATE_AUTO ? supposed : rate->pps;
	char time[40], number[32], sentence[160];

	mst_write_duration(time, sizeof time, (uint64_t)((double)frames * 1e9 / (double)pps));
	snprintf(sentence, sizeof sentence, "for %s, at %s frame%s a second%s", which,
	         mst_write_grouped(number, sizeof number, pps), mst_plural(pps),
	         rate->pps == MST_RATE_AUTO ? " (an example: --rate auto adapts to what the network can carry)" : "");
	print_row(out, time, "", sentence);
}

#define UDP_AT_ONCE 6                 /* ICMP errors of Linux to one peer, then one each … */
#define UDP_EACH_IPV4_NS 1000000000.0 /* net.ipv4.icmp_ratelimit */
#define UDP_EACH_IPV6_NS 100000000.0  /* net.ipv6.icmp.ratelimit since Linux 6.18 */

/* Closed UDP ports take as long as hosts need to report them; all hosts do so at the same time. */
static void print_udp(const struct mst_scan_config *scan, FILE *out)
{
	uint32_t ports = scan->probing.ports ? mst_ports_count(scan->probing.ports) : 0;
	char time[40], other[40], number[32], sentence[240];

	if (!scan->probing.udp || scan->rate.pps != MST_RATE_AUTO || ports <= UDP_AT_ONCE)
		return;
	mst_write_duration(time, sizeof time, (uint64_t)((ports - UDP_AT_ONCE) * UDP_EACH_IPV4_NS));
	mst_write_duration(other, sizeof other, (uint64_t)((ports - UDP_AT_ONCE) * UDP_EACH_IPV6_NS));
	snprintf(sentence, sizeof sentence,
	         "if all %s UDP ports of a host are closed: Linux reports one a second (over IPv6 ten a second since "
	         "6.18: %s). Fewer closed ports take less, silent ones a few seconds",
	         mst_write_grouped(number, sizeof number, ports), other);
	print_row(out, time, "", sentence);
}

/* Links are probed in parallel, each at its own rate. */
static void print_on_link(const struct mst_scan_plan *plan, bool before, FILE *out)
{
	char time[40], number[32], sentence[160];

	print_row(out, mst_write_grouped(number, sizeof number, plan->on_link_frames), "",
	          before ? "before: ARP requests and neighbour solicitations, to find the on-link hosts that are up"
	                 : "of them ARP requests and neighbour solicitations");
	mst_write_duration(time, sizeof time, plan->on_link_ns);
	snprintf(sentence, sizeof sentence, "for those, at %s a second on each link (--arp-rate)",
	         mst_write_grouped(number, sizeof number, plan->on_link_pps));
	print_row(out, time, "", sentence);
}

static void print_frames(const struct mst_scan_plan *plan, const struct mst_probing *options, FILE *out)
{
	bool before = options->scan.probing.ports && !options->scan.probing.discover;
	uint64_t rest = before ? plan->frames : plan->frames - plan->on_link_frames;
	char number[32];

	print_row(out, mst_write_grouped(number, sizeof number, plan->frames), "", "frames to probe each of them once");
	if (plan->on_link_frames)
		print_on_link(plan, before, out);
	if (rest && options->scan.rate.pps != MST_RATE_MAX)
		print_duration(rest, &options->scan.rate,
		               !plan->on_link_frames ? "those"
		               : before              ? "the ports"
		                                     : "the others",
		               out);
	print_udp(&options->scan, out);
}

void mst_summary_print_plan(const struct mst_scan_plan *plan, const struct mst_probing *options, FILE *out)
{
	mst_uint128 left_out = mst_targets_left_out(options->scan.probing.targets);
	char number[64], seed[64];

	fprintf(out, "a dry run: nothing is sent\n");
	print_row(out, mst_write_grouped(number, sizeof number, mst_targets_count(options->scan.probing.targets)), "",
	          "addresses");
	if (left_out)
		print_row(out, mst_write_grouped(number, sizeof number, left_out), "",
		          "left out: they can never answer as a host");
	if (options->scan.probing.ports)
		print_row(out, mst_write_grouped(number, sizeof number, mst_ports_count(options->scan.probing.ports)),
		          "", "ports");
	print_row(out, mst_write_grouped(number, sizeof number, plan->targets), "",
	          options->scan.probing.discover ? "hosts first, then the ports of those that are up" : "targets");
	mst_summary_print_how(plan->how, out);
	print_frames(plan, options, out);
	print_first(plan, out);
	snprintf(seed, sizeof seed, "--seed %" PRIu64 " gives this order again", plan->seed);
	print_row(out, "order", "", seed);
}
