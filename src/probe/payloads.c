/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * payloads.c - see payloads.h. Every port has an index into a list of payloads; index 0 is the empty payload.
 *
 *     of_port   0  0 ... 2 ... 0  2 ... 1        by port
 *               |        |
 *     list     ""  "muster\r\n"  "ms\0\0..."     in the order of the text
 */
#include "probe/payloads.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/whole_file.h"
#include "probe/payload_text.h"
#include "wire/checksum.h"

#define FILE_MAX_BYTES (1024 * 1024)
#define LIST_MAX (UINT16_MAX + 1u) /* an index of of_port has 16 bits */

struct mst_payloads {
	struct mst_payload *list;
	uint32_t count, room;
	uint16_t of_port[UINT16_MAX + 1];
	uint16_t any_ports[MST_ANY_PORTS_MAX];
	unsigned any_count;
};

static bool make_room(struct mst_payloads *payloads)
{
	uint32_t room = payloads->room ? payloads->room * 2 : 64;
	struct mst_payload *list;

	if (payloads->count < payloads->room)
		return true;
	list = realloc(payloads->list, room * sizeof *list);
	if (!list)
		return false;
	payloads->list = list;
	payloads->room = room;
	return true;
}

/* Puts a copy at the end of the list. */
static bool append(struct mst_payloads *payloads, const struct mst_payload_entry *entry)
{
	uint16_t count = entry->count;
	uint8_t *copy = make_room(payloads) ? malloc(count + 1u)
	                                    : NULL; /* also for an empty one: its address is not NULL */

	if (!copy)
		return false;
	memcpy(copy, entry->bytes, count);
	memset(copy + entry->identifier.at, 0, entry->identifier.count);
	payloads->list[payloads->count++] = (struct mst_payload){
		.bytes = copy,
		.count = count,
		.sum = mst_sum_bytes(0, copy, count),
		.any_port = entry->any_port,
		.identifier = entry->identifier,
	};
	return true;
}

/* Whether the service of a port answers from a new one. False when too many do. */
static bool note_any_port(struct mst_payloads *payloads, uint16_t port, bool any_port)
{
	for (unsigned i = 0; i < payloads->any_count; i++) {
		if (payloads->any_ports[i] == port)
			payloads->any_ports[i--] = payloads->any_ports[--payloads->any_count];
	}
	if (!any_port)
		return true;
	if (payloads->any_count == MST_ANY_PORTS_MAX)
		return false;
	payloads->any_ports[payloads->any_count++] = port;
	return true;
}

static bool assign(struct mst_payloads *payloads, const struct mst_ports *ports, uint16_t place)
{
	bool any_port = payloads->list[place].any_port;

	for (uint32_t word = 0; word < sizeof ports->bits / sizeof ports->bits[0]; word++) {
		for (uint64_t bits = ports->bits[word]; bits; bits &= bits - 1) {
			uint16_t port = (uint16_t)(word * 64 + (uint32_t)__builtin_ctzll(bits));

			payloads->of_port[port] = place;
			if (!note_any_port(payloads, port, any_port))
				return false;
		}
	}
	return true;
}

static int add_entry(struct mst_payloads *payloads, const struct mst_text_source *text,
                     const struct mst_payload_entry *entry)
{
	uint32_t place = entry->count ? payloads->count : 0;

	if (place == LIST_MAX)
		return mst_text_source_fail(text, -EINVAL, "too many payloads; expected at most 65535");
	if (place && !append(payloads, entry))
		return mst_text_source_fail(text, -ENOMEM, "no memory for its payload");
	if (!assign(payloads, &entry->ports, (uint16_t)place))
		return mst_text_source_fail(text, -EINVAL, "too many ports with any-port; expected at most 16 in all");
	return 0;
}

int mst_payloads_read(struct mst_payloads *payloads, const char *name, const char *text, size_t count,
                      struct mst_error *err)
{
	struct mst_text_source reading;
	struct mst_payload_entry entry;
	int code = mst_text_source_begin(&reading, name, text, count, err);

	if (code < 0)
		return code;
	while ((code = mst_payload_text_next(&reading, &entry)) > 0) {
		code = add_entry(payloads, &reading, &entry);
		if (code < 0)
			break;
	}
	return code;
}

int mst_payloads_add_file(struct mst_payloads *payloads, const char *path, struct mst_error *err)
{
	char *text;
	size_t count;
	int code = mst_file_read_whole(&text, &count, path, FILE_MAX_BYTES, "a list of payloads", err);

	if (code == 0)
		code = mst_payloads_read(payloads, path, text, count, err);
	free(text);
	return code;
}

int mst_payloads_new_empty(struct mst_payloads **out, struct mst_error *err)
{
	static const struct mst_payload_entry nothing;
	struct mst_payloads *payloads = calloc(1, sizeof *payloads);

	*out = NULL;
	if (!payloads || !append(payloads, &nothing)) {
		mst_payloads_free(payloads);
		return mst_fail(err, -ENOMEM, "no memory for UDP payloads");
	}
	*out = payloads;
	return 0;
}

int mst_payloads_new(struct mst_payloads **out, struct mst_error *err)
{
	int code = mst_payloads_new_empty(out, err);

	if (code == 0)
		code = mst_payloads_read(*out, "built-in payloads", mst_payloads_builtin, mst_payloads_builtin_size,
		                         err);
	if (code < 0) {
		mst_payloads_free(*out);
		*out = NULL;
	}
	return code;
}

const struct mst_payload *mst_payload_for(const struct mst_payloads *payloads, uint16_t port)
{
	return payloads->list + payloads->of_port[port];
}

const uint16_t *mst_payloads_any_port(const struct mst_payloads *payloads, unsigned *count)
{
	*count = payloads->any_count;
	return payloads->any_ports;
}

uint64_t mst_payloads_hash(const struct mst_payloads *payloads, const uint16_t *ports, uint32_t count)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (uint32_t i = 0; i < count; i++) {
		const struct mst_payload *payload = mst_payload_for(payloads, ports[i]);
		const uint8_t head[] = { (uint8_t)(ports[i] >> 8), (uint8_t)ports[i], (uint8_t)(payload->count >> 8),
			                 (uint8_t)payload->count };

		for (size_t b = 0; b < sizeof head + payload->count; b++) {
			hash ^= b < sizeof head ? head[b] : payload->bytes[b - sizeof head];
			hash *= UINT64_C(0x100000001b3);
		}
	}
	return hash;
}

void mst_payloads_free(struct mst_payloads *payloads)
{
	if (!payloads)
		return;
	for (uint32_t i = 0; i < payloads->count; i++)
		free((void *)payloads->list[i].bytes);
	free(payloads->list);
	free(payloads);
}
