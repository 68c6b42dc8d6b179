/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ppp.c - describes PPP that carries no packet: the control protocols (RFC 1661, RFC 1332, RFC 5072, RFC 1962 …), PAP
 * (RFC 1334), CHAP (RFC 1994), multilink (RFC 1990). Passwords and what answers a challenge are not shown.
 */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

#define HEX_MOST 32

enum { PAP = 0xc023, CHAP = 0xc223, MULTILINK = 0x003d, BAP = 0xc02d };

/* clang-format off */
static const struct mst_word controls[] = {
	{ 0xc021, "LCP" }, { 0x8021, "IPCP" }, { 0x8057, "IP6CP" }, { 0x80fd, "CCP" },
	{ 0x8281, "MPLSCP" }, { 0x8023, "OSICP" }, { 0xc02b, "BACP" }, { 0 },
};
static const struct mst_word others[] = {
	{ 0xc227, "EAP" }, { 0xc025, "LQM" }, { 0x802b, "IPXCP" }, { 0x002d, "VJC IP" }, { 0x002f, "VJU IP" },
	{ 0x00fd, "compressed PPP data" }, { 0x00fb, "compressed PPP data" }, { 0 },
};
static const struct mst_word control_codes[] = {
	{ 0, "Vendor-Extension" }, { 1, "Conf-Request" }, { 2, "Conf-Ack" }, { 3, "Conf-Nack" },
	{ 4, "Conf-Reject" }, { 5, "Term-Request" }, { 6, "Term-Ack" }, { 7, "Code-Reject" },
	{ 8, "Prot-Reject" }, { 9, "Echo-Request" }, { 10, "Echo-Reply" }, { 11, "Disc-Req" }, { 12, "Ident" },
	{ 13, "Time-Rem" }, { 14, "Reset-Req" }, { 15, "Reset-Ack" }, { 0 },
};
static const struct mst_word pap_codes[] = { { 1, "Auth-Req" }, { 2, "Auth-ACK" }, { 3, "Auth-NACK" }, { 0 } };
static const struct mst_word chap_codes[] = {
	{ 1, "Challenge" }, { 2, "Response" }, { 3, "Success" }, { 4, "Fail" }, { 0 },
};
/* clang-format on */

static void describe_control(struct mst_line *line, const char *name, struct mst_reader r, size_t length)
{
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r);
	const char *word = mst_word_of(control_codes, code);

	mst_skip(&r, 2);
	if (r.short_read)
		mst_line_add(line, "%s, [|%s]", name, name);
	else
		mst_line_add(line, "%s, %s (0x%02x), id %u, length %zu", name, word ? word : "Unknown Opcode", code, id,
		             length);
}

/* The bytes that the length of PAP or CHAP declares, less the four of its header. */
static void bound(struct mst_reader *r, uint16_t length)
{
	size_t left = length < 4 ? 0 : length - 4u;

	r->left = r->left < left ? r->left : left;
}

static void describe_counted(struct mst_line *line, struct mst_reader *r, const char *name)
{
	uint8_t count = mst_read_u8(r);
	const uint8_t *text = mst_read_bytes(r, count);

	if (!text) {
		mst_line_add(line, "[|pap]");
		return;
	}
	mst_line_add(line, ", %s ", name);
	mst_line_text(line, text, count);
}

static void describe_pap(struct mst_line *line, struct mst_reader r)
{
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r);
	uint16_t length = mst_read_be16(&r);
	const char *word = mst_word_of(pap_codes, code);

	mst_line_add(line, "PAP, ");
	if (r.short_read) {
		mst_line_add(line, " [|pap]");
		return;
	}
	mst_line_add(line, "%s (0x%02x), id %u", word ? word : "unknown", code, id);
	bound(&r, length);
	if (word)
		describe_counted(line, &r, code == 1 ? "Peer" : "Msg");
}

static void describe_chap(struct mst_line *line, struct mst_reader r)
{
	uint8_t code = mst_read_u8(&r), id = mst_read_u8(&r), count;
	uint16_t length = mst_read_be16(&r);
	const char *word = mst_word_of(chap_codes, code);
	const uint8_t *value;

	mst_line_add(line, "CHAP, ");
	if (r.short_read) {
		mst_line_add(line, " [|chap]");
		return;
	}
	mst_line_add(line, "%s (0x%02x), id %u", word ? word : "unknown", code, id);
	if (!word)
		return;
	bound(&r, length);
	if (code <= 2) {
		count = mst_read_u8(&r);
		value = mst_read_bytes(&r, count);
		if (!value) {
			mst_line_add(line, "[|chap]");
			return;
		}
		if (code == 1)
			mst_line_add(line, ", Value ");
		mst_line_digits(line, value, code == 1 ? count : 0);
	}
	mst_line_add(line, code <= 2 ? ", Name " : ", Msg ");
	mst_line_text(line, r.at, r.left);
}

static void describe_multilink(struct mst_line *line, struct mst_reader r, size_t length)
{
	static const char *const flags[] = { "none", "end", "begin", "begin, end" };
	uint16_t first = mst_read_be16(&r);

	if (r.short_read)
		mst_line_add(line, "MLPPP, [|mlppp]");
	else
		mst_line_add(line, "MLPPP, seq 0x%03x, Flags [%s], length %zu", first & 0xfff, flags[first >> 14],
		             length - 2);
}

static void describe_unknown(struct mst_line *line, uint16_t protocol, const struct mst_layer *layer, size_t captured)
{
	mst_line_add(line, "unknown PPP protocol (0x%04x) length %zu: 0x", protocol, layer->declared);
	mst_line_hex(line, layer->bytes, captured, HEX_MOST);
}

/* Names as `-e` prints them. */
/* clang-format off */
static const struct mst_word header_names[] = {
	{ 0x0021, "IP" }, { 0x0057, "IP6" }, { 0x0023, "OSI" }, { 0x0025, "NS" }, { 0x0029, "APPLE" },
	{ 0x002b, "IPX" },
	{ 0x002d, "VJC IP" }, { 0x002f, "VJNC IP" }, { 0x0031, "BRPDU" }, { 0x003d, "MLPPP" }, { 0x00fd, "Compressed" },
	{ 0x0281, "MPLS" }, { 0x0283, "MPLS" }, { 0x8029, "APPLECP" }, { 0xc023, "PAP" }, { 0xc025, "LQM" },
	{ 0xc223, "CHAP" }, { 0xc227, "EAP" }, { 0 },
};
/* clang-format on */

bool mst_describe_ppp_header(struct mst_line *line, const struct mst_packet *packet)
{
	const struct mst_encapsulation *outer = &packet->outer;
	const char *control = mst_word_of(controls, outer->ppp_protocol),
		   *other = mst_word_of(header_names, outer->ppp_protocol);
	size_t length = outer->pppoe_whole ? outer->pppoe_declared : packet->wire_bytes;

	if (!control && !other) {
		mst_line_add(line, "unknown (0x%04x), length %zu", outer->ppp_protocol, length);
		return false;
	}
	mst_line_add(line, "%s (0x%04x), length %zu: ", control ? control : other, outer->ppp_protocol, length);
	return true;
}

void mst_describe_ppp(struct mst_line *line, const struct mst_packet *packet, const struct mst_describe *how)
{
	const struct mst_encapsulation *outer = &packet->outer;
	struct mst_layer layer = mst_layer_network(packet, how);
	size_t headers = packet->network_at > packet->captured ? 0 : outer->ppp_left;
	size_t captured = outer->pppoe_whole && outer->pppoe_bytes < layer.captured ? outer->pppoe_bytes
	                                                                            : layer.captured;
	struct mst_reader r = mst_reader_over(layer.bytes, captured);
	size_t length = outer->pppoe_whole ? outer->pppoe_declared : packet->wire_bytes - packet->captured + headers;
	uint16_t protocol = outer->ppp_protocol;
	const char *control = mst_word_of(controls, protocol), *other = mst_word_of(others, protocol);

	if (outer->cut)
		mst_line_add(line, " [|ppp]");
	else if (control)
		describe_control(line, control, r, length);
	else if (protocol == PAP)
		describe_pap(line, r);
	else if (protocol == CHAP)
		describe_chap(line, r);
	else if (protocol == MULTILINK)
		describe_multilink(line, r, length);
	else if (other)
		mst_line_add(line, "%s", other);
	else if (protocol != BAP)
		describe_unknown(line, protocol, &layer, captured);
}
