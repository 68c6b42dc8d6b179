/* callnames.c - see callnames.h. */
#include "listen/callnames.h"

#include <stdlib.h>
#include <string.h>
#include <urcu-bp.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "base/sanitize.h"
#include "dissect/line.h"

#define PLACES 1024
#define NAME_BYTES 256

struct called {
	struct rcu_head head;          /* after another has taken its place … */
	_Atomic uint64_t *leaving;     /* … which is counted here until it is freed */
	uint8_t mac[6];
	char name[NAME_BYTES];
};

struct mst_callnames {
	_Atomic(struct called *) places[PLACES]; /* CALLED */
	_Atomic uint64_t leaving;
};

struct mst_callnames *mst_callnames_new(void)
{
	return calloc(1, sizeof(struct mst_callnames));
}

void mst_callnames_free(struct mst_callnames *callnames)
{
	for (size_t i = 0; callnames && i < PLACES; i++)
		free(mst_load(&callnames->places[i], acquire));
	while (callnames && mst_load(&callnames->leaving, acquire)) /* LEFT: some milliseconds at most */
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
	free(callnames);
}

static size_t place_of(const uint8_t mac[6])
{
	return ((size_t)mac[5] << 2 ^ (size_t)mac[4] << 4 ^ mac[3]) % PLACES;
}

static void free_called(struct rcu_head *head)
{
	struct called *called = caa_container_of(head, struct called, head);
	_Atomic uint64_t *leaving;

	mst_sanitize_acquire(called);
	leaving = called->leaving;
	free(called);
	mst_sub(leaving, 1, release); /* LEFT */
}

static bool is_same(const struct called *called, const uint8_t mac[6], const char *name)
{
	return called && memcmp(called->mac, mac, 6) == 0 && strcmp(called->name, name) == 0;
}

void mst_callnames_put(struct mst_callnames *callnames, const uint8_t mac[6], const uint8_t *name, size_t count)
{
	_Atomic(struct called *) *place = &callnames->places[place_of(mac)];
	struct called *called = malloc(sizeof *called), *before;
	struct mst_line line;

	if (!called)
		return;
	memcpy(called->mac, mac, 6);
	line = mst_line_in(called->name, sizeof called->name);
	mst_line_text(&line, name, count);
	rcu_read_lock();
	before = mst_load(place, acquire); /* CALLED */
	if (is_same(before, mac, called->name)) {
		free(called);
		rcu_read_unlock();
		return;
	}
	before = atomic_exchange_explicit(place, called, memory_order_acq_rel); /* CALLED */
	rcu_read_unlock();
	if (!before)
		return;
	before->leaving = &callnames->leaving;
	mst_add(&callnames->leaving, 1, relaxed);
	mst_sanitize_release(before);
	call_rcu(&before->head, free_called);
}

const char *mst_callnames_get(struct mst_callnames *callnames, const uint8_t mac[6])
{
	struct called *called = mst_load(&callnames->places[place_of(mac)], acquire); /* CALLED */

	return called && memcmp(called->mac, mac, 6) == 0 ? called->name : NULL;
}
