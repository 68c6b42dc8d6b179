/* SPDX-License-Identifier: BSD-2-Clause */
/* named.c - see named.h. */
#include "target/named.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/zone.h"
#include "target/adding.h"
#include "target/zones.h"

/* The name passed mst_name_is_plausible: it needs no escaping. */
static int fail_lookup(const struct mst_name_lookup *lookup, struct mst_error *err)
{
	if (lookup->temporary)
		return mst_fail(err, -EAGAIN, "%s%s \"%s\": no name server answered, also when asked again (%s)",
		                lookup->where ? lookup->where : "", lookup->exclude ? "exclude" : "target",
		                lookup->name, lookup->wrong);
	return mst_fail(err, -EINVAL, "%s%s \"%s\": no %s address found for this name (%s)",
	                lookup->where ? lookup->where : "", lookup->exclude ? "exclude" : "target", lookup->name,
	                mst_name_lookup_wanted(lookup), lookup->wrong);
}

static int check(const struct mst_targets *targets, struct mst_error *err)
{
	for (size_t i = 0; i < targets->lookups.count; i++) {
		const struct mst_name_lookup *lookup = &targets->lookups.items[i];

		if (lookup->wrong && (lookup->exclude || targets->strict))
			return fail_lookup(lookup, err);
	}
	return 0;
}

static int fail_memory(struct mst_error *err)
{
	return mst_fail(err, -ENOMEM, "no memory for the names of targets");
}

static int keep_unresolved(struct mst_targets *targets, const struct mst_name_lookup *lookup, struct mst_error *err)
{
	struct mst_error why;

	fail_lookup(lookup, &why);
	targets->unresolved[targets->unresolved_count] = strdup(why.text);
	if (!targets->unresolved[targets->unresolved_count])
		return fail_memory(err);
	targets->unresolved_count++;
	targets->no_name_server |= lookup->temporary;
	return 0;
}

/* A name may stand for a link-local address too, which needs its link as one that was typed does. */
static int find_zone(const struct mst_targets *targets, const struct mst_name_lookup *lookup, struct mst_addr *addr,
                     struct mst_error *err)
{
	char text[MST_ADDR_TEXT];
	struct mst_error why;

	if (!mst_addr_is_link_local(addr) || addr->scope || lookup->exclude)
		return 0;
	addr->scope = targets->zone;
	if (addr->scope)
		return 0;
	mst_addr_format(addr, text);
	mst_zone_missing(text, &why);
	return mst_fail(err, -EINVAL, "%starget \"%s\": %s", lookup->where ? lookup->where : "", lookup->name,
	                why.text);
}

static int add_addr(struct mst_targets *targets, const struct mst_name_lookup *lookup, struct mst_addr addr,
                    struct mst_error *err)
{
	struct mst_named named = { .order = targets->named_count };
	int code = find_zone(targets, lookup, &addr, err);

	if (code < 0)
		return code;
	if (mst_targets_add_addr(targets, &addr, lookup->exclude) < 0)
		return fail_memory(err);
	if (lookup->exclude)
		return 0;
	named.addr = addr;
	named.names = strdup(lookup->name);
	if (!named.names)
		return fail_memory(err);
	targets->named[targets->named_count++] = named;
	return 0;
}

static int add_addrs(struct mst_targets *targets, const struct mst_name_lookup *lookup, struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; i < lookup->count && code == 0; i++)
		code = add_addr(targets, lookup, lookup->addrs[i], err);
	return code;
}

/* ---- the table ---- */

static int by_addr(const void *a, const void *b)
{
	const struct mst_named *one = a, *other = b;

	return mst_addr_compare(&one->addr, &other->addr);
}

/* One of the words of `list` is `name`. */
static bool has_name(const char *list, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = list; (at = strstr(at, name)) != NULL; at++) {
		if ((at == list || at[-1] == ' ') && (!at[length] || at[length] == ' '))
			return true;
	}
	return false;
}

/* An address with several names has one row. */
static int join_names(struct mst_targets *targets)
{
	size_t kept = 0;
	int code = 0;

	for (size_t i = 0; i < targets->named_count; i++) {
		struct mst_named *last = kept ? &targets->named[kept - 1] : NULL, next = targets->named[i];
		char *both;

		if (!last || !mst_addr_equal(&last->addr, &next.addr)) {
			targets->named[kept++] = next;
			continue;
		}
		if (!has_name(last->names, next.names) && code == 0) {
			if (asprintf(&both, "%s %s", last->names, next.names) < 0) {
				code = -ENOMEM;
			} else {
				free(last->names);
				last->names = both;
			}
		}
		free(next.names);
	}
	targets->named_count = kept;
	return code;
}

static int make_room(struct mst_targets *targets)
{
	size_t addrs = 0;

	for (size_t i = 0; i < targets->lookups.count; i++)
		addrs += targets->lookups.items[i].count;
	targets->named = calloc(addrs + 1, sizeof *targets->named);
	targets->unresolved = calloc(targets->lookups.count + 1, sizeof *targets->unresolved);
	return targets->named && targets->unresolved ? 0 : -ENOMEM;
}

/* Names of one address stay in the order they were given. */
static int by_addr_and_order(const void *a, const void *b)
{
	const struct mst_named *one = a, *other = b;
	int order = mst_addr_compare(&one->addr, &other->addr);

	return order ? order : (one->order > other->order) - (one->order < other->order);
}

static int take_results(struct mst_targets *targets, struct mst_error *err)
{
	int code = make_room(targets) < 0 ? fail_memory(err) : 0;

	for (size_t i = 0; i < targets->lookups.count && code == 0; i++) {
		const struct mst_name_lookup *lookup = &targets->lookups.items[i];

		code = lookup->wrong ? keep_unresolved(targets, lookup, err) : add_addrs(targets, lookup, err);
	}
	if (code < 0)
		return code;
	qsort(targets->named, targets->named_count, sizeof *targets->named, by_addr_and_order);
	return join_names(targets) < 0 ? fail_memory(err) : 0;
}

int mst_named_add(struct mst_targets *targets, struct mst_error *err)
{
	int code;

	if (targets->lookups.count == 0)
		return 0;
	code = mst_name_lookups_run(&targets->lookups, targets->watch, targets->watch_user);
	if (code == -EINTR)
		return mst_fail(err, code, "stopped while names were looked up");
	code = code < 0 ? fail_memory(err) : check(targets, err);
	if (code < 0)
		return code;
	code = take_results(targets, err);
	mst_name_lookups_free(&targets->lookups);
	return code;
}

void mst_named_free(struct mst_targets *targets)
{
	mst_name_lookups_free(&targets->lookups);
	for (size_t i = 0; i < targets->named_count; i++)
		free(targets->named[i].names);
	for (size_t i = 0; i < targets->unresolved_count; i++)
		free(targets->unresolved[i]);
	free(targets->named);
	free(targets->unresolved);
}

/* ---- of a closed set ---- */

size_t mst_targets_unresolved(const struct mst_targets *targets)
{
	return targets->unresolved_count;
}

const char *mst_targets_unresolved_why(const struct mst_targets *targets, size_t index)
{
	return index < targets->unresolved_count ? targets->unresolved[index] : NULL;
}

const char *mst_targets_name(const struct mst_targets *targets, const struct mst_addr *addr)
{
	struct mst_named key = { .addr = *addr };
	const struct mst_named *found = targets->named_count ? bsearch(&key, targets->named, targets->named_count,
	                                                               sizeof key, by_addr)
	                                                     : NULL;

	return found ? found->names : NULL;
}

bool mst_targets_have_names(const struct mst_targets *targets)
{
	return targets->named_count > 0;
}
