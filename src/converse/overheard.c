/* SPDX-License-Identifier: BSD-2-Clause */
/* overheard.c - see overheard.h. */
#include "converse/overheard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/service_draft.h"
#include "converse/overhear.h"

#define PLACES 256
#define BYTES 2048 /* of one: most have less than 700 */

struct place {
	uint64_t hash; /* 0: nothing is kept */
	uint16_t port, met, told;
	uint8_t proto;
	bool named;
	uint8_t bytes[BYTES]; /* what was met, then what it told, both packed */
};

struct mst_overheard {
	struct mst_matcher *matcher;
	size_t banner_most;
	uint64_t found;
	struct mst_service service;
	struct mst_service_draft draft;
	uint8_t met[MST_SERVICE_BYTES_MAX];
	struct place places[PLACES];
	struct mst_dialogue_ports ports;
};

int mst_overheard_new(struct mst_overheard **out, const struct mst_signatures *signatures, size_t banner_most,
                      struct mst_error *err)
{
	struct mst_overheard *overheard = calloc(1, sizeof *overheard);
	int code;

	*out = NULL;
	if (!overheard)
		return mst_fail(err, -ENOMEM, "no memory for services");
	overheard->banner_most = banner_most;
	mst_dialogue_ports_fill(&overheard->ports);
	code = mst_matcher_new(&overheard->matcher, signatures, err);
	if (code < 0)
		free(overheard);
	else
		*out = overheard;
	return code;
}

void mst_overheard_free(struct mst_overheard *overheard)
{
	if (overheard)
		mst_matcher_free(overheard->matcher);
	free(overheard);
}

/* Who makes two texts share a place makes them take longer, no more: bytes are compared. */
static uint64_t hash_of(const uint8_t *bytes, size_t size, uint64_t more)
{
	uint64_t hash = more ^ size, word;

	for (; size >= sizeof word; bytes += sizeof word, size -= sizeof word) {
		memcpy(&word, bytes, sizeof word);
		hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 29;
	}
	for (; size > 0; bytes++, size--)
		hash = (hash ^ *bytes) * UINT64_C(0x9e3779b97f4a7c15);
	return (hash ^ hash >> 32) | 1;
}

static bool is_same(const struct place *place, const struct mst_open_port *port, uint64_t hash, const uint8_t *met,
                    size_t size)
{
	return place->hash == hash && place->port == port->port && place->proto == port->proto && place->met == size &&
	       memcmp(place->bytes, met, size) == 0;
}

static bool name(struct mst_overheard *overheard, const struct mst_open_port *port, const struct mst_service *met)
{
	struct mst_service_text banner = met->of[MST_SERVICE_BANNER];
	struct mst_service_draft *draft = &overheard->draft;
	size_t size = banner.size < overheard->banner_most ? banner.size : overheard->banner_most;

	mst_draft_begin(draft);
	mst_draft_set(draft, MST_SERVICE_BANNER, banner.bytes, size);
	mst_draft_join(draft, met);
	return mst_overhear(overheard->matcher, &overheard->ports, port, banner.bytes, banner.size, draft);
}

static void keep(struct mst_overheard *overheard, struct place *place, const struct mst_open_port *port, size_t size,
                 uint64_t hash, bool named)
{
	uint8_t told[MST_SERVICE_BYTES_MAX];
	size_t count = mst_service_pack(told, &overheard->draft.service);

	if (size + count > BYTES)
		return;
	place->hash = hash;
	place->port = port->port;
	place->proto = port->proto;
	place->met = (uint16_t)size;
	place->told = (uint16_t)count;
	place->named = named;
	memcpy(place->bytes, overheard->met, size);
	memcpy(place->bytes + size, told, count);
}

const struct mst_service *mst_overheard_service(struct mst_overheard *overheard, const struct mst_open_port *port,
                                                const struct mst_service *met, bool *named)
{
	size_t size = mst_service_pack(overheard->met, met);
	uint64_t hash = hash_of(overheard->met, size, port->port | (uint64_t)port->proto << 16);
	struct place *place = &overheard->places[(hash >> 1) % PLACES];

	if (is_same(place, port, hash, overheard->met, size) &&
	    mst_service_unpack(&overheard->service, place->bytes + size, place->told)) {
		overheard->found++;
		*named = place->named;
		return &overheard->service;
	}
	*named = name(overheard, port, met);
	keep(overheard, place, port, size, hash, *named);
	return &overheard->draft.service;
}

uint64_t mst_overheard_found(const struct mst_overheard *overheard)
{
	return overheard->found;
}
