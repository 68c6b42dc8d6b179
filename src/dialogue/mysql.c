/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mysql.c - MySQL and MariaDB: the server's greeting (protocol 10), or its refusal to greet this address. Nothing is
 * sent. The server counts the broken handshake; a hundred of them in a row (max_connect_errors) make it refuse the
 * address, so that a port is asked once.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { PROTOCOL = 10, REFUSED = 0xff, CAPABLE_TLS = 0x800 };

static void begin(struct mst_talk *talk)
{
	(void)talk;
}

/* The greeting or refusal behind the packet's head of four bytes. */
static bool is_greeting(const uint8_t *bytes, size_t size, struct mst_reader *packet)
{
	struct mst_reader r = mst_reader_over(bytes, size);
	uint32_t head = mst_read_be32(&r);
	uint32_t length = head >> 24 | (head >> 8 & 0xff00) | (head << 8 & 0xff0000);
	uint8_t first = r.left ? r.at[0] : 0;

	*packet = r;
	return !r.short_read && !(head & 0xff) && length >= 8 && length < 1024 &&
	       (first == PROTOCOL || (first == REFUSED && r.left >= 3));
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader packet;

	if (!is_greeting(bytes, size, &packet))
		return false;
	return packet.at[0] == REFUSED || (packet.left > 2 && memchr(packet.at, 0, packet.left) != NULL);
}

static void read_refusal(struct mst_talk *talk, struct mst_reader *r)
{
	mst_skip(r, 3);
	if (mst_finding_place(r->at, r->left, "MariaDB"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "MariaDB");
	else if (mst_finding_place(r->at, r->left, "MySQL"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "MySQL");
}

/* MariaDB put 5.5.5- before its version, so that old clients did not take 10 for less than 5. */
static void read_version(struct mst_talk *talk, const uint8_t *version, size_t size)
{
	bool is_maria = mst_finding_place(version, size, "MariaDB") != NULL;

	if (size > 6 && !memcmp(version, "5.5.5-", 6) && is_maria)
		version += 6, size -= 6;
	(void)mst_matcher_match(talk->matcher, MST_KEY_MYSQL, version, size, talk->draft);
	mst_finding_text(talk, MST_SERVICE_PRODUCT, "%s", is_maria ? "MariaDB" : "MySQL");
	mst_draft_add(talk->draft, MST_SERVICE_VERSION, version, size);
}

static void read_capabilities(struct mst_talk *talk, struct mst_reader *r)
{
	const uint8_t *plugin;
	uint16_t low;
	size_t size;

	mst_skip(r, 4 + 8 + 1); /* thread, salt */
	low = mst_read_le16(r);
	mst_skip(r, 1 + 2 + 2 + 1 + 10); /* charset, status, high capabilities, size of the salt, reserved */
	mst_skip(r, 13);
	if (low & CAPABLE_TLS)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "TLS");
	plugin = mst_finding_until(r, 0, &size);
	if (plugin && !r->short_read)
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, plugin, size);
}

static enum mst_step read_greeting(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r;
	const uint8_t *version;
	size_t size;

	if (!is_greeting(heard->bytes, heard->size, &r))
		return heard->size < 7 ? mst_finding_wait(heard) : MST_STEP_NOT_MINE;
	if (r.left < heard->bytes[0] + ((size_t)heard->bytes[1] << 8))
		return mst_finding_wait(heard);
	if (r.at[0] == REFUSED) {
		read_refusal(talk, &r);
		return mst_finding_spoke(talk, "mysql");
	}
	mst_skip(&r, 1);
	version = mst_finding_until(&r, 0, &size);
	if (!version)
		return MST_STEP_NOT_MINE;
	read_version(talk, version, size);
	read_capabilities(talk, &r);
	return mst_finding_spoke(talk, "mysql");
}

const struct mst_dialogue mst_dialogue_mysql = {
	.name = "mysql",
	.ports = "3306,3307",
	.tls_ports = "",
	.listens_first = true,
	.knows = knows,
	.begin = begin,
	.read = read_greeting,
};
