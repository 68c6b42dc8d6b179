/* SPDX-License-Identifier: BSD-2-Clause */
/* joined.c - see joined.h. */
#include "html/joined.h"

#include "html/leaves.h"

/* Silence has nothing of its own but the time. */
static bool is_silent(const struct mst_result *result)
{
	return result->rtt_ns < 0 && !result->has_mac && !result->from.family && !result->suspect &&
	       result->state != MST_UP && result->state != MST_OPEN && result->state != MST_CLOSED;
}

static bool is_listed(const struct mst_html_joiner *joiner, const struct mst_result *result)
{
	return (joiner->listed >> result->state & 1) && !is_silent(result);
}

static struct mst_html_span span_of(const struct mst_result *result)
{
	return (struct mst_html_span){
		.first = result->addr,
		.last = result->addr,
		.first_port = result->port,
		.last_port = result->port,
		.count = 1,
		.about_port = result->about_port,
		.proto = result->proto,
		.state = result->state,
		.reason = result->reason,
	};
}

static bool is_alike(const struct mst_html_span *one, const struct mst_html_span *other)
{
	return one->state == other->state && one->reason == other->reason && one->proto == other->proto &&
	       one->about_port == other->about_port;
}

/* Whether a host follows the hosts before it, with the same ports. */
static bool follows(const struct mst_html_span *hosts, const struct mst_html_span *host)
{
	mst_uint128 behind = mst_html_number(&hosts->last) + 1;

	return hosts->count && is_alike(hosts, host) && hosts->first_port == host->first_port &&
	       hosts->last_port == host->last_port && hosts->last.family == host->first.family &&
	       hosts->last.scope == host->first.scope && behind == mst_html_number(&host->first) &&
	       hosts->count == host->count * (uint64_t)(behind - mst_html_number(&hosts->first));
}

static void give(struct mst_html_joiner *joiner, struct mst_html_span *span)
{
	if (span->count)
		joiner->take(joiner->user, NULL, span);
	span->count = 0;
}

static void give_all(struct mst_html_joiner *joiner)
{
	give(joiner, &joiner->hosts);
	give(joiner, &joiner->host);
}

/* The host has no more verdicts: if all of them are one span, it may join the hosts before it. */
static void end_host(struct mst_html_joiner *joiner)
{
	if (!joiner->host.count)
		return;
	if (joiner->whole && follows(&joiner->hosts, &joiner->host)) {
		joiner->hosts.last = joiner->host.last;
		joiner->hosts.count += joiner->host.count;
	} else {
		give(joiner, &joiner->hosts);
		if (joiner->whole)
			joiner->hosts = joiner->host;
		else
			give(joiner, &joiner->host);
	}
	joiner->host.count = 0;
}

static bool is_of_last_host(const struct mst_html_joiner *joiner, const struct mst_result *result)
{
	return joiner->any && mst_addr_equal(&joiner->host.first, &result->addr);
}

void mst_html_joiner_add(struct mst_html_joiner *joiner, const struct mst_result *result)
{
	struct mst_html_span span = span_of(result);

	if (!is_of_last_host(joiner, result)) {
		end_host(joiner);
		joiner->whole = true;
		joiner->any = true;
		joiner->host.first = result->addr;
	}
	if (is_listed(joiner, result)) {
		give_all(joiner);
		joiner->whole = false;
		joiner->take(joiner->user, result, NULL);
		return;
	}
	if (joiner->host.count && is_alike(&joiner->host, &span)) {
		joiner->host.last_port = result->port;
		joiner->host.count++;
		return;
	}
	if (joiner->host.count) { /* a second span of the same host */
		give_all(joiner);
		joiner->whole = false;
	}
	joiner->host = span;
}

void mst_html_joiner_end(struct mst_html_joiner *joiner)
{
	end_host(joiner);
	give_all(joiner);
	joiner->any = false;
}
