/* SPDX-License-Identifier: BSD-2-Clause */
/* alike.c - see alike.h. */
#include "import/alike.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"

/* The first port of the set from this one on. */
static unsigned port_from(const struct mst_ports *ports, unsigned port)
{
	while (port < MST_NO_PORT) {
		uint64_t bits = ports->bits[port / 64] >> port % 64;

		if (bits)
			return port + (unsigned)__builtin_ctzll(bits);
		port = (port / 64 + 1) * 64;
	}
	return MST_NO_PORT;
}

static int read_list(struct mst_ports *ports, const struct mst_texts *texts, const struct mst_text_place *place,
                     struct mst_error *err)
{
	char *list = malloc((size_t)place->length + 1);
	int code;

	if (!list)
		return mst_fail(err, -ENOMEM, "no memory for a list of ports");
	code = mst_texts_read(texts, place->at, list, place->length, err);
	list[code < 0 ? 0 : place->length] = '\0';
	if (code == 0 && !mst_gather_read_ports(ports, list))
		code = mst_fail(err, -EBADMSG, "a list of ports that is none");
	free(list);
	return code;
}

int mst_alikes_add(struct mst_alikes *alikes, const struct mst_result *mark, const struct mst_texts *texts,
                   const struct mst_ports *asked, struct mst_error *err)
{
	struct mst_alike *alike = &alikes->all[alikes->count];
	struct mst_text_place place;
	int code = 0;

	memcpy(&place, mark->from.bytes, sizeof place);
	if (alikes->count == MST_ALIKES_MAX || (!place.length && !asked))
		return 0;
	*alike = (struct mst_alike){ .like = *mark, .ports = calloc(1, sizeof *alike->ports) };
	if (!alike->ports)
		return mst_fail(err, -ENOMEM, "no memory for ports");
	alikes->count++;
	alike->like.was = 0;
	alike->like.from = place.answered ? mark->addr : (struct mst_addr){ 0 };
	if (place.length)
		code = read_list(alike->ports, texts, &place, err);
	else
		memcpy(alike->ports->bits, asked->bits, sizeof asked->bits);
	alike->next = port_from(alike->ports, 0);
	return code;
}

unsigned mst_alikes_port(const struct mst_alikes *alikes)
{
	unsigned lowest = MST_NO_PORT;

	for (size_t i = 0; i < alikes->count; i++)
		lowest = alikes->all[i].next < lowest ? alikes->all[i].next : lowest;
	return lowest;
}

/* One that several claim is handed out once for each protocol. */
bool mst_alikes_take(struct mst_alikes *alikes, struct mst_result *row)
{
	unsigned port = mst_alikes_port(alikes);

	for (size_t i = 0; i < alikes->count && port < MST_NO_PORT; i++) {
		struct mst_alike *alike = &alikes->all[i];

		if (alike->next != port)
			continue;
		*row = alike->like;
		row->port = (uint16_t)port;
		mst_alikes_skip(alikes, row);
		return true;
	}
	return false;
}

void mst_alikes_skip(struct mst_alikes *alikes, const struct mst_result *row)
{
	for (size_t i = 0; i < alikes->count; i++) {
		struct mst_alike *alike = &alikes->all[i];

		if (row->about_port && alike->like.proto == row->proto && alike->next == row->port)
			alike->next = port_from(alike->ports, row->port + 1U);
	}
}

void mst_alikes_clear(struct mst_alikes *alikes)
{
	for (size_t i = 0; i < alikes->count; i++)
		free(alikes->all[i].ports);
	alikes->count = 0;
}
