/* SPDX-License-Identifier: BSD-2-Clause */
/* dhcp_names.c - see dhcp_names.h. */
#include "listen/dhcp_names.h"

#include <stdlib.h>
#include <string.h>
#include <urcu-bp.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/sanitize.h"
#include "dissect/common/line.h"

#define PLACES 1024
#define NAME_BYTES 256

struct dhcp_name {
	struct rcu_head head;         /* after another entry has replaced it … */
	_Atomic uint64_t *reclaiming; /* … it is counted here until it is freed */
	uint8_t mac[6];
	char name[NAME_BYTES];
};

struct mst_dhcp_names {
	_Atomic(struct dhcp_name *) places[PLACES]; /* DHCP_NAME */
	_Atomic uint64_t reclaiming;
};

struct mst_dhcp_names *mst_dhcp_names_new(void)
{
	return calloc(1, sizeof(struct mst_dhcp_names));
}

void mst_dhcp_names_free(struct mst_dhcp_names *dhcp_names)
{
	for (size_t i = 0; dhcp_names && i < PLACES; i++)
		free(mst_load(&dhcp_names->places[i], acquire));
	while (dhcp_names && mst_load(&dhcp_names->reclaiming, acquire)) /* RECLAIMED: some milliseconds at most */
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
	free(dhcp_names);
}

static size_t place_of(const uint8_t mac[6])
{
	return ((size_t)mac[5] << 2 ^ (size_t)mac[4] << 4 ^ mac[3]) % PLACES;
}

static void free_entry(struct rcu_head *head)
{
	struct dhcp_name *entry = caa_container_of(head, struct dhcp_name, head);
	_Atomic uint64_t *reclaiming;

	mst_sanitize_acquire(entry);
	reclaiming = entry->reclaiming;
	free(entry);
	mst_sub(reclaiming, 1, release); /* RECLAIMED */
}

static bool is_same(const struct dhcp_name *entry, const uint8_t mac[6], const char *name)
{
	return entry && memcmp(entry->mac, mac, 6) == 0 && strcmp(entry->name, name) == 0;
}

void mst_dhcp_names_put(struct mst_dhcp_names *dhcp_names, const uint8_t mac[6], const uint8_t *name, size_t count)
{
	_Atomic(struct dhcp_name *) *place = &dhcp_names->places[place_of(mac)];
	struct dhcp_name *entry = malloc(sizeof *entry), *before;
	struct mst_line line;

	if (!entry)
		return;
	memcpy(entry->mac, mac, 6);
	line = mst_line_in(entry->name, sizeof entry->name);
	mst_line_text(&line, name, count);
	rcu_read_lock();
	before = mst_load(place, acquire); /* DHCP_NAME */
	if (is_same(before, mac, entry->name)) {
		free(entry);
		rcu_read_unlock();
		return;
	}
	before = atomic_exchange_explicit(place, entry, memory_order_acq_rel); /* DHCP_NAME */
	rcu_read_unlock();
	if (!before)
		return;
	before->reclaiming = &dhcp_names->reclaiming;
	mst_add(&dhcp_names->reclaiming, 1, relaxed);
	mst_sanitize_release(before);
	call_rcu(&before->head, free_entry);
}

const char *mst_dhcp_names_get(struct mst_dhcp_names *dhcp_names, const uint8_t mac[6])
{
	struct dhcp_name *entry = mst_load(&dhcp_names->places[place_of(mac)], acquire); /* DHCP_NAME */

	return entry && memcmp(entry->mac, mac, 6) == 0 ? entry->name : NULL;
}
