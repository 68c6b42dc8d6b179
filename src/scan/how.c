/* how.c - by what the hosts of a plan are asked, in words. See how.h. */
#include "scan/how.h"

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

/* The paths whose hosts are asked by frames: of links, or the others; of this family, 0 for any. */
static bool has_paths(const struct mst_plan *plan, bool wire, uint8_t family)
{
	for (size_t i = 0; i < plan->paths.count; i++) {
		const struct mst_path *path = &plan->paths.paths[i];

		if (path->kind == MST_PATH_UNICAST && mst_plan_asks_wire(plan, path) == wire &&
		    (family == 0 || path->first.family == family))
			return true;
	}
	return false;
}

static void append_links(const struct mst_plan *plan, struct text *text)
{
	bool ipv4 = has_paths(plan, true, MST_IPV4), ipv6 = has_paths(plan, true, MST_IPV6);

	append(text, "by ");
	append(text, ipv4 ? "ARP" : "");
	append(text, ipv4 && ipv6 ? " and " : "");
	append(text, ipv6 ? "neighbour solicitation" : "");
	append(text, " on local links\n");
}

/* "echo, SYN 443": of the probes [first, end), those that can ask any of these hosts. */
static void append_probes(const struct mst_plan *plan, unsigned first, unsigned end, struct text *text)
{
	bool ipv4 = has_paths(plan, false, MST_IPV4), any = false;

	for (unsigned p = first; p < end; p++) {
		const struct mst_probe *probe = &plan->probes[p];
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
	append_probes(plan, 0, plan->first_probes, text);
	if (plan->first_probes < plan->probe_count) {
		append(text, "; silent ones again, also by ");
		append_probes(plan, plan->first_probes, plan->probe_count, text);
	} else if (plan->attempts_at_most == 1 + MST_EXTRA_ATTEMPTS) {
		append(text, " once (--retries 0)");
	}
	append(text, "\n");
}

void mst_plan_how(const struct mst_plan *plan, char *words, size_t size)
{
	struct text text = { words, size };

	if (size == 0)
		return;
	words[0] = '\0';
	if (plan->about_ports)
		return;
	if (has_paths(plan, true, 0))
		append_links(plan, &text);
	if (has_paths(plan, false, 0))
		append_others(plan, &text);
}
