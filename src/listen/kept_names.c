/* SPDX-License-Identifier: BSD-2-Clause */
/* kept_names.c - see kept_names.h. */
#include "listen/kept_names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/sanitize.h"
#include "base/siphash.h"
#include "listen/reclaim.h"

#define PLACES 1024

struct kept_name {
	struct mst_reclaimed reclaimed; /* after another entry has replaced it */
	struct mst_host_key key;
	char name[MST_LISTEN_NAME];
};

struct mst_kept_names {
	struct mst_key key;                         /* secret: senders cannot choose keys of one place */
	_Atomic(struct kept_name *) places[PLACES]; /* KEPT_NAME */
	_Atomic uint64_t reclaiming;
};

struct mst_kept_names *mst_kept_names_new(void)
{
	struct mst_kept_names *names = calloc(1, sizeof *names);

	if (names && getrandom(&names->key, sizeof names->key, 0) != (ssize_t)sizeof names->key) {
		free(names);
		return NULL;
	}
	return names;
}

void mst_kept_names_free(struct mst_kept_names *names)
{
	for (size_t i = 0; names && i < PLACES; i++)
		free(mst_load(&names->places[i], acquire));
	if (names)
		mst_reclaim_wait(&names->reclaiming);
	free(names);
}

static size_t place_of(const struct mst_kept_names *names, const struct mst_host_key *key)
{
	const uint64_t words[4] = { key->addr[0], key->addr[1], key->kind, key->vlans };

	return mst_siphash(&names->key, words, 4) % PLACES;
}

static bool is_key(const struct kept_name *entry, const struct mst_host_key *key)
{
	return entry && mst_host_key_equal(&entry->key, key);
}

void mst_kept_names_put(struct mst_kept_names *names, const struct mst_host_key *key, const char *name)
{
	_Atomic(struct kept_name *) *place = &names->places[place_of(names, key)];
	struct kept_name *entry, *before;
	bool same;

	rcu_read_lock();
	before = mst_load(place, acquire); /* KEPT_NAME */
	same = is_key(before, key) && strncmp(before->name, name, sizeof before->name - 1) == 0;
	if (before)
		mst_sanitize_release(before->name);
	rcu_read_unlock();
	entry = same ? NULL : malloc(sizeof *entry);
	if (!entry)
		return;
	entry->key = *key;
	snprintf(entry->name, sizeof entry->name, "%s", name);
	before = atomic_exchange_explicit(place, entry, memory_order_acq_rel); /* KEPT_NAME */
	if (before)
		mst_reclaim(&before->reclaimed, before->name, &names->reclaiming);
}

const char *mst_kept_names_get(struct mst_kept_names *names, const struct mst_host_key *key)
{
	struct kept_name *entry = mst_load(&names->places[place_of(names, key)], acquire); /* KEPT_NAME */

	if (is_key(entry, key))
		return entry->name;
	if (entry)
		mst_sanitize_release(entry->name);
	return NULL;
}
