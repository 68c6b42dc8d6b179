/* SPDX-License-Identifier: BSD-2-Clause */
/* lines.c - see page.h: for people. */
#include <errno.h>
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

static void print_icmp_reply(const struct mst_ping_page *page, const struct mst_ping_event *event, const char *from,
                             const char *time, FILE *out)
{
	mst_print(out, "%u bytes from %s: icmp_seq=%u", event->bytes, from, event->sequence);
	if (event->ttl)
		fprintf(out, " ttl=%u", event->ttl);
	if (event->rtt_ns >= 0)
		mst_print(out, " time=%s ms", time);
	print_marks(page, event, out);
}

static void print_reply(const struct mst_ping_page *page, const struct mst_ping_event *event, const char *from,
                        FILE *out)
{
	char time[32];

	mst_milliseconds((double)event->rtt_ns, time, sizeof time);
	if (page->tcp_port)
		mst_print(out, "%s %s port %u: tcp_seq=%u time=%s ms", event->refused ? "refused by" : "connected to",
		          from, page->tcp_port, event->sequence, time);
	else
		print_icmp_reply(page, event, from, time, out);
	fputs(page->audible ? "\a\n" : "\n", out);
}

static void print_timestamp(FILE *out)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	fprintf(out, "[%lld.%06ld] ", (long long)now.tv_sec, now.tv_nsec / 1000);
}

/* ping(8) has one host, and does not name it. */
static void print_pending(const struct mst_ping_page *page, const struct mst_ping_event *event, const char *word,
                          FILE *out)
{
	mst_print(out, "no answer yet for %s=%u", word, event->sequence);
	if (page->hosts->count > 1)
		mst_print(out, " from %s", page->hosts->names[event->host]);
	fputc('\n', out);
}

void mst_ping_print_event(const struct mst_ping_page *page, const struct mst_ping_event *event, FILE *out)
{
	const char *word = page->tcp_port ? "tcp_seq" : "icmp_seq", *name = page->hosts->names[event->host];
	char from[MST_ADDR_TEXT], words[160];

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
	case MST_PING_REDIRECT:
		mst_print(out, "From %s%s %s=%u %s\n", *from ? from : "the network",
		          event->happening == MST_PING_REDIRECT ? ":" : "", word, event->sequence,
		          mst_ping_error_words(event, page->hosts->addrs[event->host].family, words, sizeof words));
		break;
	case MST_PING_PENDING: print_pending(page, event, word, out); break;
	case MST_PING_REQUEST: break;
	case MST_PING_TIMEOUT: mst_print(out, "no answer from %s: %s=%u\n", name, word, event->sequence); break;
	case MST_PING_NOT_SENT:
		mst_print(out, "cannot send to %s: %s=%u %s", name, word, event->sequence,
		          mst_ping_reason(event->error));
		if (event->mtu)
			fprintf(out, " (mtu = %u)", event->mtu);
		fputc('\n', out);
		break;
	}
}

/* As ping(8): of IPv4 also the bytes of the whole packet. */
static void write_size(const struct mst_ping_page *page, char *text, size_t size)
{
	if (page->hosts->count == 1 && page->hosts->addrs[0].family == MST_IPV4)
		snprintf(text, size, "%u(%u) bytes of data", page->size, page->size + 28);
	else
		snprintf(text, size, "%u data bytes", page->size);
}

void mst_ping_print_head(const struct mst_ping_page *page, FILE *out)
{
	char addr[MST_ADDR_TEXT], from[MST_ADDR_TEXT], what[48], source[128] = "";

	mst_addr_format(&page->hosts->addrs[0], addr);
	mst_addr_format(&page->source, from);
	if (page->source.family) /* "from 10.0.0.1 eth0:", with the blank of ping(8) where there is no interface */
		snprintf(source, sizeof source, "from %s %s: ", from, page->interface);
	if (page->tcp_port)
		snprintf(what, sizeof what, "TCP port %u", page->tcp_port);
	else
		write_size(page, what, sizeof what);
	if (page->hosts->count == 1)
		mst_print(out, "PING %s (%s) %s%s, via %s\n", page->hosts->names[0], addr, source, what,
		          mst_ping_via_name(mst_ping_via_used(page->ping)));
	else
		mst_print(out, "PING %zu hosts, %s, via %s\n", page->hosts->count, what,
		          mst_ping_via_name(mst_ping_via_used(page->ping)));
}

/* ---- the end ---- */

static void print_times(const struct mst_ping_stats *stats, bool spark, FILE *out)
{
	char line[4 * MST_PING_LAST + 1];

	fprintf(out, "rtt min/avg/max/mdev = %.3f/%.3f/%.3f/%.3f ms\n", stats->min_ns / 1e6, stats->avg_ns / 1e6,
	        stats->max_ns / 1e6, stats->mdev_ns / 1e6);
	if (stats->timed >= LONG_RUN)
		fprintf(out, "rtt median/p95 = %.3f/%.3f ms\n", stats->median_ns / 1e6, stats->p95_ns / 1e6);
	if (spark && stats->last_count > 1)
		mst_print(out, "%s\n",
		          mst_text_sparkline(stats->last_ns, stats->last_count, MST_PING_LAST, line, sizeof line));
}

/* ", +2 errors": the words of ping(8), which has no singular. */
static void print_count(uint64_t count, const char *what, FILE *out)
{
	if (count)
		mst_print(out, ", +%llu %s", (unsigned long long)count, what);
}

/* Of nothing there is no share. */
static void print_loss(const struct mst_ping_stats *stats, FILE *out)
{
	double loss = stats->sent > stats->received
	                      ? 100.0 * (double)(stats->sent - stats->received) / (double)stats->sent
	                      : 0;

	if (stats->sent)
		fprintf(out, ", %g%% packet loss, time %llums", (double)(float)loss,
		        (unsigned long long)(stats->span_ns / MST_NS_PER_MS));
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
		mst_print(out, "\n--- %s ping statistics ---\n", page->hosts->names[i]);
		fprintf(out, "%llu packets transmitted, %llu received", (unsigned long long)stats.sent,
		        (unsigned long long)stats.received);
		print_count(stats.duplicates, "duplicates", out);
		print_count(stats.corrupt, "corrupted", out);
		print_count(stats.errors, "errors", out);
		print_count(stats.altered, "altered payloads", out);
		print_count(stats.other_address, "from another address", out);
		print_loss(&stats, out);
		fputc('\n', out);
		print_not_sent(&stats, out);
		if (stats.timed)
			print_times(&stats, spark, out);
	}
}
