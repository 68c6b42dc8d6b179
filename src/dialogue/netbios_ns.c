/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * netbios_ns.c - NetBIOS name service (RFC 1002, 4.2.17): the status of the name *, which is the list of the host's
 * names with the kind of each. Samba gives zeros for its hardware address.
 */
#include <stdio.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { NAME_SIZE = 15, NAMES_MAX = 64, STATUS = 0x21 };

static const uint8_t request[] = "\x6d\x73\0\0\0\1\0\0\0\0\0\0 CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\1";

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, request, sizeof request - 1);
}

/* Head, name of 34 bytes, type, class, time to live, size: then the names. */
static bool open_status(const uint8_t *bytes, size_t size, struct mst_reader *r)
{
	uint16_t id, flags, questions, type;

	*r = mst_reader_over(bytes, size);
	id = mst_read_be16(r);
	flags = mst_read_be16(r);
	questions = mst_read_be16(r);
	mst_skip(r, 6 + 34);
	type = mst_read_be16(r);
	mst_skip(r, 2 + 4 + 2);
	return !r->short_read && id == 0x6d73 && flags & 0x8000 && !questions && type == STATUS;
}

static void put_name(struct mst_talk *talk, const uint8_t *name, uint8_t kind)
{
	size_t size = NAME_SIZE;
	char text[NAME_SIZE + 5];
	int length;

	while (size && (name[size - 1] == ' ' || !name[size - 1]))
		size--;
	memcpy(text, name, size);
	length = snprintf(text + size, 5, "<%02x>", kind);
	if (size && length > 0)
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, text, size + (size_t)length);
}

static enum mst_step read_status(struct mst_talk *talk, struct mst_heard *heard)
{
	static const uint8_t zeros[6];
	struct mst_reader r;
	const uint8_t *hardware;
	unsigned int count;

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!open_status(heard->bytes, heard->size, &r))
		return MST_STEP_NOT_MINE;
	count = mst_read_u8(&r);
	for (unsigned int i = 0; i < count && i < NAMES_MAX; i++) {
		const uint8_t *name = mst_read_bytes(&r, NAME_SIZE);
		uint8_t kind = mst_read_u8(&r);

		mst_skip(&r, 2);
		if (name && !r.short_read)
			put_name(talk, name, kind);
	}
	hardware = mst_read_bytes(&r, sizeof zeros);
	if (hardware && count && !memcmp(hardware, zeros, sizeof zeros))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Samba nmbd");
	return mst_finding_done(talk, "netbios-ns");
}

const struct mst_dialogue mst_dialogue_netbios_ns = {
	.name = "netbios-ns",
	.ports = "137",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_status,
};
