/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * outbox.c - several producers, one reporter: every verdict arrives exactly once, in the order of its producer; of
 * every other producer also plain silence, as bits.
 */
#include <pthread.h>
#include <sched.h>
#include <stdio.h>

#include "round/outbox.h"

#define PRODUCERS 4u
#define RESULTS 100000u

struct producer {
	struct mst_outbox outbox;
	uint16_t index;
	pthread_t thread;
};

static void *produce(void *argument)
{
	struct producer *producer = argument;

	for (uint32_t number = 0; number < RESULTS; number++) {
		struct mst_result result = { .addr = mst_addr_from_ipv4(number), .port = producer->index };
		struct mst_note note = { .lane = number };

		while (mst_outbox_is_full(&producer->outbox))
			sched_yield();
		if (!mst_outbox_put(&producer->outbox, &result, producer->index % 2 ? &note : NULL))
			return NULL; /* the count will show it */
		if (producer->index % 2 == 0 && !mst_outbox_put_silent(&producer->outbox, number, 1))
			return NULL;
		if (number % 97 == 0)
			mst_outbox_flush(&producer->outbox);
	}
	mst_outbox_flush(&producer->outbox);
	return NULL;
}

/* Returns how many results of a batch were not the next of their producer; adds its silence. */
static uint32_t take(const struct mst_batch *batch, uint32_t next[PRODUCERS], uint32_t *silent)
{
	uint32_t wrong = 0, bits = 0;

	for (uint32_t i = 0; i < batch->words; i++)
		bits += (unsigned)__builtin_popcountll(batch->silence[i].bits);
	wrong += bits != batch->silent;
	*silent += bits;

	for (uint32_t i = 0; i < batch->count; i++) {
		const struct mst_result *result = &batch->results[i];
		uint32_t number = mst_addr_ipv4(&result->addr);

		wrong += number != next[result->port]++;
		wrong += batch->amends != (result->port % 2 == 1);
		wrong += batch->amends && batch->notes[i].lane != number;
	}
	return wrong;
}

static uint32_t report(struct mst_inbox *inbox, uint32_t next[PRODUCERS], uint32_t *silent)
{
	uint32_t wrong = 0;

	for (;;) {
		bool closed = mst_load(&inbox->closed, acquire);
		struct mst_batch *batch = mst_inbox_take(inbox);

		if (batch) {
			wrong += take(batch, next, silent);
			mst_inbox_give_back(batch);
		} else if (closed) {
			return wrong;
		} else {
			mst_inbox_wait(inbox, UINT64_C(1000000000));
		}
	}
}

struct reporter {
	struct mst_inbox inbox;
	uint32_t next[PRODUCERS], wrong, silent;
};

static void *run_reporter(void *argument)
{
	struct reporter *reporter = argument;

	reporter->wrong = report(&reporter->inbox, reporter->next, &reporter->silent);
	return NULL;
}

static int check(const struct reporter *reporter, struct producer producers[PRODUCERS])
{
	int failed = reporter->wrong != 0 || reporter->silent != RESULTS * PRODUCERS / 2;

	for (uint32_t i = 0; i < PRODUCERS; i++) {
		printf("producer %u: %u of %u, %u batches made\n", i, reporter->next[i], RESULTS,
		       producers[i].outbox.made);
		failed |= reporter->next[i] != RESULTS || producers[i].outbox.made > MST_BATCHES_OUT + 2;
	}
	printf("%u out of place\n", reporter->wrong);
	return failed;
}

int main(void)
{
	static struct producer producers[PRODUCERS];
	struct reporter reporter = { 0 };
	pthread_t reporter_thread;
	int failed;

	if (mst_inbox_open(&reporter.inbox) < 0)
		return 1;
	for (uint16_t i = 0; i < PRODUCERS; i++) {
		producers[i].index = i;
		mst_outbox_open(&producers[i].outbox, &reporter.inbox, i % 2 == 1);
	}
	if (pthread_create(&reporter_thread, NULL, run_reporter, &reporter))
		return 1;
	for (uint32_t i = 0; i < PRODUCERS; i++) {
		if (pthread_create(&producers[i].thread, NULL, produce, &producers[i]))
			return 1;
	}
	for (uint32_t i = 0; i < PRODUCERS; i++)
		pthread_join(producers[i].thread, NULL);
	mst_inbox_end(&reporter.inbox);
	pthread_join(reporter_thread, NULL);
	failed = check(&reporter, producers);
	for (uint32_t i = 0; i < PRODUCERS; i++)
		mst_outbox_close(&producers[i].outbox);
	mst_inbox_close(&reporter.inbox);
	return failed;
}
