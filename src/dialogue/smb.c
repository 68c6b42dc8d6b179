/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * smb.c - SMB ([MS-SMB2] 2.2.3, 3.3.5.4): negotiation, and no session. Port 139 wants a session request of NetBIOS
 * first (RFC 1002, 4.3). A server that closes at SMB 2 is asked once more, for NT LM 0.12.
 *
 * Nothing in a negotiation names the software, but: only Windows offers NEGOEX, and Samba's GUID is the server's name.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { NETBIOS_PORT = 139, POSITIVE = 0x82, NEGATIVE = 0x83, SIGNING_REQUIRED = 2, DIALECT_ANY = 0x2ff };
enum { PHASE_SMB2, PHASE_SMB1 };
enum { STATE_SESSION = 0, STATE_NEGOTIATE = 1 }; /* scratch[0] */

/* To *SMBSERVER, from MUSTER: names of 16 bytes as 32 letters. */
static const char session_request[] =
	"\x81\0\0\x44 CKFDENECFDEFFCFGEFFCCACACACACACA\0 ENFFFDFEEFFCCACACACACACACACACAAA";

static const uint8_t negotiate2[] = {
	0,   0,   0,    158, 0xfe, 'S', 'M', 'B', 64,   0,  0,  0,  0,  0,  0,  0,    0,  0,  1,  0, /* to the credits
	                                                                                              */
	0,   0,   0,    0,   0,    0,   0,   0,   0,    0,  0,  0,  0,  0,  0,  0,    0,  0,  0,  0, /* to the process
	                                                                                              */
	0,   0,   0,    0,   0,    0,   0,   0,   0,    0,  0,  0,  0,  0,  0,  0,    0,  0,  0,  0,  0,
	0,   0,   0,    0,   0,    0,   0,   36,  0,    5,  0,  1,  0,  0,  0,  0x7f, 0,  0,  0, /* five dialects;
	                                                                                            signing is possible
	                                                                                          */
	'm', 'u', 's',  't', 'e',  'r', 0,   0,   0,    0,  0,  0,  0,  0,  0,  1, /* GUID of the client */
	112, 0,   0,    0,   1,    0,   0,   0,                                    /* one context */
	2,   2,   0x10, 2,   0,    3,   2,   3,   0x11, 3,  0,  0,                 /* dialects */
	1,   0,   38,   0,   0,    0,   0,   0,   1,    0,  32, 0,  1,  0, /* preauthentication: SHA-512, its salt */
	1,   2,   3,    4,   5,    6,   7,   8,   9,    10, 11, 12, 13, 14, 15, 16,   17, 18, 19, 20, 21,
	22,  23,  24,   25,  26,   27,  28,  29,  30,   31, 32,
};

static const uint8_t negotiate1[] = {
	0, 0, 0, 47, 0xff, 'S', 'M', 'B', 0x72, 0,   0,   0,    0,    0x18, 1,   0x48, 0,
	0, 0, 0, 0,  0,    0,   0,   0,   0,    0,   0,   0xff, 0xff, 1,    0,   0,    0,
	0, 0, 0, 12, 0,    2,   'N', 'T', ' ',  'L', 'M', ' ',  '0',  '.',  '1', '2',  0,
};

/* SPNEGO's mechanism NEGOEX, 1.3.6.1.4.1.311.2.2.30 */
static const char negoex[] = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x1e";

static void negotiate(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_NEGOTIATE;
	if (talk->phase == PHASE_SMB2)
		mst_talk_put(talk, negotiate2, sizeof negotiate2);
	else
		mst_talk_put(talk, negotiate1, sizeof negotiate1);
}

static void begin(struct mst_talk *talk)
{
	talk->scratch[0] = STATE_SESSION;
	if (talk->port == NETBIOS_PORT)
		mst_talk_put(talk, session_request, sizeof session_request);
	else
		negotiate(talk);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	return size >= 8 && !bytes[0] && (bytes[4] == 0xfe || bytes[4] == 0xff) && !memcmp(bytes + 5, "SMB", 3);
}

static enum mst_step named(struct mst_talk *talk)
{
	return mst_finding_done(talk, talk->port == NETBIOS_PORT ? "netbios-ssn" : "microsoft-ds");
}

/* A name of NetBIOS, then zeros: a GUID that Samba made. */
static bool is_samba_guid(const uint8_t guid[16])
{
	size_t letters = 0;

	while (letters < 16 && guid[letters] > 0x20 && guid[letters] < 0x7f)
		letters++;
	for (size_t i = letters; i < 16; i++)
		if (guid[i])
			return false;
	return letters > 0;
}

static void put_dialect(struct mst_talk *talk, uint16_t dialect)
{
	char text[16] = "SMB2";

	if (dialect != DIALECT_ANY) {
		text[0] = 'S', text[1] = 'M', text[2] = 'B';
		text[3] = (char)('0' + (dialect >> 8 & 7));
		text[4] = '.';
		text[5] = (char)('0' + (dialect >> 4 & 7));
		text[6] = '.';
		text[7] = (char)('0' + (dialect & 7));
	}
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, text);
}

/* The body behind SMB 2's head of 64 bytes. */
static enum mst_step read_smb2(struct mst_talk *talk, struct mst_reader *r)
{
	uint16_t mode, dialect;
	const uint8_t *guid;

	mst_skip(r, 60 + 2);
	mode = mst_read_le16(r);
	dialect = mst_read_le16(r);
	mst_skip(r, 2);
	guid = mst_read_bytes(r, 16);
	if (!guid)
		return named(talk);
	put_dialect(talk, dialect);
	if (mode & SIGNING_REQUIRED)
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "signing-required");
	if (is_samba_guid(guid))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Samba smbd");
	else if (mst_finding_place(r->at, r->left, negoex))
		mst_finding_text(talk, MST_SERVICE_OS, "Windows");
	return named(talk);
}

static enum mst_step read_message(struct mst_talk *talk, struct mst_reader *r)
{
	uint32_t magic = mst_read_be32(r);

	if (magic == 0xfe534d42)
		return read_smb2(talk, r);
	if (magic != 0xff534d42)
		return MST_STEP_NOT_MINE;
	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "SMB1");
	return named(talk);
}

static enum mst_step nothing_more(struct mst_talk *talk, const struct mst_heard *heard)
{
	enum mst_step step = mst_finding_wait(heard);

	if (step != MST_STEP_NOT_MINE || talk->phase != PHASE_SMB2 || talk->scratch[0] != STATE_NEGOTIATE ||
	    heard->size)
		return step;
	talk->phase = PHASE_SMB1;
	return MST_STEP_AGAIN;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	uint32_t head = mst_read_be32(&r);
	size_t size = head & 0x1ffff;
	const uint8_t *message;

	if (r.short_read)
		return nothing_more(talk, heard);
	if (talk->scratch[0] == STATE_SESSION && head >> 24 == NEGATIVE)
		return named(talk);
	if (head >> 24 != (talk->scratch[0] == STATE_SESSION ? POSITIVE : 0u))
		return MST_STEP_NOT_MINE;
	if (talk->scratch[0] == STATE_SESSION) {
		heard->used = 4;
		negotiate(talk);
		return MST_STEP_READ;
	}
	if (r.left >= 4 && r.at[0] != 0xfe && r.at[0] != 0xff)
		return MST_STEP_NOT_MINE;
	message = mst_read_bytes(&r, size);
	if (!message)
		return mst_finding_wait(heard);
	r = mst_reader_over(message, size);
	return read_message(talk, &r);
}

const struct mst_dialogue mst_dialogue_smb = {
	.name = "microsoft-ds",
	.ports = "445,139",
	.tls_ports = "",
	.anywhere = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
