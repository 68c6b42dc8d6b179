/* SPDX-License-Identifier: BSD-2-Clause */
/* describe.c - see describe.h. */
#include "plan/describe.h"

#include <stdio.h>
#include <string.h>

struct text {
	char *at;
	size_t size;
};

static void append(struct text *text, const char *words)
{
	size_t used = strlen(text->at);

	snprintf(text->at + used, text->size - used, "%s", words);
}

/* Whether hosts of this family (0: any) are asked by solicitation, or by probes. */
static bool has_routes(const struct mst_plan *plan, bool solicits, uint8_t family)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_route_out *route = &plan->routes[i];

		if (route->path->kind == MST_PATH_UNICAST && route->solicits == solicits &&
		    (family == 0 || route->path->first.family == family))
			return true;
	}
	return false;
}

static void append_links(const struct mst_plan *plan, struct text *text)
{
	bool ipv4 = has_routes(plan, true, MST_IPV4), ipv6 = has_routes(plan, true, MST_IPV6);

	append(text, "by ");
	append(text, ipv4 ? "ARP" : "");
	append(text, ipv4 && ipv6 ? " and " : "");
	append(text, ipv6 ? "neighbour solicitation" : "");
	append(text, " on local links\n");
}

/* Writes "echo, SYN 443": those of the probes [first, end) that can ask any of these hosts. */
static void append_probes(const struct mst_plan *plan, unsigned first, unsigned end, struct text *text)
{
	bool ipv4 = has_routes(plan, false, MST_IPV4), any = false;

	for (unsigned p = first; p < end; p++) {
		const struct mst_probe *probe = &plan->probing.probes[p];
		char words[32] = "";

		if (!ipv4 && !probe->kind->proto_ipv6)
			continue;
		if (probe->port)
			snprintf(words, sizeof words, " %u", probe->port);
		append(text, any ? ", " : "");
		append(text, probe->kind->brief);
		append(text, words);
		any = true;
	}
}

static void append_others(const struct mst_plan *plan, struct text *text)
{
	append(text, "by ");
	append_probes(plan, 0, plan->probing.first_count, text);
	if (plan->probing.first_count < plan->probing.count) {
		append(text, "; silent ones again, also by ");
		append_probes(plan, plan->probing.first_count, plan->probing.count, text);
	} else if (plan->probing.attempts_at_most == 1 + MST_EXTRA_ATTEMPTS) {
		append(text, " once (--retries 0)");
	}
	append(text, "\n");
}

void mst_plan_describe(const struct mst_plan *plan, char *words, size_t size)
{
	struct text text = { words, size };

	if (size == 0)
		return;
	words[0] = '\0';
	if (plan->probing.about_ports)
		return;
	if (has_routes(plan, true, 0))
		append_links(plan, &text);
	if (has_routes(plan, false, 0))
		append_others(plan, &text);
}
