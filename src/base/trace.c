/* SPDX-License-Identifier: BSD-2-Clause */
/* trace.c - the words of muster/trace.h, and an event as a line. */
#include <muster/trace.h>
#include <muster/units.h>

#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const struct {
	const char *name, *meaning;
} kinds[] = {
#define KIND(constant, name, meaning) [constant] = { name, meaning },
	MST_TRACES(KIND)
#undef KIND
};

const char *mst_trace_name(enum mst_trace_kind kind)
{
	return (unsigned)kind < MST_TRACE_COUNT ? kinds[kind].name : "?";
}

const char *mst_trace_meaning(enum mst_trace_kind kind)
{
	return (unsigned)kind < MST_TRACE_COUNT ? kinds[kind].meaning : "?";
}

/* Local time to the microsecond. */
static void write_time(char *text, size_t size, uint64_t time_ns)
{
	time_t seconds = (time_t)(time_ns / MST_NS_PER_SECOND);
	struct tm local;
	char clock[16];

	localtime_r(&seconds, &local);
	strftime(clock, sizeof clock, "%H:%M:%S", &local);
	snprintf(text, size, "%s.%06u", clock, (unsigned)(time_ns % MST_NS_PER_SECOND / 1000));
}

static void write_target(char *text, size_t size, const struct mst_trace_event *event)
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&event->addr, addr);
	if (!event->port)
		snprintf(text, size, "%s", addr);
	else
		snprintf(text, size, event->addr.family == MST_IPV6 ? "[%s]:%u" : "%s:%u", addr, event->port);
}

static const char *interface_of(uint32_t ifindex, char name[IF_NAMESIZE])
{
	return ifindex && if_indextoname(ifindex, name) ? name : "an interface";
}

static void write_result(char *text, size_t size, const struct mst_trace_event *event)
{
	const struct mst_result *result = event->result;
	const char *was = mst_state_name((enum mst_state)result->was), *suspicion;
	int used = snprintf(
		text, size, "%s%s%s, %s, %u attempt%s", event->kind == MST_TRACE_AMENDED ? was : "",
		event->kind == MST_TRACE_AMENDED ? " is now " : "", mst_state_name((enum mst_state)result->state),
		mst_reason_name((enum mst_reason)result->reason), result->attempts, result->attempts == 1 ? "" : "s");

	if (result->rtt_ns >= 0 && (size_t)used < size)
		used += snprintf(text + used, size - (size_t)used, ", %.3f ms", (double)result->rtt_ns / 1e6);
	suspicion = mst_suspicion_name((enum mst_suspicion)result->suspect);
	if (*suspicion && (size_t)used < size)
		snprintf(text + used, size - (size_t)used, ", suspect: %s", suspicion);
}

static void write_rate(char *text, size_t size, const struct mst_trace_rate *rate)
{
	snprintf(text, size,
	         "%.0f frames a second through egress %u, %.0f before; limit %s; sensed: %" PRIu64
	         " frames sent, %" PRIu64 " of %" PRIu64 " reference probes answered, %" PRIu64
	         " of these late, %" PRIu64 " answers dropped here",
	         rate->rate_pps, rate->egress, rate->before_pps, rate->limit ? rate->limit : "?", rate->sent,
	         rate->references_answered, rate->references, rate->references_delayed, rate->drops);
}

static void write_details(char *text, size_t size, const struct mst_trace_event *event)
{
	char interface[IF_NAMESIZE], from[MST_ADDR_TEXT];

	mst_addr_format(&event->from, from);
	switch (event->kind) {
	case MST_TRACE_ARMED:
	case MST_TRACE_REFUSED: snprintf(text, size, "attempt %u, lane %u", event->attempt, event->lane); break;
	case MST_TRACE_SENT:
		snprintf(text, size, "attempt %u, through %s by engine %s", event->attempt,
		         interface_of(event->ifindex, interface), event->engine);
		break;
	case MST_TRACE_EXPIRED:
		snprintf(text, size, "attempt %u: %s", event->attempt, mst_reason_name(event->reason));
		break;
	case MST_TRACE_ANSWER:
		snprintf(text, size, "%s from %s to attempt %u, on %s", mst_reason_name(event->reason), from,
		         event->attempt, interface_of(event->ifindex, interface));
		break;
	case MST_TRACE_STRAY:
		snprintf(text, size, "%s: %s; sent by %s, on %s", mst_stray_name(event->stray),
		         mst_stray_meaning(event->stray), from, interface_of(event->ifindex, interface));
		break;
	case MST_TRACE_SETTLED:
	case MST_TRACE_AMENDED: write_result(text, size, event); break;
	case MST_TRACE_RATE: write_rate(text, size, event->rate); break;
	case MST_TRACE_COUNT: break;
	}
}

void mst_trace_format(const struct mst_trace_event *event, char *text, size_t size)
{
	char moment[32], target[MST_ADDR_TEXT + 8], details[MST_TRACE_TEXT] = "";

	write_time(moment, sizeof moment, event->time_ns);
	write_target(target, sizeof target, event);
	write_details(details, sizeof details, event);
	snprintf(text, size, "%s %s%s%s: %s", moment, target, *target ? " " : "", mst_trace_name(event->kind), details);
}
