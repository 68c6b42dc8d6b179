/* SPDX-License-Identifier: BSD-2-Clause */
/* encapsulation_line.c - describes PPPoE (RFC 2516) and MPLS (RFC 3032). */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

#define TAG_TEXT_MOST 80

/* clang-format off */
static const struct mst_word codes[] = {
	{ 0x00, "" }, { 0x07, "PADO" }, { 0x09, "PADI" }, { 0x19, "PADR" }, { 0x65, "PADS" },
	{ 0xa7, "PADT" }, { 0 },
};
static const struct mst_word tags[] = {
	{ 0x0000, "EOL" }, { 0x0101, "Service-Name" }, { 0x0102, "AC-Name" }, { 0x0103, "Host-Uniq" },
	{ 0x0104, "AC-Cookie" },
	{ 0x0105, "Vendor-Specific" }, { 0x0110, "Relay-Session-ID" }, { 0x0120, "PPP-Max-Payload" },
	{ 0x0201, "Service-Name-Error" }, { 0x0202, "AC-System-Error" }, { 0x0203, "Generic-Error" }, { 0 },
};
/* clang-format on */

/* ---- PPPoE ---- */

/* Text where most of it is printable, else hexadecimal. */
static void describe_value(struct mst_line *line, const uint8_t *bytes, size_t count)
{
	size_t printable = 0, most = count < TAG_TEXT_MOST ? count : TAG_TEXT_MOST;

	for (size_t i = 0; i < most; i++)
		printable += bytes[i] >= 32 && bytes[i] < 127;
	mst_line_add(line, printable > most - printable ? " \"" : " 0x");
	for (size_t i = 0; i < most; i++) {
		if (printable <= most - printable)
			mst_line_add(line, "%02X", bytes[i]);
		else
			mst_line_add(line, "%c", bytes[i] >= 32 && bytes[i] < 127 ? bytes[i] : '.');
	}
	if (printable > most - printable)
		mst_line_add(line, "\"");
}

static void describe_tags(struct mst_line *line, const struct mst_packet *packet, struct mst_reader r)
{
	uint16_t type = 1;

	while (r.left > 0 && type != 0) {
		uint16_t length;
		const uint8_t *value;

		type = mst_read_be16(&r);
		length = mst_read_be16(&r);
		value = mst_read_bytes(&r, length);
		if (!value)
			break;
		if (mst_word_of(tags, type))
			mst_line_add(line, " [%s", mst_word_of(tags, type));
		else
			mst_line_add(line, " [TAG-0x%x", type);
		if (length)
			describe_value(line, value, length);
		mst_line_add(line, "]");
	}
	if (r.short_read || packet->outer.pppoe_bytes < packet->outer.pppoe_declared)
		mst_line_add(line, " [|pppoe]");
}

/* `beyond`: bytes of the frame that were not captured. False: what the session carries is left to be described. */
static bool describe_pppoe(struct mst_line *line, const struct mst_packet *packet, size_t beyond)
{
	const struct mst_encapsulation *outer = &packet->outer;
	const char *code = mst_word_of(codes, outer->pppoe_code);

	if (outer->pppoe_version >> 4 != 1)
		mst_line_add(line, " [ver %u]", outer->pppoe_version >> 4);
	if ((outer->pppoe_version & 15) != 1)
		mst_line_add(line, " [type %u]", outer->pppoe_version & 15);
	mst_line_add(line, "PPPoE ");
	if (code)
		mst_line_add(line, "%s", code);
	else
		mst_line_add(line, "PAD-%x", outer->pppoe_code);
	if (outer->pppoe_bytes + beyond < outer->pppoe_declared)
		mst_line_add(line, " [len %u > %zu!]", outer->pppoe_declared, outer->pppoe_bytes + beyond);
	if (outer->pppoe_session)
		mst_line_add(line, " [ses 0x%x]", outer->pppoe_session);
	if (outer->pppoe_code == 0) {
		mst_line_add(line, " ");
		return false;
	}
	describe_tags(line, packet, mst_reader_over(packet->bytes + packet->network_at, outer->pppoe_bytes));
	return true;
}

/* ---- MPLS ---- */

static void describe_mpls(struct mst_line *line, const struct mst_packet *packet)
{
	mst_line_add(line, "MPLS ");
	for (unsigned i = 0; i < packet->outer.label_count; i++) {
		uint32_t label = packet->outer.labels[i];

		mst_line_add(line, "(label %u, tc %u%s, ttl %u) ", label >> 12, label >> 9 & 7,
		             label & 0x100 ? ", [S]" : "", label & 0xff);
	}
}

/* Whether PPP, and no packet in it, is left to be described: a control protocol, or one that is cut or unknown. */
static bool ends_with_ppp(const struct mst_packet *packet)
{
	uint16_t last = packet->outer.count ? packet->outer.types[packet->outer.count - 1] : 0;
	bool ppp = last == MST_ETHERTYPE_PPP || (last == MST_ETHERTYPE_PPPOE && packet->outer.pppoe_code == 0);

	return ppp && packet->ethertype == 0;
}

bool mst_describe_encapsulation(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	const struct mst_encapsulation *outer = &packet->outer;
	bool whole = false, labels = false;

	for (unsigned i = 0; i < outer->count && !whole; i++) {
		uint16_t type = outer->types[i];
		bool pppoe = mst_encapsulation_is_pppoe(type), ppp = type == MST_ETHERTYPE_PPP;

		if (outer->cut && i + 1 == outer->count && pppoe && !outer->pppoe_whole) {
			mst_line_add(line, "PPPoE [|pppoe]");
			return true;
		}
		if (pppoe)
			whole = describe_pppoe(line, packet, packet->wire_bytes - packet->captured);
		else if (!ppp && !labels)
			describe_mpls(line, packet);
		if (how->link && !whole && (ppp || pppoe) && !outer->cut && !mst_describe_ppp_header(line, packet))
			return true;
		labels |= !pppoe && !ppp;
	}
	if (!whole && ends_with_ppp(packet)) {
		mst_describe_ppp(line, packet, how);
		return true;
	}
	if (outer->cut && !whole)
		mst_line_add(line, "(invalid)");
	return whole || outer->cut || (labels && packet->network_at == packet->wire_bytes);
}
