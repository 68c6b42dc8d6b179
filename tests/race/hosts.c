/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * hosts.c - several threads add, replace and name hosts, and one iterates over them all the time: what it copies is
 * complete, and memory of a removed host is never touched.
 */
#include <assert.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sanitize.h"
#include "listen/hosts.h"
#include "listen/kept_names.h"

#define WRITERS 3
#define ROUNDS 60000
#define HOSTS 300    /* kept */
#define SENDERS 1200 /* more than there is room for, so that hosts come and go */

static struct mst_hosts hosts;
static struct mst_kept_names *kept_names;
static _Atomic bool over;

/* Every fourth is in a VLAN, every seventh is a machine without an address. */
static struct mst_host_key key_of(uint32_t number)
{
	struct mst_addr addr = mst_addr_from_ipv4(0x0a000000 + number);
	struct mst_host_key key = mst_host_key_of(&addr);

	if (number % 7 == 0)
		key = mst_host_key_of_mac((uint8_t[6]){ 2, 0, 0, 0, (uint8_t)(number >> 8), (uint8_t)number });
	key.vlans = number % 4 == 0 ? 5 : 0;
	return key;
}

/* What is read is the name of the key, complete, however often others replace it in its place. */
static void keep_name(const struct mst_host_key *key, const char *name, bool write)
{
	const char *found;

	if (write)
		mst_kept_names_put(kept_names, key, name);
	found = mst_kept_names_get(kept_names, key);
	if (!found)
		return;
	assert(strcmp(found, name) == 0);
	mst_sanitize_release(found);
}

static void *write_them(void *user)
{
	unsigned ring = *(unsigned *)user;
	uint32_t state = ring + 1;

	for (uint64_t i = 1; i <= ROUNDS; i++) {
		uint32_t number;
		struct mst_host_key key;
		bool made;
		struct mst_host *host;
		char name[32];

		state = state * 1664525u + 1013904223u;
		number = (state >> 8) % SENDERS;
		key = key_of(number);
		snprintf(name, sizeof name, "host-%u", number);
		rcu_read_lock();
		host = mst_hosts_make(&hosts, ring, &key, i, &made);
		assert(host);
		mst_host_count_packet(host, i, 100);
		mst_host_add_port(host, (uint16_t)(number % 1000 + 1), false);
		mst_host_add_port(host, (uint16_t)(i % 7 + 1), true);
		mst_host_add_name(host, name);
		mst_host_add_name(host, i % 2 ? "odd" : "even");
		mst_host_add_mac(host, (uint8_t[6]){ 2, 0, 0, 0, (uint8_t)(number >> 8), (uint8_t)number });
		mst_host_add_service(host, MST_LISTEN_DNS);
		mst_host_note_port(host, NULL, i % 3 ? name : "Gi0/1", 7, &hosts.reclaiming);
		mst_sanitize_release(host);
		keep_name(&key, name, i % 16 == 0);
		rcu_read_unlock();
	}
	return NULL;
}

static void check(const struct mst_listen_host *heard)
{
	char name[32];

	snprintf(name, sizeof name, "host-%u", heard->mac[4] << 8 | heard->mac[5]);
	if (!heard->has_mac)
		return; /* copied while it was added */
	assert(!heard->switch_port || (heard->switch_vlan == 7 && (strcmp(heard->switch_port, name) == 0 ||
	                                                           strcmp(heard->switch_port, "Gi0/1") == 0)));
	assert(heard->port_count <= 8 && heard->bytes % 100 == 0);
	for (unsigned i = 0; i < MST_LISTEN_NAMES && heard->names[i]; i++) {
		const char *found = heard->names[i];

		assert(strcmp(found, name) == 0 || strcmp(found, "odd") == 0 || strcmp(found, "even") == 0);
	}
}

static uint64_t walk(void)
{
	struct mst_host *list[HOSTS];
	size_t count;

	rcu_read_lock();
	count = mst_hosts_list(&hosts, list, HOSTS);
	for (size_t i = 0; i < count; i++) {
		struct mst_listen_host heard;

		mst_sanitize_acquire(list[i]);
		mst_host_copy(list[i], &heard);
		check(&heard);
		mst_host_release_port(&heard);
		for (size_t before = 0; before < i; before++)
			assert(!mst_host_key_equal(&list[before]->key, &list[i]->key));
		mst_sanitize_release(list[i]);
	}
	rcu_read_unlock();
	return count;
}

static void *read_them(void *user)
{
	uint64_t *walks = user;

	while (!mst_load(&over, relaxed)) {
		walk();
		++*walks;
	}
	return NULL;
}

int main(void)
{
	pthread_t writers[WRITERS], reader;
	unsigned rings[WRITERS];
	uint64_t walks = 0, kept;

	kept_names = mst_kept_names_new();
	assert(kept_names);
	assert(mst_hosts_open(&hosts, HOSTS, WRITERS) == 0);
	assert(pthread_create(&reader, NULL, read_them, &walks) == 0);
	for (unsigned i = 0; i < WRITERS; i++) {
		rings[i] = i;
		assert(pthread_create(&writers[i], NULL, write_them, &rings[i]) == 0);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		pthread_join(writers[i], NULL);
	mst_store(&over, true, relaxed);
	pthread_join(reader, NULL);
	kept = walk();
	assert(kept == HOSTS && walks > 0);
	mst_hosts_close(&hosts);
	mst_kept_names_free(kept_names);
	printf("%d rounds by %d threads, %llu walks, %llu hosts kept\n", ROUNDS, WRITERS, (unsigned long long)walks,
	       (unsigned long long)kept);
	return 0;
}
