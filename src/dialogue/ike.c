/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ike.c - IKE: main mode of version 1 (RFC 2409, 5) with a proposal, whose answer has vendor IDs; then version 2 (RFC
 * 7296, 1.2) with a key of a group that was not proposed, so that the responder asks for another and keeps no state.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "wire/bytes.h"

enum { PHASE_V1 = 0, PHASE_V2 = 1, HEAD = 28, PAYLOAD_VENDOR_V1 = 13, PAYLOAD_VENDOR_V2 = 43, NAT_PORT = 4500 };
enum { TRANSFORMS = 8, TRANSFORM_SIZE = 36, PAYLOADS_MAX = 32 };

static const uint8_t cookie[8] = { 'm', 'u', 's', 't', 'e', 'r', 0x49, 0x4b };

static const struct {
	uint8_t id[8];
	const char *product, *word;
} vendors[] = {
	{ { 0x88, 0x2f, 0xe5, 0x6d, 0x6f, 0xd2, 0x0d, 0xbc }, "strongSwan", NULL },
	{ { 0x1e, 0x2b, 0x51, 0x69, 0x05, 0x99, 0x1c, 0x7d }, "Microsoft Windows IKE", NULL },
	{ { 0x12, 0xf5, 0xf2, 0x8c, 0x45, 0x71, 0x68, 0xa9 }, NULL, "Cisco-Unity" },
	{ { 0x09, 0x00, 0x26, 0x89, 0xdf, 0xd6, 0xb7, 0x12 }, NULL, "XAUTH" },
	{ { 0xaf, 0xca, 0xd7, 0x13, 0x68, 0xa1, 0xf1, 0xc9 }, NULL, "DPD" },
	{ { 0x4a, 0x13, 0x1c, 0x81, 0x07, 0x03, 0x58, 0x45 }, NULL, "NAT-T" },
};

/* One transform: its cipher with the size of its key, hash, authentication, group, an hour. */
static void put_transform(struct mst_talk *talk, uint8_t number)
{
	uint8_t bits = number & 1 ? 14 : 2;             /* group */
	uint8_t method = number & 2 ? 3 : 1;            /* RSA, or a key that both have */
	uint8_t hash = number & 4 ? 4 : 2;              /* SHA-256, SHA-1 */
	uint8_t more = number + 1 < TRANSFORMS ? 3 : 0; /* another transform follows */
	const uint8_t transform[TRANSFORM_SIZE] = {
		more,   0,  0,         TRANSFORM_SIZE,
		number, 1,  0,         0,
		0x80,   1,  0,         7,
		0x80,   14, hash == 4, hash == 4 ? 0 : 128,
		0x80,   2,  0,         hash,
		0x80,   3,  0,         method,
		0x80,   4,  0,         bits,
		0x80,   11, 0,         1,
		0x80,   12, 0x0e,      0x10,
	};

	mst_talk_put(talk, transform, sizeof transform);
}

static void put_head(struct mst_talk *talk, uint8_t payload, uint8_t version, uint8_t exchange, uint8_t flags,
                     size_t size)
{
	uint8_t head[HEAD] = { 0 };

	memcpy(head, cookie, sizeof cookie);
	head[16] = payload, head[17] = version, head[18] = exchange, head[19] = flags;
	mst_put_be32(head + 24, (uint32_t)size);
	if (talk->port == NAT_PORT)
		mst_talk_put(talk, "\0\0\0", 4); /* not ESP: RFC 3948, 2.2 */
	mst_talk_put(talk, head, sizeof head);
}

static void begin_v1(struct mst_talk *talk)
{
	enum { PROPOSAL = 8 + TRANSFORMS * TRANSFORM_SIZE, SA = 12 + PROPOSAL };
	static const uint8_t sa[] = {
		0, 0, SA >> 8,       SA & 255,       0, 0, 0, 1,          0, 0, 0, 1,
		0, 0, PROPOSAL >> 8, PROPOSAL & 255, 1, 1, 0, TRANSFORMS,
	};

	put_head(talk, 1, 0x10, 2, 0, HEAD + SA);
	mst_talk_put(talk, sa, sizeof sa);
	for (uint8_t i = 0; i < TRANSFORMS; i++)
		put_transform(talk, i);
}

static void begin_v2(struct mst_talk *talk)
{
	static const uint8_t sa[] = {
		34, 0, 0, 48, 0, 0, 0, 44, 1,    1,  0, 4,
		3,  0, 0, 12, 1, 0, 0, 12, 0x80, 14, 1, 0, /* AES-CBC, 256 bits */
		3,  0, 0, 8,  2, 0, 0, 5,  3,    0,  0, 8,
		3,  0, 0, 12, 0, 0, 0, 8,  4,    0,  0, 14, /* SHA-256, group 14 */
	};
	static const uint8_t key[8 + 96] = { 40, 0, 0, 104, 0, 1, 0, 0, 1, 2, 3, 4 }; /* group 1 */
	static const uint8_t nonce[4 + 32] = { 0, 0, 0, 36, 'm', 'u', 's', 't', 'e', 'r', 1, 2, 3, 4, 5, 6, 7, 8, 9 };

	put_head(talk, 33, 0x20, 34, 8, HEAD + sizeof sa + sizeof key + sizeof nonce);
	mst_talk_put(talk, sa, sizeof sa);
	mst_talk_put(talk, key, sizeof key);
	mst_talk_put(talk, nonce, sizeof nonce);
}

static void begin(struct mst_talk *talk)
{
	if (talk->phase == PHASE_V1)
		begin_v1(talk);
	else
		begin_v2(talk);
}

static void put_vendor(struct mst_talk *talk, const struct mst_reader *id)
{
	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++) {
		if (id->left < 8 || memcmp(id->at, vendors[i].id, 8))
			continue;
		if (vendors[i].product)
			mst_finding_text(talk, MST_SERVICE_PRODUCT, "%s", vendors[i].product);
		else
			mst_finding_words(talk, MST_SERVICE_CAPABILITIES, vendors[i].word);
	}
	if (id->left >= 10 && !memcmp(id->at, "OE-Libre", 8))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Libreswan");
}

static void read_payloads(struct mst_talk *talk, uint8_t payload, struct mst_reader *r)
{
	for (unsigned int i = 0; payload && i < PAYLOADS_MAX; i++) {
		uint8_t next = mst_read_u8(r);
		uint16_t size;
		struct mst_reader body;

		mst_skip(r, 1);
		size = mst_read_be16(r);
		body = mst_reader_over(r->at, size < 4 || r->left < size - 4u ? 0 : size - 4u);
		mst_skip(r, size < 4 ? r->left + 1 : size - 4u);
		if (r->short_read)
			return;
		if (payload == PAYLOAD_VENDOR_V1 || payload == PAYLOAD_VENDOR_V2)
			put_vendor(talk, &body);
		payload = next;
	}
}

static enum mst_step silent(struct mst_talk *talk, const struct mst_heard *heard)
{
	enum mst_step step = mst_finding_wait(heard);

	if (step != MST_STEP_NOT_MINE || talk->phase == PHASE_V2)
		return step;
	talk->phase = PHASE_V2;
	return MST_STEP_AGAIN;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	const uint8_t *echo;
	uint8_t payload, version;

	if (!heard->size)
		return silent(talk, heard);
	if (talk->port == NAT_PORT)
		mst_skip(&r, 4);
	echo = mst_read_bytes(&r, 8);
	mst_skip(&r, 8);
	payload = mst_read_u8(&r);
	version = mst_read_u8(&r);
	mst_skip(&r, 10);
	if (r.short_read || memcmp(echo, cookie, 8) || (version != 0x10 && version != 0x20))
		return MST_STEP_NOT_MINE;
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, version == 0x10 ? "IKEv1" : "IKEv2");
	read_payloads(talk, payload, &r);
	return mst_finding_done(talk, "isakmp");
}

const struct mst_dialogue mst_dialogue_ike = {
	.name = "isakmp",
	.ports = "500,4500",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_answer,
};
