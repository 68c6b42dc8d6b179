/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * cdp_line.c - describes CDP: tcpdump's words, and port, VLAN and model where it has a dump of their bytes. See
 * payload/cdp.h.
 */
#include "dissect/payload/cdp.h"

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

/* clang-format off */
static const struct mst_word fields[] = {
	{ 1, "Device-ID" }, { 2, "Address" }, { 3, "Port-ID" }, { 4, "Capability" }, { 5, "Version String" },
	{ 6, "Platform" }, { 7, "Prefixes" }, { 8, "Protocol-Hello option" }, { 9, "VTP Management Domain" },
	{ 10, "Native VLAN ID" }, { 11, "Duplex" }, { 14, "ATA-186 VoIP VLAN assignment" },
	{ 15, "ATA-186 VoIP VLAN request" }, { 16, "power consumption" }, { 17, "MTU" },
	{ 18, "AVVID trust bitmap" }, { 19, "AVVID untrusted ports CoS" }, { 20, "System Name" },
	{ 21, "System Object ID (not decoded)" }, { 22, "Management Addresses" }, { 23, "Physical Location" }, { 0 },
};
/* clang-format on */

static void describe_text(struct mst_line *line, const char *label, const struct mst_heard_text *text)
{
	mst_line_add(line, ", %s '", label);
	mst_line_vis(line, text->bytes, text->count);
	mst_line_add(line, "'");
}

static void describe_number(struct mst_line *line, const char *label, struct mst_reader value)
{
	uint16_t number = mst_read_be16(&value);

	if (!value.short_read)
		mst_line_add(line, ", %s %u", label, number);
}

static void describe_tlv(struct mst_line *line, const struct mst_cdp_tlv *tlv)
{
	struct mst_reader value = mst_reader_over(tlv->value.bytes, tlv->value.count);

	switch (tlv->type) {
	case MST_CDP_DEVICE: describe_text(line, "Device-ID", &tlv->value); break;
	case MST_CDP_PORT: describe_text(line, "Port-ID", &tlv->value); break;
	case MST_CDP_PLATFORM: describe_text(line, "Platform", &tlv->value); break;
	case MST_CDP_NATIVE_VLAN: describe_number(line, "Native VLAN ID", value); break;
	case MST_CDP_VOICE_VLAN:
		mst_skip(&value, 1);
		describe_number(line, "VoIP VLAN", value);
		break;
	default: break;
	}
}

/* Why an element could not be read: `r` is before it, within the captured bytes; `beyond` are not captured. */
static void describe_fault(struct mst_line *line, struct mst_reader r, size_t beyond)
{
	size_t left = r.left + beyond;
	uint16_t type = mst_read_be16(&r), length = mst_read_be16(&r);
	const char *field = mst_word_of(fields, type);

	if (left < MST_CDP_HEADER)
		mst_line_add(line, " (remaining packet length %zu < 4) (invalid)", left);
	else if (!r.short_read && length < MST_CDP_HEADER)
		mst_line_add(line, ", %s TLV length %u too short (invalid)", field ? field : "unknown field type",
		             length);
	else if (!r.short_read && length > left)
		mst_line_add(line, " (TLV length %u > %zu) (invalid)", length, left);
	if (beyond)
		mst_line_add(line, " [|cdp]");
}

bool mst_describe_cdp(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer), before;
	uint8_t version = mst_read_u8(&r), ttl_s = mst_read_u8(&r);
	size_t beyond = layer->declared - layer->captured;
	struct mst_cdp_tlv tlv;

	mst_skip(&r, 2);
	if (layer->declared < MST_CDP_HEADER) {
		mst_line_add(line, " (packet length %zu < 4) (invalid)", layer->declared);
		return true;
	}
	if (layer->captured >= 2)
		mst_line_add(line, "CDPv%u, ttl: %us", version, ttl_s);
	if (r.short_read) {
		mst_line_add(line, " [|cdp]");
		return true;
	}
	for (before = r; mst_cdp_next(&r, &tlv); before = r)
		describe_tlv(line, &tlv);
	if (r.short_read || beyond)
		describe_fault(line, before, beyond);
	else
		mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
