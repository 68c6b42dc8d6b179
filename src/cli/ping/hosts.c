/* SPDX-License-Identifier: BSD-2-Clause */
/* hosts.c - see hosts.h. */
#include "cli/ping/hosts.h"

#include <errno.h>
#include <muster/ping.h>
#include <muster/targets.h>
#include <muster/text.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/privilege.h"
#include "cli/common/resolving.h"

#define FIRST_ROOM 16

static void free_list(struct mst_ping_hosts *hosts)
{
	for (size_t i = 0; i < hosts->count; i++)
		free(hosts->names[i]);
	free(hosts->names);
	free(hosts->addrs);
	free(hosts->lookups);
	mst_forward_free(hosts->lookup);
}

/* `lookup` is -1 for an address. */
static int add(struct mst_ping_hosts *hosts, const struct mst_addr *addr, const char *name, int lookup,
               struct mst_error *err)
{
	if (hosts->count == MST_PING_HOSTS_MAX)
		return mst_fail(err, -EINVAL, "more than %d hosts: muster sweep has no such limit", MST_PING_HOSTS_MAX);
	if (hosts->count == hosts->room) {
		size_t room = hosts->room ? hosts->room * 2 : FIRST_ROOM;
		struct mst_addr *addrs = reallocarray(hosts->addrs, room, sizeof *addrs);
		char **names = addrs ? reallocarray(hosts->names, room, sizeof *names) : NULL;
		int *lookups = names ? reallocarray(hosts->lookups, room, sizeof *lookups) : NULL;

		hosts->addrs = addrs ? addrs : hosts->addrs;
		hosts->names = names ? names : hosts->names;
		hosts->lookups = lookups ? lookups : hosts->lookups;
		if (!lookups)
			return mst_fail(err, -ENOMEM, "no memory for the hosts");
		hosts->room = room;
	}
	hosts->addrs[hosts->count] = *addr;
	hosts->lookups[hosts->count] = lookup;
	hosts->names[hosts->count] = strdup(name);
	if (!hosts->names[hosts->count])
		return mst_fail(err, -ENOMEM, "no memory for the hosts");
	hosts->count++;
	return 0;
}

static int read_ends(struct mst_ping_hosts *hosts, struct mst_error *err)
{
	return hosts->ends ? 0 : mst_subnet_ends_read(&hosts->ends, &hosts->end_count, err);
}

/* Says that a word stands for no host. The others are asked; when there are none, the last sentence is the error. */
static void pass_over(struct mst_ping_hosts *hosts, int code, const char *sentence)
{
	if (hosts->passed_over++)
		mst_print(stderr, "muster ping: %s\n", hosts->last.text);
	snprintf(hosts->last.text, sizeof hosts->last.text, "%s", sentence);
	hosts->last_code = code;
}

#define PINGS_IT "; --broadcast (-b) pings it, and every host there may answer"

/* What an address stands for when it is that of a group by itself; NULL: it is not. */
static const char *group_of(const struct mst_addr *addr)
{
	bool ipv6 = addr->family == MST_IPV6;

	if (ipv6 ? addr->bytes[0] == 0xff : addr->bytes[0] >> 4 == 14)
		return "a multicast address";
	return !ipv6 && mst_addr_ipv4(addr) == UINT32_MAX ? "the broadcast address of every link" : NULL;
}

/* The same, also by this machine's routes. */
static const char *what_group(const struct mst_addr *addr)
{
	const char *group = group_of(addr);

	return group || !mst_ping_is_broadcast(addr) ? group : "a broadcast address by this machine's routes";
}

/* An address that stands for many hosts, not for one. */
static int add_group(struct mst_ping_hosts *hosts, const struct mst_addr *addr, const char *what, const char *word,
                     const struct mst_ping_rules *rules, struct mst_error *err)
{
	struct mst_addr group = *addr;
	char sentence[256], name[MST_ADDR_TEXT];

	if (group.family == MST_IPV6 && !group.scope && rules->interface)
		group.scope = if_nametoindex(rules->interface);
	if (rules->broadcast) {
		mst_addr_format(&group, name);
		return add(hosts, &group, name, -1, err);
	}
	snprintf(sentence, sizeof sentence, "%.64s is %s: no host has it" PINGS_IT, word, what);
	pass_over(hosts, -EINVAL, sentence);
	return 0;
}

static void pass_over_end(struct mst_ping_hosts *hosts, const char *word, const struct mst_subnet_end *end)
{
	uint32_t bits = UINT32_MAX << (32 - end->prefix_length);
	struct mst_addr network = mst_addr_from_ipv4(mst_addr_ipv4(&end->addr) & bits);
	char text[MST_ADDR_TEXT], sentence[256];

	mst_addr_format(&network, text);
	snprintf(sentence, sizeof sentence, "%.64s is the %s address of %s/%u on %s: no host has it%s", word,
	         end->broadcast ? "broadcast" : "network", text, end->prefix_length, end->interface,
	         end->broadcast ? PINGS_IT : "");
	pass_over(hosts, -EINVAL, sentence);
}

/* The addresses of a closed set. */
static int add_all(struct mst_ping_hosts *hosts, const struct mst_targets *targets, const char *word,
                   const struct mst_ping_rules *rules, struct mst_error *err)
{
	bool single = mst_targets_count(targets) == 1;
	int code = read_ends(hosts, err);

	for (mst_uint128 i = 0; code == 0 && i < mst_targets_count(targets); i++) {
		struct mst_addr addr = mst_targets_at(targets, i);
		const struct mst_subnet_end *end = mst_subnet_end_at(hosts->ends, hosts->end_count, &addr);
		char name[MST_ADDR_TEXT];

		mst_addr_format(&addr, name);
		if (single && !rules->broadcast && !end && what_group(&addr))
			code = add_group(hosts, &addr, what_group(&addr), word, rules, err);
		else if (!end || (single && rules->broadcast && end->broadcast))
			code = add(hosts, &addr, name, -1, err);
		else if (single)
			pass_over_end(hosts, word, end);
	}
	return code;
}

/* A name may stand for a link-local address, which needs its link as one that was typed does. */
static int find_zone(struct mst_addr *addr, const char *name, const struct mst_ping_rules *rules, struct mst_error *err)
{
	struct mst_targets *targets;
	char text[MST_ADDR_TEXT];
	struct mst_error why;
	int code;

	if (!mst_addr_is_link_local(addr) || addr->scope)
		return 0;
	targets = mst_targets_new();
	if (!targets)
		return mst_fail(err, -ENOMEM, "no memory for the hosts");
	if (rules->interface)
		mst_targets_take_zone(targets, rules->interface);
	mst_addr_format(addr, text);
	code = mst_targets_add(targets, text, &why);
	if (code == 0)
		code = mst_targets_close(targets, &why);
	if (code == 0)
		*addr = mst_targets_at(targets, 0);
	mst_targets_free(targets);
	return code < 0 ? mst_fail(err, code, "%s: %s", name, why.text) : 0;
}

/* The name stays in the place where it was given. */
static int add_name(struct mst_ping_hosts *hosts, const char *word, const struct mst_ping_rules *rules,
                    struct mst_error *err)
{
	const struct mst_addr later = { 0 };
	int lookup;

	if (!hosts->lookup)
		hosts->lookup = mst_forward_new();
	lookup = hosts->lookup ? mst_forward_add(hosts->lookup, word, rules->ipv4, rules->ipv6) : -ENOMEM;
	return lookup < 0 ? mst_fail(err, lookup, "no memory for the hosts") : add(hosts, &later, word, lookup, err);
}

int mst_ping_hosts_add(struct mst_ping_hosts *hosts, const char *word, const struct mst_ping_rules *rules,
                       struct mst_error *err)
{
	struct mst_targets *targets;
	struct mst_addr addr;
	int code;

	if (mst_addr_parse(&addr, word) == 0 && group_of(&addr))
		return add_group(hosts, &addr, group_of(&addr), word, rules, err);
	if (mst_text_is_name(word))
		return add_name(hosts, word, rules, err);
	targets = mst_targets_new();
	if (!targets)
		return mst_fail(err, -ENOMEM, "no memory for the hosts");
	if (rules->interface)
		mst_targets_take_zone(targets, rules->interface);
	code = mst_targets_add(targets, word, err);
	if (code == 0)
		code = mst_targets_close(targets, err);
	if (code == 0)
		code = add_all(hosts, targets, word, rules, err);
	mst_targets_free(targets);
	return code;
}

/* ---- names ---- */

static int take_found(struct mst_ping_hosts *to, const struct mst_ping_hosts *from, size_t at,
                      const struct mst_ping_rules *rules, struct mst_error *err)
{
	struct mst_addr found[2];
	struct mst_error wrong;
	int count = mst_forward_found(from->lookup, from->lookups[at], found, &wrong), code = 0;

	if (count < 0)
		pass_over(to, count, wrong.text);
	for (int i = 0; i < count && code == 0; i++) {
		const char *group = rules->broadcast ? NULL : what_group(&found[i]);

		code = group ? add_group(to, &found[i], group, from->names[at], rules, err)
		             : find_zone(&found[i], from->names[at], rules, err);
		if (code == 0 && !group)
			code = add(to, &found[i], from->names[at], -1, err);
	}
	return code;
}

/* The list once more, with addresses in the places of names. */
static int take_all_found(struct mst_ping_hosts *hosts, const struct mst_ping_rules *rules, struct mst_error *err)
{
	struct mst_ping_hosts from = *hosts;
	int code = 0;

	hosts->addrs = NULL;
	hosts->names = NULL;
	hosts->lookups = NULL;
	hosts->lookup = NULL;
	hosts->count = hosts->room = 0;
	for (size_t i = 0; i < from.count && code == 0; i++) {
		if (from.lookups[i] < 0)
			code = add(hosts, &from.addrs[i], from.names[i], -1, err);
		else
			code = take_found(hosts, &from, i, rules, err);
	}
	free_list(&from);
	return code;
}

static int look_up(struct mst_ping_hosts *hosts, const struct mst_ping_rules *rules, struct mst_error *err)
{
	struct mst_resolving resolving = { .quiet = rules->quiet };
	int code = mst_forward_run(hosts->lookup, mst_resolving_watch, &resolving, err);

	mst_resolving_end(&resolving);
	return code < 0 ? code : take_all_found(hosts, rules, err);
}

int mst_ping_hosts_end(struct mst_ping_hosts *hosts, const struct mst_ping_rules *rules, struct mst_error *err)
{
	int code = hosts->lookup ? look_up(hosts, rules, err) : 0;

	if (code < 0)
		return code;
	if (hosts->count == 0)
		return hosts->passed_over ? mst_fail(err, hosts->last_code, "%s", hosts->last.text)
		                          : mst_fail(err, -EINVAL, "no host to ping: the list is empty");
	if (hosts->passed_over)
		mst_print(stderr, "muster ping: %s\n", hosts->last.text);
	return 0;
}

/* ---- files ---- */

struct adding {
	struct mst_ping_hosts *hosts;
	const struct mst_ping_rules *rules;
};

static int add_word(void *user, const char *word, uint64_t line, struct mst_error *err)
{
	const struct adding *adding = user;

	(void)line;
	return mst_ping_hosts_add(adding->hosts, word, adding->rules, err);
}

int mst_ping_hosts_add_file(struct mst_ping_hosts *hosts, const char *path, const struct mst_ping_rules *rules,
                            struct mst_error *err)
{
	struct adding adding = { hosts, rules };

	return mst_privilege_explain_read(err, mst_list_read(path, add_word, &adding, err));
}

void mst_ping_hosts_free(struct mst_ping_hosts *hosts)
{
	free_list(hosts);
	free(hosts->ends);
	*hosts = (struct mst_ping_hosts){ 0 };
}
