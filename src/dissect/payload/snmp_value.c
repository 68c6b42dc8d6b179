/* SPDX-License-Identifier: BSD-2-Clause */
/* snmp_value.c - see snmp_value.h. Types of RFC 2578, exceptions of RFC 3416. */
#include "dissect/payload/snmp_value.h"

#include <inttypes.h>

void mst_snmp_bytes(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mst_line_add(line, "_%02x", bytes[i]);
}

static bool is_text(const uint8_t *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i] < ' ' || bytes[i] > '~')
			return false;
	}
	return true;
}

static void add_string(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	if (is_text(bytes, count)) {
		mst_line_add(line, "\"");
		mst_line_vis(line, bytes, count);
		mst_line_add(line, "\"");
		return;
	}
	mst_line_add(line, "%02x", bytes[0]);
	mst_snmp_bytes(line, bytes + 1, count - 1);
}

/* The first number holds two arcs (X.690, 8.19.4). */
static void add_oid(struct mst_line *line, const struct mst_ber *value)
{
	uint32_t arc = 0;
	bool first = true;

	for (size_t i = 0; i < value->count; i++) {
		arc = arc << 7 | (value->bytes[i] & 0x7f);
		if (value->bytes[i] & 0x80)
			continue;
		if (first && arc < 80)
			mst_line_add(line, ".%u.%u", arc / 40, arc % 40);
		else if (first)
			mst_line_add(line, ".2.%u", arc - 80);
		else
			mst_line_add(line, ".%u", arc);
		first = false;
		arc = 0;
	}
}

static void add_address(struct mst_line *line, const struct mst_ber *value)
{
	if (value->count != 4)
		mst_line_add(line, "[inetaddr len!=4]");
	for (size_t i = 0; i < value->count; i++)
		mst_line_add(line, i ? ".%u" : "%u", value->bytes[i]);
}

const char *mst_snmp_pdu_name(uint8_t identifier)
{
	static const char *const names[] = { "GetRequest", "GetNextRequest", "GetResponse", "SetRequest", "Trap",
		                             "GetBulk",    "Inform",         "V2Trap",      "Report" };

	return identifier >= 0xa0 && identifier < 0xa0 + sizeof names / sizeof *names ? names[identifier - 0xa0] : NULL;
}

/* "[P/U/Boolean]_01": form, class, type. */
static void add_other(struct mst_line *line, const struct mst_ber *value)
{
	static const char classes[] = "UACP";
	char form = value->identifier & 0x20 ? 'C' : 'P', class = classes[value->identifier >> 6];

	if (value->identifier == 0x01)
		mst_line_add(line, "[P/U/Boolean]");
	else if (value->identifier == 0x03)
		mst_line_add(line, "[P/U/Bitstring]");
	else if (value->identifier == MST_SNMP_OPAQUE)
		mst_line_add(line, "[P/A/Opaque]");
	else
		mst_line_add(line, "[%c/%c/%u]", form, class, value->tag);
	mst_snmp_bytes(line, value->bytes, value->count);
}

void mst_snmp_value(struct mst_line *line, const struct mst_ber *value)
{
	const char *pdu = mst_snmp_pdu_name(value->identifier);

	switch (value->identifier) {
	case MST_BER_INTEGER:
		if (value->count)
			mst_line_add(line, "%d", mst_ber_integer(value));
		else
			mst_line_add(line, "[asnlen=0]");
		return;
	case MST_BER_STRING: add_string(line, value->bytes, value->count); return;
	case MST_BER_NULL: return;
	case MST_BER_OID: add_oid(line, value); return;
	case MST_BER_SEQUENCE: mst_line_add(line, "Seq(%zu)", value->count); return;
	case MST_SNMP_ADDRESS: add_address(line, value); return;
	case MST_SNMP_COUNTER:
	case MST_SNMP_GAUGE:
	case MST_SNMP_TIME_TICKS: mst_line_add(line, "%u", (uint32_t)mst_ber_unsigned(value)); return;
	case MST_SNMP_COUNTER64: mst_line_add(line, "%" PRIu64, mst_ber_unsigned(value)); return;
	case 0x80: mst_line_add(line, "[noSuchObject]"); return;
	case 0x81: mst_line_add(line, "[noSuchInstance]"); return;
	case 0x82: mst_line_add(line, "[endOfMibView]"); return;
	default: break;
	}
	if (pdu)
		mst_line_add(line, "%s(%zu)", pdu, value->count);
	else
		add_other(line, value);
}
