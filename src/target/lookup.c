/* SPDX-License-Identifier: BSD-2-Clause */
/* lookup.c - see lookup.h. */
#include "target/lookup.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "target/names.h"

#define STACK_BYTES (512 * 1024) /* enough for the modules of nsswitch.conf(5) */

int mst_name_lookups_add(struct mst_name_lookups *lookups, const struct mst_name_lookup *lookup)
{
	struct mst_name_lookup copy = *lookup;

	if (lookups->count == lookups->room) {
		size_t room = lookups->room ? lookups->room * 2 : 16;
		struct mst_name_lookup *items = reallocarray(lookups->items, room, sizeof *items);

		if (!items)
			return -ENOMEM;
		lookups->items = items;
		lookups->room = room;
	}
	copy.name = strdup(lookup->name);
	copy.where = lookup->where ? strdup(lookup->where) : NULL;
	if (!copy.name || (lookup->where && !copy.where)) {
		free(copy.name);
		free(copy.where);
		return -ENOMEM;
	}
	lookups->items[lookups->count++] = copy;
	return 0;
}

void mst_name_lookups_free(struct mst_name_lookups *lookups)
{
	for (size_t i = 0; i < lookups->count; i++) {
		free(lookups->items[i].name);
		free(lookups->items[i].where);
		free(lookups->items[i].addrs);
	}
	free(lookups->items);
	*lookups = (struct mst_name_lookups){ 0 };
}

const char *mst_name_lookup_wanted(const struct mst_name_lookup *lookup)
{
	if (lookup->ipv4 == lookup->ipv6)
		return "IPv4 or IPv6";
	return lookup->ipv4 ? "IPv4" : "IPv6";
}

/* ---- one name ---- */

static int keep_addr(void *user, const struct mst_addr *addr)
{
	struct mst_name_lookup *lookup = user;

	if (lookup->count == lookup->room) {
		size_t room = lookup->room ? lookup->room * 2 : 2;
		struct mst_addr *addrs = reallocarray(lookup->addrs, room, sizeof *addrs);

		if (!addrs)
			return -ENOMEM;
		lookup->addrs = addrs;
		lookup->room = room;
	}
	lookup->addrs[lookup->count++] = *addr;
	return 0;
}

static void run_one(struct mst_name_lookup *lookup, uint64_t until_ns)
{
	struct mst_name_failure failure;

	lookup->count = 0;
	failure = mst_name_resolve(lookup->name, lookup->ipv4, lookup->ipv6, until_ns, keep_addr, lookup);
	lookup->wrong = lookup->count ? NULL : failure.words ? failure.words : "it has no address";
	lookup->temporary = !lookup->count && failure.temporary;
}

/* ---- all of them ---- */

struct work {
	struct mst_name_lookups *lookups;
	_Atomic size_t next; /* of the items, each taken by one thread */
	uint64_t until_ns;   /* a name server that is away is asked again, for all names together */
};

static void *take_names(void *user)
{
	struct work *work = user;
	size_t at;

	while ((at = atomic_fetch_add_explicit(&work->next, 1, memory_order_relaxed)) < work->lookups->count)
		run_one(&work->lookups->items[at], work->until_ns);
	return NULL;
}

/* Starts up to `wanted` threads. Fewer are enough: the caller's thread works too. */
static size_t start_threads(pthread_t *threads, size_t wanted, struct work *work)
{
	pthread_attr_t attributes;
	size_t started = 0;

	if (pthread_attr_init(&attributes) != 0)
		return 0;
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	while (started < wanted && pthread_create(&threads[started], &attributes, take_names, work) == 0)
		started++;
	pthread_attr_destroy(&attributes);
	return started;
}

void mst_name_lookups_run(struct mst_name_lookups *lookups)
{
	struct work work = { .lookups = lookups, .until_ns = mst_now_ns() + MST_NAME_PATIENCE_NS };
	size_t wanted = lookups->count < MST_LOOKUPS_AT_ONCE ? lookups->count : MST_LOOKUPS_AT_ONCE, started;
	pthread_t threads[MST_LOOKUPS_AT_ONCE];
	sigset_t all, before;

	/* Signals are for the caller's thread. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	started = wanted > 1 ? start_threads(threads, wanted - 1, &work) : 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	take_names(&work);
	for (size_t i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}
