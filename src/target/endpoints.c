/* SPDX-License-Identifier: BSD-2-Clause */
/* endpoints.c - see muster/endpoints.h. */
#include <muster/endpoints.h>

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "target/adding.h"

#define ROOM_FIRST 256

struct endpoint {
	struct mst_addr addr;
	uint16_t port;
};

struct mst_endpoints {
	struct endpoint *items;
	size_t count, room;
	bool closed;
};

struct mst_endpoints *mst_endpoints_new(void)
{
	return calloc(1, sizeof(struct mst_endpoints));
}

void mst_endpoints_free(struct mst_endpoints *endpoints)
{
	if (endpoints)
		free(endpoints->items);
	free(endpoints);
}

static int compare(const void *a, const void *b)
{
	const struct endpoint *one = a, *other = b;
	int order = mst_addr_compare(&one->addr, &other->addr);

	return order ? order : one->port - other->port;
}

int mst_endpoints_add(struct mst_endpoints *endpoints, const struct mst_addr *addr, uint16_t port)
{
	if (endpoints->count == endpoints->room) {
		size_t room = endpoints->room ? endpoints->room * 2 : ROOM_FIRST;
		struct endpoint *items = reallocarray(endpoints->items, room, sizeof *items);

		if (!items)
			return -ENOMEM;
		endpoints->items = items;
		endpoints->room = room;
	}
	endpoints->items[endpoints->count++] = (struct endpoint){ *addr, port };
	return 0;
}

/* Whether they came in ascending order, each once, as the rows of a file do. */
static bool is_sorted(const struct mst_endpoints *endpoints)
{
	for (size_t i = 1; i < endpoints->count; i++) {
		if (compare(&endpoints->items[i - 1], &endpoints->items[i]) >= 0)
			return false;
	}
	return true;
}

void mst_endpoints_close(struct mst_endpoints *endpoints)
{
	size_t kept = 0;

	if (endpoints->closed)
		return;
	endpoints->closed = true;
	if (is_sorted(endpoints))
		return;
	qsort(endpoints->items, endpoints->count, sizeof *endpoints->items, compare);
	for (size_t i = 0; i < endpoints->count; i++) {
		if (i == 0 || compare(&endpoints->items[kept - 1], &endpoints->items[i]) != 0)
			endpoints->items[kept++] = endpoints->items[i];
	}
	endpoints->count = kept;
}

size_t mst_endpoints_count(const struct mst_endpoints *endpoints)
{
	return endpoints->count;
}

void mst_endpoints_at(const struct mst_endpoints *endpoints, size_t index, struct mst_addr *addr, uint16_t *port)
{
	*addr = endpoints->items[index].addr;
	*port = endpoints->items[index].port;
}

bool mst_endpoints_have(const struct mst_endpoints *endpoints, const struct mst_addr *addr, uint16_t port)
{
	const struct endpoint sought = { *addr, port };

	return endpoints->count > 0 &&
	       bsearch(&sought, endpoints->items, endpoints->count, sizeof sought, compare) != NULL;
}

int mst_endpoints_add_to(const struct mst_endpoints *endpoints, struct mst_targets *targets, struct mst_ports *ports,
                         struct mst_error *err)
{
	for (size_t i = 0; i < endpoints->count; i++) {
		const struct endpoint *item = &endpoints->items[i];
		bool again = i > 0 && mst_addr_equal(&item->addr, &endpoints->items[i - 1].addr);

		ports->bits[item->port / 64] |= UINT64_C(1) << item->port % 64;
		if (!again && mst_targets_add_interval(targets, &item->addr, &item->addr) < 0)
			return mst_fail(err, -ENOMEM, "no memory for %zu targets", endpoints->count);
	}
	return 0;
}
