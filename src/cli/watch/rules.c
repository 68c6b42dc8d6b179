/* SPDX-License-Identifier: BSD-2-Clause */
/* rules.c - see rules.h. */
#include "cli/watch/rules.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/common/privilege.h"
#include "cli/options/values.h"

#define WINDOW_MIN_NS MST_NS_PER_SECOND
#define WINDOW_MAX_NS (7 * 86400 * MST_NS_PER_SECOND)

/* ---- --flap ---- */

/* "4/10m". */
static int read_flap(struct mst_watch_config *config, const char *text, struct mst_error *err)
{
	char *end;
	unsigned long most = strtoul(text, &end, 10);

	if (*text < '0' || *text > '9' || *end != '/' || most < 1 || most > MST_WATCH_FLAP_MAX ||
	    mst_read_duration(&config->flap_ns, end + 1) < 0 || config->flap_ns < WINDOW_MIN_NS ||
	    config->flap_ns > WINDOW_MAX_NS)
		return mst_fail(err, -EINVAL,
		                "--flap %s: expected changes/time, such as 4/10m: 1 to %d changes within 1s to 7d",
		                text, MST_WATCH_FLAP_MAX);
	config->flap_changes = (unsigned)most;
	return 0;
}

/* ---- parents ---- */

/* The address behind the last "=" of a rule. `named` begins the sentence. */
static int read_parent(struct mst_addr *parent, const char *rule, const char *named, struct mst_error *err)
{
	const char *equals = strrchr(rule, '=');

	if (equals && equals > rule && mst_addr_parse(parent, equals + 1) == 0)
		return 0;
	return mst_fail(err, -EINVAL,
	                "%s%s: expected targets=address, such as 10.0.3.0/24=10.0.2.1: the hosts, and the address of "
	                "the host by which they are reached",
	                named, rule);
}

static int add_children(struct mst_targets *children, const char *rule, struct mst_error *err)
{
	char *text = strndup(rule, (size_t)(strrchr(rule, '=') - rule));
	int code = text ? mst_targets_add(children, text, err) : mst_fail(err, -ENOMEM, "no memory for a parent");

	free(text);
	return code < 0 ? code : mst_targets_close(children, err);
}

static int make_room(struct mst_watch_rules *rules, struct mst_error *err)
{
	size_t room = rules->room ? rules->room * 2 : 8;
	struct mst_watch_parent *parents;

	if (rules->count < rules->room)
		return 0;
	if (rules->count == MST_WATCH_PARENTS_MAX)
		return mst_fail(err, -EINVAL, "more than %d parents", MST_WATCH_PARENTS_MAX);
	parents = reallocarray(rules->parents, room, sizeof *parents);
	if (!parents)
		return mst_fail(err, -ENOMEM, "no memory for parents");
	rules->parents = parents;
	rules->room = room;
	return 0;
}

static int add_rule(struct mst_watch_rules *rules, const char *rule, const char *named, struct mst_error *err)
{
	struct mst_addr parent;
	int code = read_parent(&parent, rule, named, err);

	if (code == 0)
		code = make_room(rules, err);
	if (code < 0)
		return code;
	rules->parents[rules->count] = (struct mst_watch_parent){ mst_targets_new(), parent };
	if (!rules->parents[rules->count].children)
		return mst_fail(err, -ENOMEM, "no memory for parents");
	return add_children(rules->parents[rules->count++].children, rule, err);
}

static int take_line(void *user, const char *word, uint64_t line, struct mst_error *err)
{
	(void)line;
	return add_rule(user, word, "", err);
}

static int read_parents(struct mst_watch_rules *rules, const struct mst_watch_options *options, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < options->parents.count && code == 0; i++)
		code = mst_value_named(err, add_rule(rules, options->parents.items[i], "", err), "parent",
		                       options->parents.items[i]);
	for (size_t i = 0; i < options->parent_files.count && code == 0; i++)
		code = mst_privilege_explain_read(err,
		                                  mst_list_read(options->parent_files.items[i], take_line, rules, err));
	return code;
}

static int watch_parents(const struct mst_watch_rules *rules, const struct mst_watch_options *options,
                         struct mst_targets *targets, struct mst_error *err)
{
	const struct mst_probing *scan = &options->scan;
	int code = 0;

	if (!scan->arguments->words.count && !scan->inputs.count && !scan->local)
		return 0;
	for (size_t i = 0; i < rules->count && code == 0; i++) {
		char addr[MST_ADDR_TEXT];

		mst_addr_format(&rules->parents[i].parent, addr);
		code = mst_targets_add(targets, addr, err);
	}
	return code;
}

/* ---- sleepers ---- */

static int read_asleep(struct mst_watch_rules *rules, const struct mst_words *lists, struct mst_error *err)
{
	int code = 0;

	if (lists->count == 0)
		return 0;
	rules->asleep = mst_targets_new();
	if (!rules->asleep)
		return mst_fail(err, -ENOMEM, "no memory for --expect-asleep");
	for (size_t i = 0; i < lists->count && code == 0; i++)
		code = mst_value_named(err, mst_targets_add(rules->asleep, lists->items[i], err), "expect-asleep",
		                       lists->items[i]);
	return code < 0 ? code : mst_targets_close(rules->asleep, err);
}

/* ---- all ---- */

int mst_watch_rules_check(struct mst_watch_options *options, struct mst_error *err)
{
	struct mst_addr parent;
	int code = options->flap ? read_flap(&options->watch, options->flap, err) : 0;

	for (size_t i = 0; i < options->parents.count && code == 0; i++)
		code = read_parent(&parent, options->parents.items[i], "--parent ", err);
	return code;
}

int mst_watch_rules_read(struct mst_watch_rules *rules, struct mst_watch_options *options, struct mst_targets *targets,
                         struct mst_error *err)
{
	int code = read_parents(rules, options, err);

	if (code == 0)
		code = watch_parents(rules, options, targets, err);
	if (code == 0)
		code = read_asleep(rules, &options->asleep, err);
	options->watch.parents = rules->parents;
	options->watch.parent_count = rules->count;
	options->watch.asleep = rules->asleep;
	return code;
}

void mst_watch_rules_free(struct mst_watch_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		mst_targets_free(rules->parents[i].children);
	free(rules->parents);
	mst_targets_free(rules->asleep);
	*rules = (struct mst_watch_rules){ 0 };
}
