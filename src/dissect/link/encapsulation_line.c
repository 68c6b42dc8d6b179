/* SPDX-License-Identifier: BSD-2-Clause */
/* encapsulation_line.c - PPPoE (RFC 2516), the control protocols of PPP (RFC 1661), and MPLS (RFC 3032), in a line. */
#include "base/reader.h"
#include "dissect/link/describers.h"

#define TAG_TEXT_MOST 80

struct word {
	uint16_t number;
	const char *name;
};

/* clang-format off */
static const struct word codes[] = {
	{ 0x00, "" }, { 0x07, "PADO" }, { 0x09, "PADI" }, { 0x19, "PADR" }, { 0x65, "PADS" },
	{ 0xa7, "PADT" }, { 0 },
};
static const struct word tags[] = {
	{ 0x0000, "EOL" }, { 0x0101, "Service-Name" }, { 0x0102, "AC-Name" }, { 0x0103, "Host-Uniq" },
	{ 0x0104, "AC-Cookie" },
	{ 0x0105, "Vendor-Specific" }, { 0x0110, "Relay-Session-ID" }, { 0x0120, "PPP-Max-Payload" },
	{ 0x0201, "Service-Name-Error" }, { 0x0202, "AC-System-Error" }, { 0x0203, "Generic-Error" }, { 0 },
};
static const struct word controls[] = {
	{ 0xc021, "LCP" }, { 0x8021, "IPCP" }, { 0x8057, "IP6CP" }, { 0x80fd, "CCP" },
	{ 0x8281, "MPLSCP" }, { 0xc02b, "BACP" }, { 0 },
};
static const struct word control_codes[] = {
	{ 0, "Vend-Ext" }, { 1, "Conf-Request" }, { 2, "Conf-Ack" }, { 3, "Conf-Nack" }, { 4, "Conf-Reject" },
	{ 5, "Term-Request" }, { 6, "Term-Ack" }, { 7, "Code-Reject" }, { 8, "Prot-Reject" },
	{ 9, "Echo-Request" },
	{ 10, "Echo-Reply" }, { 11, "Disc-Req" }, { 12, "Ident" }, { 13, "Time-Remaining" },
	{ 14, "Reset-Req" }, { 15, "Reset-Ack" }, { 0 },
};
static const struct word pap_codes[] = { { 1, "Auth-Req" }, { 2, "Auth-ACK" }, { 3, "Auth-NACK" }, { 0 } };
static const struct word chap_codes[] = {
	{ 1, "Challenge" }, { 2, "Response" }, { 3, "Success" }, { 4, "Fail" }, { 0 },
};
/* clang-format on */

enum { PPP_PAP = 0xc023, PPP_CHAP = 0xc223 };

/* NULL when it is not known. */
static const char *name_of(const struct word *words, uint16_t number)
{
	for (; words->name; words++) {
		if (words->number == number)
			return words->name;
	}
	return NULL;
}

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
		if (name_of(tags, type))
			mst_line_add(line, " [%s", name_of(tags, type));
		else
			mst_line_add(line, " [TAG-0x%x", type);
		if (length)
			describe_value(line, value, length);
		mst_line_add(line, "]");
	}
	if (r.short_read || packet->outer.pppoe_bytes < packet->outer.pppoe_declared)
		mst_line_add(line, " [|pppoe]");
}

/* Code and number of a control protocol; passwords and challenges are not shown. False: it is another protocol. */
static bool describe_control(struct mst_line *line, const struct mst_packet *packet, struct mst_reader r)
{
	const char *name = name_of(controls, packet->outer.ppp_protocol), *word;
	bool pap = packet->outer.ppp_protocol == PPP_PAP, chap = packet->outer.ppp_protocol == PPP_CHAP;
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r);

	if (!name && !pap && !chap)
		return false;
	mst_line_add(line, "%s, ", name ? name : pap ? "PAP" : "CHAP");
	word = name_of(name ? control_codes : pap ? pap_codes : chap_codes, code);
	if (r.short_read)
		mst_line_add(line, "[|ppp]");
	else
		mst_line_add(line, "%s (0x%02x), id %u", word ? word : "unknown", code, id);
	if (name && !r.short_read)
		mst_line_add(line, ", length %u", packet->outer.pppoe_declared);
	return true;
}

static bool describe_ppp(struct mst_line *line, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes + packet->network_at,
	                                      packet->captured - packet->network_at);

	if (packet->ethertype || packet->outer.label_count)
		return false;
	if (describe_control(line, packet, r))
		return true;
	mst_line_add(line, "unknown PPP protocol (0x%04x) ", packet->outer.ppp_protocol);
	return false;
}

static bool describe_pppoe(struct mst_line *line, const struct mst_packet *packet)
{
	const char *code = name_of(codes, packet->outer.pppoe_code);

	if (packet->outer.pppoe_version >> 4 != 1)
		mst_line_add(line, " [ver %u]", packet->outer.pppoe_version >> 4);
	if ((packet->outer.pppoe_version & 15) != 1)
		mst_line_add(line, " [type %u]", packet->outer.pppoe_version & 15);
	mst_line_add(line, "PPPoE ");
	if (code)
		mst_line_add(line, "%s", code);
	else
		mst_line_add(line, "PAD-%X", packet->outer.pppoe_code);
	if (packet->outer.pppoe_session)
		mst_line_add(line, " [ses 0x%x]", packet->outer.pppoe_session);
	if (packet->outer.pppoe_code == 0) {
		mst_line_add(line, " ");
		return describe_ppp(line, packet);
	}
	describe_tags(line, packet, mst_reader_over(packet->bytes + packet->network_at, packet->outer.pppoe_bytes));
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

bool mst_describe_encapsulation(struct mst_line *line, const struct mst_packet *packet)
{
	bool whole = false, labels = false;

	for (unsigned i = 0; i < packet->outer.count && !whole; i++) {
		bool pppoe = mst_encapsulation_is_pppoe(packet->outer.types[i]);

		if (packet->outer.cut && i + 1 == packet->outer.count && pppoe) {
			mst_line_add(line, "PPPoE [|pppoe]");
			return true;
		}
		if (pppoe)
			whole = describe_pppoe(line, packet);
		else if (!labels)
			describe_mpls(line, packet);
		labels |= !pppoe;
	}
	if (packet->outer.cut && !whole)
		mst_line_add(line, "(invalid)");
	return whole || packet->outer.cut;
}
