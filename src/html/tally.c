/* SPDX-License-Identifier: BSD-2-Clause */
/* tally.c - see tally.h. */
#include "html/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mst_html_tally *mst_html_tally_new(void)
{
	struct mst_html_tally *tally = calloc(1, sizeof *tally);

	if (!tally)
		return NULL;
	tally->ipv4 = (struct mst_html_leaves){ .bits = 32, .most = MST_HTML_LEAVES_MAX };
	tally->ipv6 = (struct mst_html_leaves){ .bits = 128, .most = MST_HTML_LEAVES6_MAX };
	return tally;
}

void mst_html_tally_free(struct mst_html_tally *tally)
{
	if (!tally)
		return;
	mst_html_leaves_free(&tally->ipv4);
	mst_html_leaves_free(&tally->ipv6);
	mst_html_words_free(&tally->ports);
	mst_html_words_free(&tally->products);
	mst_html_words_free(&tally->vendors);
	free(tally);
}

/* ---- hosts ---- */

static void end_host(struct mst_html_tally *tally)
{
	struct mst_html_leaves *leaves = tally->host.family == MST_IPV4 ? &tally->ipv4 : &tally->ipv6;

	if (!tally->host.family)
		return;
	mst_html_leaves_add(leaves, mst_html_number(&tally->host), tally->host_state);
	tally->hosts++;
	tally->hosts_with_port += tally->host_state == MST_OPEN;
	tally->host.family = MST_NO_FAMILY;
}

/* States are ordered by how much they say; that of a host is the strongest of its ports. */
static void add_to_host(struct mst_html_tally *tally, const struct mst_result *result)
{
	if (!mst_addr_equal(&tally->host, &result->addr)) {
		end_host(tally);
		tally->host = result->addr;
		tally->host_state = MST_UNKNOWN;
		tally->vendor_counted = false;
	}
	if (result->state > tally->host_state)
		tally->host_state = result->state;
}

static void add_vendor(struct mst_html_tally *tally, const struct mst_result *result, const char *vendor)
{
	if (!result->has_mac || tally->vendor_counted)
		return;
	tally->vendor_counted = true;
	vendor = vendor ? vendor : MST_HTML_VENDOR_UNKNOWN;
	mst_html_words_add(&tally->vendors, vendor, strlen(vendor), 0);
}

/* ---- ports ---- */

/* "nginx 1.24.0" */
static void add_product(struct mst_html_tally *tally, const struct mst_service *service)
{
	char text[MST_HTML_WORD_MAX];
	size_t length = mst_service_text(text, sizeof text, service, MST_SERVICE_PRODUCT);

	if (length == 0)
		return;
	mst_html_words_add(&tally->products, text, length, 0);
}

static void add_open(struct mst_html_tally *tally, const struct mst_result *result)
{
	char text[8];

	snprintf(text, sizeof text, "%u", result->port);
	mst_html_words_add(&tally->ports, text, strlen(text), result->port);
	add_product(tally, result->service);
	mst_html_certificates_add(&tally->certificates, result);
}

static void add_suspect(struct mst_html_suspects *suspects, const struct mst_addr *addr)
{
	suspects->count++;
	if (suspects->kept && mst_addr_equal(&suspects->first[suspects->kept - 1], addr))
		return;
	if (suspects->kept < MST_HTML_SUSPECTS_MAX)
		suspects->first[suspects->kept++] = *addr;
}

static void add_time(struct mst_html_tally *tally, const struct mst_result *result)
{
	if (result->rtt_ns >= 0)
		mst_html_spread_add(&tally->times, (uint64_t)result->rtt_ns);
	if (!result->time_ns)
		return;
	if (!tally->first_ns || result->time_ns < tally->first_ns)
		tally->first_ns = result->time_ns;
	if (result->time_ns > tally->last_ns)
		tally->last_ns = result->time_ns;
}

void mst_html_tally_add(struct mst_html_tally *tally, const struct mst_result *result, const char *vendor)
{
	if (result->state >= MST_STATE_COUNT)
		return;
	tally->verdicts++;
	tally->states[result->state]++;
	tally->about_ports |= result->about_port;
	add_to_host(tally, result);
	add_vendor(tally, result, vendor);
	add_time(tally, result);
	if (result->about_port && result->state == MST_OPEN)
		add_open(tally, result);
	if (result->suspect && result->suspect < MST_SUSPICION_COUNT)
		add_suspect(&tally->suspects[result->suspect], &result->addr);
}

void mst_html_tally_end(struct mst_html_tally *tally)
{
	end_host(tally);
	mst_html_leaves_end(&tally->ipv4);
	mst_html_leaves_end(&tally->ipv6);
}
