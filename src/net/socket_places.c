/* SPDX-License-Identifier: BSD-2-Clause */
/* socket_places.c - see socket_places.h. */
#include "net/socket_places.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

int mst_socket_places_open(struct mst_socket_places *places, uint32_t size)
{
	uint32_t buckets = 64;

	while (buckets < size)
		buckets *= 2;
	*places = (struct mst_socket_places){
		.of = calloc(size, sizeof *places->of),
		.size = size,
		.live = { MST_NO_SOCKET, MST_NO_SOCKET },
		.over = { MST_NO_SOCKET, MST_NO_SOCKET },
		.heads = malloc(buckets * sizeof *places->heads),
		.mask = buckets - 1,
	};
	if (!places->of || !places->heads)
		return -ENOMEM;
	memset(places->heads, 0xff, buckets * sizeof *places->heads);
	for (uint32_t i = 0; i < size; i++) {
		places->of[i].asked.fd = -1;
		places->of[i].newer = i + 1 < size ? i + 1 : MST_NO_SOCKET;
	}
	return 0;
}

void mst_socket_places_close(struct mst_socket_places *places)
{
	free(places->of);
	free(places->heads);
	places->of = NULL;
	places->heads = NULL;
}

/* ---- questions ---- */

/* Where the frame has address and, for TCP and UDP, the port of the question; all lanes write them alike. */
static const uint8_t *target_of(const struct mst_asked_socket *asked, size_t *bytes, uint16_t *port)
{
	bool ipv6 = asked->bytes[0] >> 4 == 6;
	const uint8_t *transport = asked->bytes + (ipv6 ? 40 : 20);
	bool has_port = asked->proto == IPPROTO_TCP || asked->proto == IPPROTO_UDP;

	*bytes = ipv6 ? 16 : 4;
	*port = 0;
	if (has_port)
		*port = (uint16_t)(transport[2] << 8 | transport[3]);
	return asked->bytes + (ipv6 ? 24 : 16);
}

static bool is_same(const struct mst_asked_socket *one, const struct mst_asked_socket *other)
{
	size_t bytes, other_bytes;
	uint16_t port, other_port;
	const uint8_t *target = target_of(one, &bytes, &port),
		      *other_target = target_of(other, &other_bytes, &other_port);

	return one->proto == other->proto && bytes == other_bytes && port == other_port &&
	       one->ifindex == other->ifindex && memcmp(target, other_target, bytes) == 0;
}

/* Slots count up; the purpose is in their highest bits. */
static uint32_t *head_of(const struct mst_socket_places *places, uint32_t slot)
{
	return &places->heads[(slot * 2654435761u >> 7) & places->mask];
}

uint32_t mst_socket_places_next(const struct mst_socket_places *places, uint32_t slot, uint32_t at)
{
	at = at == MST_NO_SOCKET ? *head_of(places, slot) : places->of[at].next_alike;
	while (at != MST_NO_SOCKET && (places->of[at].over || places->of[at].asked.slot != slot))
		at = places->of[at].next_alike;
	return at;
}

uint32_t mst_socket_places_find(const struct mst_socket_places *places, const struct mst_asked_socket *asked)
{
	uint32_t at = mst_socket_places_next(places, asked->slot, MST_NO_SOCKET);

	while (at != MST_NO_SOCKET && !is_same(&places->of[at].asked, asked))
		at = mst_socket_places_next(places, asked->slot, at);
	return at;
}

/* ---- the order of time ---- */

static struct mst_socket_order *order_of(struct mst_socket_places *places, const struct mst_socket_place *place)
{
	return place->over ? &places->over : &places->live;
}

static void leave(struct mst_socket_places *places, const struct mst_socket_place *place)
{
	struct mst_socket_order *order = order_of(places, place);

	*(place->older == MST_NO_SOCKET ? &order->oldest : &places->of[place->older].newer) = place->newer;
	*(place->newer == MST_NO_SOCKET ? &order->newest : &places->of[place->newer].older) = place->older;
}

/* As the newest. */
static void enter(struct mst_socket_places *places, uint32_t at)
{
	struct mst_socket_place *place = &places->of[at];
	struct mst_socket_order *order = order_of(places, place);

	place->older = order->newest;
	place->newer = MST_NO_SOCKET;
	*(order->newest == MST_NO_SOCKET ? &order->oldest : &places->of[order->newest].newer) = at;
	order->newest = at;
}

/* ---- places ---- */

uint32_t mst_socket_places_fill(struct mst_socket_places *places, const struct mst_asked_socket *asked)
{
	uint32_t at = places->free, *head = head_of(places, asked->slot);
	struct mst_socket_place *place = &places->of[at];

	places->free = place->newer;
	place->asked = *asked;
	place->over = false;
	place->number++;
	place->next_alike = *head;
	*head = at;
	enter(places, at);
	places->used++;
	places->asking++;
	return at;
}

int mst_socket_places_free(struct mst_socket_places *places, uint32_t at)
{
	struct mst_socket_place *place = &places->of[at];
	uint32_t *link = head_of(places, place->asked.slot);
	int fd = place->asked.fd;

	while (*link != at)
		link = &places->of[*link].next_alike;
	*link = place->next_alike;
	leave(places, place);
	place->asked.fd = -1;
	place->newer = places->free;
	places->free = at;
	places->used--;
	places->asking -= !place->over;
	return fd;
}

void mst_socket_places_renew(struct mst_socket_places *places, uint32_t at, const struct mst_asked_socket *asked)
{
	struct mst_socket_place *place = &places->of[at];
	int fd = place->asked.fd;

	place->asked = *asked;
	place->asked.fd = fd;
	leave(places, place);
	enter(places, at);
}

void mst_socket_places_end(struct mst_socket_places *places, uint32_t slot)
{
	uint32_t at;

	while ((at = mst_socket_places_next(places, slot, MST_NO_SOCKET)) != MST_NO_SOCKET) {
		leave(places, &places->of[at]);
		places->of[at].over = true;
		enter(places, at);
		places->asking--;
	}
}
