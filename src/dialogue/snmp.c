/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * snmp.c - SNMP. With a community that the user gave: sysDescr by version 2c, then by version 1. Without: discovery of
 * the engine of version 3 (RFC 3414, 4), which needs no credentials; the engine's ID begins with the number of whoever
 * made it (RFC 3411, 5).
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "dialogue/tlv.h"

enum { PHASE_V2C = 0, PHASE_V1 = 1, VERSION_1 = 0, VERSION_2C = 1, VERSION_3 = 3, COMMUNITY_MAX = 64 };
enum { RESPONSE = 0xa2 };

static const uint8_t discovery[] = {
	0x30, 0x3e, 2, 1,    3,    0x30, 0x11, 2, 4,   'm', 'u', 's', 't', 2, 3, 0, 0xff, 0xe3, 4,    1, 4,    2,
	1,    3,    4, 0x10, 0x30, 0x0e, 4,    0, 2,   1,   0,   2,   1,   0, 4, 0, 4,    0,    4,    0, 0x30, 0x14,
	4,    0,    4, 0,    0xa0, 0x0e, 2,    4, 'm', 'u', 's', 't', 2,   1, 0, 2, 1,    0,    0x30, 0,
};
static const uint8_t get_sysdescr[] = {
	0xa0, 0x1c, 2,    4, 'm', 'u',  's', 't', 2, 1, 0, 2, 1, 0, 0x30,
	0x0e, 0x30, 0x0c, 6, 8,   0x2b, 6,   1,   2, 1, 1, 1, 0, 5, 0,
};

/* Private enterprise numbers (IANA). */
static const struct {
	uint32_t number;
	const char *name;
} enterprises[] = {
	{ 2, "IBM" },
	{ 9, "Cisco" },
	{ 11, "Hewlett-Packard" },
	{ 42, "Sun" },
	{ 43, "3Com" },
	{ 171, "D-Link" },
	{ 207, "Allied Telesis" },
	{ 311, "Microsoft" },
	{ 318, "APC" },
	{ 674, "Dell" },
	{ 789, "NetApp" },
	{ 1916, "Extreme Networks" },
	{ 1991, "Brocade" },
	{ 2011, "Huawei" },
	{ 2021, "UCD-SNMP" },
	{ 2636, "Juniper" },
	{ 3375, "F5" },
	{ 4526, "Netgear" },
	{ 6486, "Alcatel-Lucent" },
	{ 8072, "Net-SNMP" },
	{ 10002, "Ubiquiti" },
	{ 12356, "Fortinet" },
	{ 14823, "Aruba" },
	{ 14988, "MikroTik" },
	{ 25461, "Palo Alto Networks" },
	{ 25506, "H3C" },
	{ 30065, "Arista" },
	{ 41112, "Ubiquiti" },
};

static void begin(struct mst_talk *talk)
{
	size_t size = talk->community ? strlen(talk->community) : 0;
	uint8_t head[] = { 0x30, 0, 2, 1, 0, 4, 0 };

	if (!talk->community || size > COMMUNITY_MAX) {
		mst_talk_put(talk, discovery, sizeof discovery);
		return;
	}
	head[1] = (uint8_t)(5 + size + sizeof get_sysdescr);
	head[4] = talk->phase == PHASE_V2C ? VERSION_2C : VERSION_1;
	head[6] = (uint8_t)size;
	mst_talk_put(talk, head, sizeof head);
	mst_talk_put(talk, talk->community, size);
	mst_talk_put(talk, get_sysdescr, sizeof get_sysdescr);
}

/* The version of a message; what follows it is left in `message`. 255: it is none. */
static uint8_t open_message(const uint8_t *bytes, size_t size, struct mst_reader *message)
{
	struct mst_reader r = mst_reader_over(bytes, size), version;

	if (!mst_tlv_enter(&r, MST_TLV_SEQUENCE, message) || !mst_tlv_enter(message, MST_TLV_INTEGER, &version))
		return 255;
	return version.left == 1 ? version.at[0] : 255;
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader message, part;
	uint8_t version = open_message(bytes, size, &message);

	if (version == VERSION_3)
		return mst_tlv_enter(&message, MST_TLV_SEQUENCE, &part);
	return version <= VERSION_2C && mst_tlv_enter(&message, MST_TLV_OCTETS, &part) &&
	       mst_tlv_enter(&message, RESPONSE, &part);
}

/* What follows the community: the response, with one name and its value. */
static void read_description(struct mst_talk *talk, struct mst_reader *message)
{
	struct mst_reader part, response, list, binding, value;

	if (!mst_tlv_enter(message, MST_TLV_OCTETS, &part) || !mst_tlv_enter(message, RESPONSE, &response))
		return;
	for (int i = 0; i < 3; i++) /* number, error, place of the error */
		(void)mst_tlv_next(&response, &part);
	if (!mst_tlv_enter(&response, MST_TLV_SEQUENCE, &list) || !mst_tlv_enter(&list, MST_TLV_SEQUENCE, &binding))
		return;
	(void)mst_tlv_next(&binding, &part);
	if (!mst_tlv_enter(&binding, MST_TLV_OCTETS, &value) || !value.left)
		return;
	mst_draft_add(talk->draft, MST_SERVICE_BANNER, value.at, value.left);
	(void)mst_matcher_match(talk->matcher, MST_KEY_SNMP, value.at, value.left, talk->draft);
}

/* What follows the version of a message of version 3: in its security parameters is the ID of the engine. */
static void read_engine(struct mst_talk *talk, struct mst_reader *message)
{
	struct mst_reader part, parameters, fields, engine;
	uint32_t number;

	mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "SNMPv3");
	(void)mst_tlv_next(message, &part);
	if (!mst_tlv_enter(message, MST_TLV_OCTETS, &parameters) ||
	    !mst_tlv_enter(&parameters, MST_TLV_SEQUENCE, &fields) || !mst_tlv_enter(&fields, MST_TLV_OCTETS, &engine))
		return;
	number = mst_read_be32(&engine) & 0x7fffffff;
	for (size_t i = 0; i < sizeof enterprises / sizeof *enterprises; i++)
		if (!engine.short_read && enterprises[i].number == number)
			mst_finding_text(talk, MST_SERVICE_PRODUCT, "%s", enterprises[i].name);
}

static enum mst_step silent(struct mst_talk *talk, const struct mst_heard *heard)
{
	enum mst_step step = mst_finding_wait(heard);

	if (step != MST_STEP_NOT_MINE || !talk->community || talk->phase == PHASE_V1)
		return step;
	talk->phase = PHASE_V1;
	return MST_STEP_AGAIN;
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader message;
	uint8_t version;

	if (!heard->size)
		return silent(talk, heard);
	if (!knows(heard->bytes, heard->size))
		return MST_STEP_NOT_MINE;
	version = open_message(heard->bytes, heard->size, &message);
	if (version == VERSION_3)
		read_engine(talk, &message);
	else
		read_description(talk, &message);
	return mst_finding_done(talk, "snmp");
}

const struct mst_dialogue mst_dialogue_snmp = {
	.name = "snmp",
	.ports = "161",
	.tls_ports = "",
	.udp = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
