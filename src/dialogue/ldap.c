/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ldap.c - LDAP (RFC 4511, RFC 4512 5.1): a search for the root DSE without a bind, which is anonymous. Attributes that
 * only one product has name it where vendorName does not.
 */
#include <string.h>

#include "dialogue/finding.h"
#include "dialogue/list.h"
#include "dialogue/tlv.h"

enum { ENTRY = 0x64, DONE = 0x65, NOTICE = 0x78 };

static const uint8_t search[] = {
	0x30, 46, 2,   1,   1,   0x63, 41,  4,   0,   10,  1,   0,   10,  1,    0, 2, 1, 0,   2, 1, 0,   1, 1, 0,
	0x87, 11, 'o', 'b', 'j', 'e',  'c', 't', 'C', 'l', 'a', 's', 's', 0x30, 9, 4, 1, '*', 4, 1, '+', 4, 1, '1',
};

static void begin(struct mst_talk *talk)
{
	mst_talk_put(talk, search, sizeof search);
}

static bool is_text(const struct mst_reader *r, const char *text)
{
	return r->left == strlen(text) && !memcmp(r->at, text, r->left);
}

static void read_value(struct mst_talk *talk, const struct mst_reader *name, const struct mst_reader *value)
{
	if (is_text(name, "vendorName"))
		mst_draft_add(talk->draft, MST_SERVICE_PRODUCT, value->at, value->left);
	else if (is_text(name, "vendorVersion"))
		mst_draft_add(talk->draft, MST_SERVICE_VERSION, value->at, value->left);
	else if (is_text(name, "objectClass") && is_text(value, "OpenLDAProotDSE"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "OpenLDAP");
	else if (is_text(name, "forestFunctionality"))
		mst_finding_text(talk, MST_SERVICE_PRODUCT, "Microsoft Active Directory");
	else if (is_text(name, "supportedExtension") && is_text(value, "1.3.6.1.4.1.1466.20037"))
		mst_finding_words(talk, MST_SERVICE_CAPABILITIES, "STARTTLS");
	else if (is_text(name, "supportedSASLMechanisms"))
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, value->at, value->left);
}

static void read_entry(struct mst_talk *talk, struct mst_reader *entry)
{
	struct mst_reader name, attributes, attribute, values, value;

	(void)mst_tlv_next(entry, &name);
	if (!mst_tlv_enter(entry, MST_TLV_SEQUENCE, &attributes))
		return;
	while (attributes.left && mst_tlv_enter(&attributes, MST_TLV_SEQUENCE, &attribute)) {
		if (!mst_tlv_enter(&attribute, MST_TLV_OCTETS, &name) ||
		    !mst_tlv_enter(&attribute, MST_TLV_SET, &values))
			continue;
		while (values.left && mst_tlv_enter(&values, MST_TLV_OCTETS, &value))
			read_value(talk, &name, &value);
	}
}

/* Whether this is a message of LDAP, whole: its operation. 0: cut. */
static uint8_t next_message(struct mst_reader *r, struct mst_reader *operation)
{
	struct mst_reader message, id;

	if (!mst_tlv_enter(r, MST_TLV_SEQUENCE, &message) || !mst_tlv_enter(&message, MST_TLV_INTEGER, &id))
		return 0;
	return mst_tlv_next(&message, operation);
}

static bool knows(const uint8_t *bytes, size_t size)
{
	struct mst_reader r = mst_reader_over(bytes, size), operation;
	uint8_t kind = next_message(&r, &operation);

	return kind == ENTRY || kind == DONE || kind == NOTICE;
}

static enum mst_step named(struct mst_talk *talk, const struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size), operation;

	while (next_message(&r, &operation) == ENTRY)
		read_entry(talk, &operation);
	(void)mst_matcher_match(talk->matcher, MST_KEY_LDAP, heard->bytes, heard->size, talk->draft);
	return mst_finding_done(talk, "ldap");
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size), operation;
	uint8_t kind = ENTRY;
	bool any = false;

	if (heard->size && heard->bytes[0] != MST_TLV_SEQUENCE)
		return MST_STEP_NOT_MINE;
	while (!r.short_read && kind == ENTRY) {
		kind = next_message(&r, &operation);
		any |= kind == ENTRY;
	}
	if (kind == DONE || kind == NOTICE)
		return named(talk, heard);
	if (!r.short_read)
		return MST_STEP_NOT_MINE;
	return any && (heard->ended || heard->full) ? named(talk, heard) : mst_finding_wait(heard);
}

const struct mst_dialogue mst_dialogue_ldap = {
	.name = "ldap",
	.ports = "389,3268",
	.tls_ports = "636,3269",
	.anywhere = true,
	.knows = knows,
	.begin = begin,
	.read = read_answer,
};
