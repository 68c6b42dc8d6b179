/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ssh.c - the software of an SSH server, and its host key: the answer to the first message of a key exchange has it in
 * clear (RFC 4253, section 8; RFC 8731). No key is derived, and nobody logs in.
 *
 *     SSH-2.0-… ◄─►  KEXINIT ─►  KEX_ECDH_INIT (32 bytes at random) ─►  KEX_ECDH_REPLY: host key
 */
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdio.h>
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/lines.h"
#include "dialogue/list.h"

#define KEXINIT 20
#define KEX_ECDH_INIT 30
#define KEX_ECDH_REPLY 31
#define COOKIE_BYTES 16
#define CURVE25519_BYTES 32
#define PACKET_MAX 8192
#define DIGEST_BYTES 32
#define HELLO_SENT 1 /* of talk->phase */

static bool knows_ssh(const uint8_t *bytes, size_t size)
{
	return size >= 4 && memcmp(bytes, "SSH-", 4) == 0;
}

static void begin_ssh(struct mst_talk *talk)
{
	talk->phase = 0;
}

/* ---- what is sent ---- */

static uint8_t *put_be32(uint8_t *at, size_t value)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		*at++ = (uint8_t)(value >> shift);
	return at;
}

static uint8_t *put_list(uint8_t *at, const char *names)
{
	size_t size = strlen(names);

	at = put_be32(at, size);
	memcpy(at, names, size);
	return at + size;
}

/* RFC 4253, section 6: the length, the length of the padding, the payload, padding up to a multiple of eight. */
static void say_packet(struct mst_talk *talk, const uint8_t *payload, size_t size)
{
	static const uint8_t zeros[16];
	uint8_t head[5];
	size_t padding = 8 - (5 + size) % 8;

	if (padding < 4)
		padding += 8;
	head[4] = (uint8_t)padding;
	(void)put_be32(head, 1 + size + padding);
	mst_talk_put(talk, head, sizeof head);
	mst_talk_put(talk, payload, size);
	mst_talk_put(talk, zeros, padding);
}

static void say_hello(struct mst_talk *talk)
{
	static const char *const lists[] = {
		"curve25519-sha256,curve25519-sha256@libssh.org",
		"ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256",
		"aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-cbc",
		"aes128-ctr,aes256-ctr,aes128-gcm@openssh.com,chacha20-poly1305@openssh.com,aes128-cbc",
		"hmac-sha2-256,hmac-sha2-512,hmac-sha1",
		"hmac-sha2-256,hmac-sha2-512,hmac-sha1",
		"none",
		"none",
		"",
		"",
	};
	uint8_t payload[1024] = { KEXINIT }, *at = payload + 1 + COOKIE_BYTES;
	uint8_t point[1 + 4 + CURVE25519_BYTES] = { KEX_ECDH_INIT };

	(void)RAND_bytes(payload + 1, COOKIE_BYTES);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		at = put_list(at, lists[i]);
	*at++ = 0; /* no guess follows */
	at = put_be32(at, 0);
	mst_talk_say(talk, "SSH-2.0-muster\r\n");
	say_packet(talk, payload, (size_t)(at - payload));
	(void)RAND_bytes(put_be32(point + 1, CURVE25519_BYTES), CURVE25519_BYTES);
	say_packet(talk, point, sizeof point);
}

/* ---- what is heard ---- */

/* RFC 4253, section 4.2: SSH-2.0-software comments. Lines before it are those of the server's own. */
static bool take_identification(struct mst_phrase *rest, struct mst_phrase *software)
{
	struct mst_phrase line;

	while (mst_phrase_take_line(rest, &line)) {
		if (!mst_phrase_begin(line, "SSH-"))
			continue;
		for (size_t i = 4; i < line.size; i++) {
			if (line.at[i] == '-') {
				*software = (struct mst_phrase){ line.at + i + 1, line.size - i - 1 };
				return true;
			}
		}
		return false;
	}
	return false;
}

/* As ssh-keygen prints it: base64 without padding. */
static void keep_key(struct mst_talk *talk, const uint8_t *key, size_t size)
{
	struct mst_reader r = mst_reader_over(key, size);
	uint8_t digest[DIGEST_BYTES];
	unsigned char text[4 * (DIGEST_BYTES + 2) / 3 + 1];
	uint32_t length = mst_read_be32(&r);
	const uint8_t *type = mst_read_bytes(&r, length);

	if (!type || EVP_Digest(key, size, digest, NULL, EVP_sha256(), NULL) != 1)
		return;
	mst_draft_add(talk->draft, MST_SERVICE_SSH_KEY, type, length);
	EVP_EncodeBlock(text, digest, DIGEST_BYTES);
	mst_draft_add(talk->draft, MST_SERVICE_SSH_KEY_SHA256, text, strcspn((char *)text, "="));
}

/* Looks through whole packets. Whether the one with the key was among them, or none can follow. */
static bool take_key(struct mst_talk *talk, struct mst_phrase rest)
{
	struct mst_reader r = mst_reader_over(rest.at, rest.size);

	for (;;) {
		uint32_t size = mst_read_be32(&r);
		const uint8_t *packet;
		struct mst_reader payload;

		if (r.short_read)
			return false;
		if (size < 2 || size > PACKET_MAX)
			return true;
		packet = mst_read_bytes(&r, size);
		if (!packet)
			return false;
		payload = mst_reader_over(packet + 1, size - 1);
		if (mst_read_u8(&payload) == KEX_ECDH_REPLY) {
			uint32_t length = mst_read_be32(&payload);
			const uint8_t *key = mst_read_bytes(&payload, length);

			if (key)
				keep_key(talk, key, length);
			return true;
		}
	}
}

static enum mst_step read_ssh(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_phrase rest = mst_phrase_of(heard), software;
	bool last = heard->ended || heard->full;

	if (!take_identification(&rest, &software)) {
		if (last || (heard->size >= 4 && !knows_ssh(heard->bytes, heard->size) && heard->size > 1024))
			return MST_STEP_NOT_MINE;
		return MST_STEP_READ;
	}
	(void)mst_matcher_match(talk->matcher, MST_KEY_SSH, software.at, software.size, talk->draft);
	if (talk->phase < HELLO_SENT) {
		say_hello(talk);
		talk->phase = HELLO_SENT;
	}
	if (!take_key(talk, rest) && !last)
		return MST_STEP_READ;
	return mst_finding_spoke(talk, "ssh");
}

const struct mst_dialogue mst_dialogue_ssh = {
	.name = "ssh",
	.ports = "22,2222,22222,830",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows_ssh,
	.begin = begin_ssh,
	.read = read_ssh,
};
