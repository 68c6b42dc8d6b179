/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - see run.h. */
#include "import/run.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/moment.h"
#include "report/pairs.h"

static int fail_memory(const struct mst_gather *gather, struct mst_error *err)
{
	return mst_fail(err, -ENOMEM, "%s: no memory to read it", gather->file);
}

int mst_gather_ports(struct mst_gather *gather, uint8_t proto, const char *list, struct mst_error *err)
{
	struct mst_ports **ports = proto == IPPROTO_UDP ? &gather->udp_ports : &gather->tcp_ports;
	struct mst_ports read = { .proto = proto };

	if (!*list || !mst_gather_read_ports(&read, list))
		return 0;
	if (!*ports)
		*ports = calloc(1, sizeof **ports);
	if (!*ports)
		return fail_memory(gather, err);
	(*ports)->proto = proto;
	for (size_t i = 0; i < sizeof read.bits / sizeof *read.bits; i++)
		(*ports)->bits[i] |= read.bits[i];
	return 0;
}

static const struct mst_pair *find(struct mst_pairs pairs, const char *name, enum mst_pair_kind kind)
{
	for (size_t i = 0; i < pairs.count; i++) {
		if (pairs.pairs[i].kind == kind && strcmp(pairs.pairs[i].name, name) == 0)
			return &pairs.pairs[i];
	}
	return NULL;
}

/* ---- targets ---- */

/* Options by which a run asks other addresses than those of its command line. */
static const char *const others[] = { "input", "exclude_file", "local", "ipv4", "ipv6" };

/* Numbers only, so that nothing is looked up: 10.0.0.0/24, 10.0.0-3.1,5-9, 2001:db8::/64. */
static bool is_numeric(const char *word)
{
	const char *colon = strchr(word, ':');

	if (!colon)
		return *word && word[strspn(word, "0123456789.,-/*")] == '\0';
	return strchr(colon + 1, ':') && word[strspn(word, "0123456789abcdefABCDEF:.,-/")] == '\0';
}

static bool add_words(struct mst_targets *targets, struct mst_pairs parameters, const char *name,
                      int (*add)(struct mst_targets *, const char *, struct mst_error *))
{
	const struct mst_pair *pair = find(parameters, name, MST_PAIR_LIST);
	struct mst_error ignored;
	bool known = true;

	for (size_t i = 0; pair && known && i < pair->list.count; i++)
		known = is_numeric(pair->list.items[i]) && add(targets, pair->list.items[i], &ignored) == 0;
	return known;
}

static bool has_others(struct mst_pairs parameters)
{
	for (size_t i = 0; i < parameters.count; i++) {
		for (size_t other = 0; other < sizeof others / sizeof *others; other++) {
			if (strcmp(parameters.pairs[i].name, others[other]) == 0)
				return true;
		}
	}
	return false;
}

/* The addresses that were asked, where they are numbers on the command line. */
static struct mst_targets *targets_of(struct mst_pairs parameters)
{
	const struct mst_pair *excludes = find(parameters, "exclude", MST_PAIR_TEXT);
	struct mst_targets *targets = has_others(parameters) || excludes || !find(parameters, "targets", MST_PAIR_LIST)
	                                      ? NULL
	                                      : mst_targets_new();
	struct mst_error ignored;

	if (!targets)
		return NULL;
	if (add_words(targets, parameters, "targets", mst_targets_add) &&
	    add_words(targets, parameters, "exclude", mst_targets_exclude) && mst_targets_close(targets, &ignored) == 0)
		return targets;
	mst_targets_free(targets);
	return NULL;
}

int mst_gather_parameters(struct mst_gather *gather, struct mst_pairs parameters, struct mst_error *err)
{
	const struct mst_pair *command = find(parameters, "command", MST_PAIR_TEXT);
	const struct mst_pair *start = find(parameters, "start", MST_PAIR_TEXT);
	const struct mst_pair *udp = find(parameters, "udp", MST_PAIR_BOOL);
	const struct mst_pair *ports = find(parameters, "ports", MST_PAIR_TEXT);

	mst_pairs_free(&gather->parameters);
	free(gather->command);
	gather->command = NULL;
	mst_targets_free(gather->targets);
	gather->targets = targets_of(parameters);
	if (mst_pairs_copy(&gather->parameters, parameters) < 0)
		return fail_memory(gather, err);
	if (command && command->text && !(gather->command = strdup(command->text)))
		return fail_memory(gather, err);
	if (start && start->text && mst_moment_parse(&gather->started_ns, start->text) < 0)
		gather->started_ns = 0;
	if (!ports || !ports->text)
		return 0;
	gather->about_ports = true;
	return mst_gather_ports(gather, udp && udp->yes ? IPPROTO_UDP : IPPROTO_TCP, ports->text, err);
}
