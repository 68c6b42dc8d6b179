/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_roll.c - a million questions in flight, one sender and one receiver; goal: 60 ns to arm and settle one.
 *
 * For comparison liburcu's lock-free hash table (cds_lfht) with pooled nodes, found by address and port.
 */
#include "bench.h"

#define RCU_MEMBARRIER
#include <pthread.h>
#include <urcu.h>
#include <urcu/rculfhash.h>

#include "base/siphash.h"
#include "track/roll.h"

#define OUTSTANDING (1u << 20)
#define QUESTIONS (4u << 20)

struct node {
	struct cds_lfht_node link;
	uint64_t key;
};

struct fixture {
	struct mst_roll roll;
	struct cds_lfht *table;
	struct node *nodes;
	_Atomic uint32_t armed, settled;
	void (*ask)(struct fixture *fixture, uint32_t number);
	void (*answer)(struct fixture *fixture, uint32_t number);
	double ask_ns, answer_ns;
};

static void ask_roll(struct fixture *fixture, uint32_t number)
{
	struct mst_addr addr = mst_addr_from_ipv4(number);

	mst_roll_arm(&fixture->roll, &addr, 443, number);
}

static void answer_roll(struct fixture *fixture, uint32_t number)
{
	struct mst_addr addr = mst_addr_from_ipv4(number);
	struct mst_settlement settlement;

	if (mst_roll_settle(&fixture->roll, number & (2 * OUTSTANDING - 1), &addr, 443, 1, MST_STANDING_BEST,
	                    &settlement) != MST_SETTLED_FIRST)
		abort();
}

static unsigned long hash_of(uint64_t key)
{
	static const struct mst_key secret = { { 1, 2 } };

	return mst_siphash(&secret, &key, 1);
}

static int is_key(struct cds_lfht_node *link, const void *key)
{
	return caa_container_of(link, struct node, link)->key == *(const uint64_t *)key;
}

static void ask_table(struct fixture *fixture, uint32_t number)
{
	struct node *node = &fixture->nodes[number];

	node->key = (uint64_t)number << 16 | 443;
	rcu_read_lock();
	cds_lfht_add(fixture->table, hash_of(node->key), &node->link);
	rcu_read_unlock();
}

static void answer_table(struct fixture *fixture, uint32_t number)
{
	uint64_t key = (uint64_t)number << 16 | 443;
	struct cds_lfht_iter found;

	rcu_read_lock();
	cds_lfht_lookup(fixture->table, hash_of(key), is_key, &key, &found);
	if (!cds_lfht_iter_get_node(&found) || cds_lfht_del(fixture->table, cds_lfht_iter_get_node(&found)))
		abort();
	rcu_read_unlock();
}

/* Stays at most a million questions and some batches ahead. Time spent waiting for the other side is not counted. */
static void *send_all(void *argument)
{
	struct fixture *fixture = argument;
	double busy = 0;

	rcu_register_thread();
	for (uint32_t number = 0; number < QUESTIONS; number += 4096) {
		double start;

		while (number + 4096 - mst_load(&fixture->settled, acquire) > OUTSTANDING + 65536)
			caa_cpu_relax();
		start = bench_seconds();
		for (uint32_t i = 0; i < 4096; i++)
			fixture->ask(fixture, number + i);
		busy += bench_seconds() - start;
		mst_store(&fixture->armed, number + 4096, release);
	}
	rcu_unregister_thread();
	fixture->ask_ns = busy * 1e9 / QUESTIONS;
	return NULL;
}

static void *receive_all(void *argument)
{
	struct fixture *fixture = argument;
	double busy = 0;

	rcu_register_thread();
	for (uint32_t number = 0; number < QUESTIONS; number += 4096) {
		uint32_t needed = number + OUTSTANDING < QUESTIONS ? number + OUTSTANDING : QUESTIONS;
		double start;

		while (mst_load(&fixture->armed, acquire) < needed)
			caa_cpu_relax();
		start = bench_seconds();
		for (uint32_t i = 0; i < 4096; i++) /* out of order, as answers are */
			fixture->answer(fixture, number + (i * 1103 & 4095));
		busy += bench_seconds() - start;
		mst_store(&fixture->settled, number + 4096, release);
	}
	rcu_unregister_thread();
	fixture->answer_ns = busy * 1e9 / QUESTIONS;
	return NULL;
}

static void run(struct fixture *fixture, const char *name)
{
	pthread_t sender, receiver;

	mst_store(&fixture->armed, 0, relaxed);
	mst_store(&fixture->settled, 0, relaxed);
	if (pthread_create(&sender, NULL, send_all, fixture) || pthread_create(&receiver, NULL, receive_all, fixture))
		abort();
	pthread_join(sender, NULL);
	pthread_join(receiver, NULL);
	printf("%-36s in %6.1f + out %6.1f = %6.1f ns\n", name, fixture->ask_ns, fixture->answer_ns,
	       fixture->ask_ns + fixture->answer_ns);
}

static uint64_t expire(void *user, uint64_t count)
{
	struct fixture *fixture = user;
	struct mst_roll *roll = &fixture->roll;
	struct mst_due due;

	for (uint64_t i = 0; i < count; i++)
		ask_roll(fixture, (uint32_t)i);
	while (mst_roll_due(roll, 1000000000, &due))
		mst_roll_give_up(roll, &due, MST_STANDING_SILENT);
	return roll->head;
}

int main(void)
{
	struct fixture fixture = { .ask = ask_roll, .answer = answer_roll };

	if (mst_roll_open(&fixture.roll, 2 * OUTSTANDING, false, 1000000, 1) < 0)
		return 1;
	for (int i = 0; i < 3; i++) {
		fixture.roll.head = fixture.roll.cursor[1] = fixture.roll.cursor[2] = 0;
		run(&fixture, "roll: arm + settle");
	}
	bench_run("roll: arm + expire", expire, &fixture, OUTSTANDING);
	mst_roll_close(&fixture.roll);
	fixture.ask = ask_table;
	fixture.answer = answer_table;
	fixture.nodes = calloc(QUESTIONS,
	                       sizeof *fixture.nodes); /* no node is used twice, so there are no grace periods */
	fixture.table = cds_lfht_new(OUTSTANDING, OUTSTANDING, OUTSTANDING, 0, NULL);
	if (!fixture.nodes || !fixture.table)
		return 1;
	run(&fixture, "cds_lfht: add + lookup and delete");
	cds_lfht_destroy(fixture.table, NULL);
	free(fixture.nodes);
	return 0;
}
