/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see page.h: for people. */
#include <errno.h>
#include <math.h>
#include <muster/text.h>
#include <muster/units.h>
#include <string.h>
#include <time.h>

#include "cli/ping/page.h"
#include "screen/text.h"

#define LONG_RUN 20 /* replies that make quantiles worth telling */

const char *mst_milliseconds(double ns, char *text, size_t size)
{
	double ms = ns / 1e6;

	snprintf(text, size, ms >= 99.95 ? "%.0f" : ms >= 9.995 ? "%.1f" : ms >= 0.9995 ? "%.2f" : "%.3f", ms);
	return text;
}

/* Short: behind an IPv4 address the line fits 80 columns. */
const char *mst_ping_reason(int error)
{
	static const struct {
		int error;
		const char *words;
	} reasons[] = {
		{ ENETUNREACH, "no route to it" },
		{ EHOSTUNREACH, "an unreachable route" },
		{ EPERM, "a firewall here forbids it" },
		{ EACCES, "a prohibited route, or broadcast" },
		{ EAGAIN, "the send buffer stayed full" },
		{ ENOBUFS, "a queue here stayed full" },
		{ ENOMEM, "no memory in the kernel" },
		{ EMFILE, "too many open files" },
		{ ENFILE, "too many open files" },
		{ EADDRNOTAVAIL, "no free source address or port" },
		{ ENETDOWN, "the interface is down" },
		{ ENODEV, "the interface is gone" },
		{ ENXIO, "the interface is gone" },
		{ EINVAL, "a blackhole route, or bad address" },
		{ EMSGSIZE, "larger than the route takes" },
		{ ECHILD, "the ping program has ended" },
		{ ENOEXEC, "its answers are not understood" },
	};

	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
		if (reasons[i].error == error)
			return reasons[i].words;
	}
	return strerror(error);
}

/* ---- answers ---- */

/* As in ping(8); it may be written into `text`. */
static const char *error_words(const struct mst_ping_event *event, bool ipv6, char *text, size_t size)
{
	static const char *const unreachable[] = {
		"Net",
		"Host",
		"Protocol",
		"Port",
		"Host (fragmentation needed)",
		"Host (source route failed)",
		"Net (unknown)",
		"Host (unknown)",
	};
	static const char *const unreachable6[] = { "No route", "Administratively prohibited",
		                                    "Beyond scope of source address", "Address", "Port" };
	uint8_t type = event->icmp_type, code = event->icmp_code;

	if (ipv6 ? type == 3 : type == 11)
		return "Time to live exceeded";
	if (ipv6 && type == 1)
		snprintf(text, size,
		         code <= 2 ? "Destination unreachable: %s" : "Destination unreachable: %s unreachable",
		         code < 5 ? unreachable6[code] : "other reason");
	else if (!ipv6 && type == 3 && code >= 9)
		return code == 13 ? "Packet filtered" : "Destination prohibited";
	else if (!ipv6 && type == 3)
		snprintf(text, size, "Destination %s Unreachable", unreachable[code < 8 ? code : 1]);
	else
		snprintf(text, size, "ICMP type %u, code %u", type, code);
	return text;
}

/* As in ping(8), which has no word for what is padded or changed. */
static void print_marks(const struct mst_ping_page *page, const struct mst_ping_event *event, FILE *out)
{
	static const char *const payloads[MST_PING_PAYLOAD_COUNT] = {
		[MST_PING_TRUNCATED] = " (truncated)",
		[MST_PING_PADDED] = " (padded)",
		[MST_PING_CHANGED] = " (payload differs)",
	};
	char asked[MST_ADDR_TEXT];

	if (event->happening == MST_PING_DUPLICATE)
		fputs(" (DUP!)", out);
	if (payloads[event->payload])
		fputs(payloads[event->payload], out);
	if (event->other_address) {
		mst_addr_format(&page->hosts->addrs[event->host], asked);
		mst_print(out, " (DIFFERENT ADDRESS! asked %s)", asked);
	}
}

static void print_reply(const struct mst_ping_page *page, const struct mst_ping_event *event, const char *from,
                        FILE *out)
{
	char time[32];

	mst_milliseconds((double)event->rtt_ns, time, sizeof time);
	if (page->tcp_port) {
		mst_print(out, "%s %s port %u: tcp_seq=%u time=%s ms\n", event->refused ? "refused by" : "connected to",
		          from, page->tcp_port, event->sequence, time);
		return;
	}
	mst_print(out, "%u bytes from %s: icmp_seq=%u", event->bytes, from, event->sequence);
	if (event->ttl)
		fprintf(out, " ttl=%u", event->ttl);
	mst_print(out, " time=%s ms", time);
	print_marks(page, event, out);
	fputc('\n', out);
}

static void print_timestamp(FILE *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	fprintf(out, "[%lld.%06ld] ", (long long)now.tv_sec, now.tv_nsec / 1000);
}

void mst_ping_print_event(const struct mst_ping_page *page, const struct mst_ping_event *event, FILE *out)
{
	const char *word = page->tcp_port ? "tcp_seq" : "icmp_seq", *name = page->hosts->names[event->host];
	char from[MST_ADDR_TEXT], words[96];

	mst_addr_format(&event->from, from);
	if (page->timestamps)
		print_timestamp(out);
	switch (event->happening) {
	case MST_PING_REPLY:
	case MST_PING_DUPLICATE: print_reply(page, event, from, out); break;
	case MST_PING_CORRUPT:
		mst_print(out, "%u bytes from %s: %s=%u (BAD CHECKSUM!)\n", event->bytes, from, word, event->sequence);
		break;
	case MST_PING_ERROR:
		mst_print(out, "From %s %s=%u %s\n", *from ? from : "the network", word, event->sequence,
		          error_words(event, page->hosts->addrs[event->host].family == MST_IPV6, words, sizeof words));
		break;
	case MST_PING_TIMEOUT: mst_print(out, "no answer from %s: %s=%u\n", name, word, event->sequence); break;
	case MST_PING_NOT_SENT:
		mst_print(out, "cannot send to %s: %s=%u %s\n", name, word, event->sequence,
		          mst_ping_reason(event->error));
		break;
	}
}

void mst_ping_print_head(const struct mst_ping_page *page, FILE *out)
{
	char addr[MST_ADDR_TEXT], what[48];

	mst_addr_format(&page->hosts->addrs[0], addr);
	if (page->tcp_port)
		snprintf(what, sizeof what, "TCP port %u", page->tcp_port);
	else
		snprintf(what, sizeof what, "%u data bytes", page->size);
	if (page->hosts->count == 1)
		mst_print(out, "PING %s (%s) %s, via %s\n", page->hosts->names[0], addr, what,
		          mst_ping_via_name(mst_ping_via_used(page->ping)));
	else
		mst_print(out, "PING %zu hosts, %s, via %s\n", page->hosts->count, what,
		          mst_ping_via_name(mst_ping_via_used(page->ping)));
}

/* ---- the end ---- */

static void print_times(const struct mst_ping_stats *stats, bool spark, FILE *out)
{
	char texts[6][32], line[4 * MST_PING_LAST + 1];

	mst_milliseconds(stats->min_ns, texts[0], 32);
	mst_milliseconds(stats->avg_ns, texts[1], 32);
	mst_milliseconds(stats->max_ns, texts[2], 32);
	mst_milliseconds(stats->mdev_ns, texts[3], 32);
	mst_print(out, "rtt min/avg/max/mdev = %s/%s/%s/%s ms\n", texts[0], texts[1], texts[2], texts[3]);
	if (stats->received >= LONG_RUN)
		mst_print(out, "rtt median/p95 = %s/%s ms\n", mst_milliseconds(stats->median_ns, texts[4], 32),
		          mst_milliseconds(stats->p95_ns, texts[5], 32));
	if (spark && stats->last_count > 1)
		mst_print(out, "%s\n",
		          mst_text_sparkline(stats->last_ns, stats->last_count, MST_PING_LAST, line, sizeof line));
}

static void print_count(uint64_t count, const char *what, FILE *out)
{
	char text[32];

	if (count)
		mst_print(out, ", +%s %s%s", mst_write_grouped(text, sizeof text, count), what, count == 1 ? "" : "s");
}

static void print_other_address(uint64_t count, FILE *out)
{
	print_count(count, "answer", out);
	if (count)
		fputs(" from another address", out);
}

/* Of nothing there is no share. */
static void print_loss(const struct mst_ping_stats *stats, FILE *out)
{
	double loss = stats->sent > stats->received
	                      ? 100.0 * (double)(stats->sent - stats->received) / (double)stats->sent
	                      : 0;

	if (stats->sent)
		fprintf(out, loss == floor(loss) ? ", %.0f%% loss" : ", %.2f%% loss", loss);
}

static void print_not_sent(const struct mst_ping_stats *stats, FILE *out)
{
	char text[32];

	if (stats->not_sent)
		mst_print(out, "%s not sent (%s)\n", mst_write_grouped(text, sizeof text, stats->not_sent),
		          mst_ping_reason(stats->error));
}

void mst_ping_print_stats(const struct mst_ping_page *page, bool spark, FILE *out)
{
	for (size_t i = 0; i < page->hosts->count; i++) {
		struct mst_ping_stats stats;

		mst_ping_get_stats(page->ping, (uint32_t)i, &stats);
		mst_print(out, "--- %s ping statistics ---\n", page->hosts->names[i]);
		fprintf(out, "%llu sent, %llu received", (unsigned long long)stats.sent,
		        (unsigned long long)stats.received);
		print_count(stats.duplicates, "duplicate", out);
		print_count(stats.corrupt, "corrupt answer", out);
		print_count(stats.errors, "error", out);
		print_count(stats.altered, "altered payload", out);
		print_other_address(stats.other_address, out);
		print_loss(&stats, out);
		fputc('\n', out);
		print_not_sent(&stats, out);
		if (stats.received)
			print_times(&stats, spark, out);
	}
}
