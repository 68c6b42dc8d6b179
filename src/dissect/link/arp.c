/* SPDX-License-Identifier: BSD-2-Clause */
/* arp.c - address resolution (RFC 826), reverse (RFC 903) and inverse (RFC 2390), over any hardware. */
#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { REQUEST = 1, REPLY, REVERSE_REQUEST, REVERSE_REPLY, INVERSE_REQUEST = 8, INVERSE_REPLY, NACK };
enum { PROTOCOL_IPV4 = 0x0800, PROTOCOL_TRAILERS = 0x1000, HARDWARE_ATM = 19 };

static const struct mst_word hardwares[] = {
	{ 1, "Ethernet" },    { 6, "TokenRing" },   { 7, "ArcNet" },
	{ 15, "FrameRelay" }, { 19, "ATM" },        { 23, "Strip" },
	{ 24, "IEEE 1394" },  { 32, "InfiniBand" }, { 0 },
};

struct arp {
	uint16_t hardware, protocol, operation;
	uint8_t hardware_bytes, protocol_bytes;
	const uint8_t *sender, *sender_ip, *target, *target_ip;
};

/* False: it is cut short. */
static bool read_arp(struct arp *arp, struct mst_reader r)
{
	*arp = (struct arp){ .hardware = mst_read_be16(&r) };
	arp->protocol = mst_read_be16(&r);
	arp->hardware_bytes = mst_read_u8(&r);
	arp->protocol_bytes = mst_read_u8(&r);
	arp->operation = mst_read_be16(&r);
	arp->sender = mst_read_bytes(&r, arp->hardware_bytes);
	arp->sender_ip = mst_read_bytes(&r, arp->protocol_bytes);
	arp->target = mst_read_bytes(&r, arp->hardware_bytes);
	arp->target_ip = mst_read_bytes(&r, arp->protocol_bytes);
	return !r.short_read;
}

static void describe_ip(struct mst_line *line, const uint8_t *ip)
{
	mst_line_add(line, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
}

/* A link-layer address of any length. */
static void describe_hardware(struct mst_line *line, const struct arp *arp, const uint8_t *address)
{
	for (unsigned i = 0; i < arp->hardware_bytes; i++)
		mst_line_add(line, i ? ":%02x" : "%02x", address[i]);
}

static void describe_request(struct mst_line *line, const struct arp *arp)
{
	bool known = false;

	for (unsigned i = 0; i < arp->hardware_bytes; i++)
		known |= arp->target[i] != 0;
	mst_line_add(line, "Request who-has ");
	describe_ip(line, arp->target_ip);
	if (known) {
		mst_line_add(line, " (");
		describe_hardware(line, arp, arp->target);
		mst_line_add(line, ")");
	}
	mst_line_add(line, " tell ");
	describe_ip(line, arp->sender_ip);
}

static void describe_who_is(struct mst_line *line, const struct arp *arp, const char *kind)
{
	mst_line_add(line, "%s Request who-is ", kind);
	describe_hardware(line, arp, arp->target);
	mst_line_add(line, " tell ");
	describe_hardware(line, arp, arp->sender);
}

static void describe_at(struct mst_line *line, const struct arp *arp, const char *kind, const uint8_t *hardware,
                        const uint8_t *ip)
{
	mst_line_add(line, "%s Reply ", kind);
	describe_hardware(line, arp, hardware);
	mst_line_add(line, " at ");
	describe_ip(line, ip);
}

/* False: the operation is not known. */
static bool describe_operation(struct mst_line *line, const struct arp *arp)
{
	switch (arp->operation) {
	case REQUEST: describe_request(line, arp); return true;
	case REPLY:
		mst_line_add(line, "Reply ");
		describe_ip(line, arp->sender_ip);
		mst_line_add(line, " is-at ");
		describe_hardware(line, arp, arp->sender);
		return true;
	case REVERSE_REQUEST: describe_who_is(line, arp, "Reverse"); return true;
	case REVERSE_REPLY: describe_at(line, arp, "Reverse", arp->target, arp->target_ip); return true;
	case INVERSE_REQUEST: describe_who_is(line, arp, "Inverse"); return true;
	case INVERSE_REPLY: describe_at(line, arp, "Inverse", arp->sender, arp->sender_ip); return true;
	default: return false;
	}
}

/* "Ethernet (len 6), IPv6 (len 16)": an address family that lines of ARP have no words for. */
static void describe_kinds(struct mst_line *line, const struct arp *arp)
{
	const char *hardware = mst_word_of(hardwares, arp->hardware), *protocol = mst_ethertype_known(arp->protocol);

	if (hardware)
		mst_line_add(line, "%s", hardware);
	else
		mst_line_add(line, "Unknown Hardware (%u)", arp->hardware);
	mst_line_add(line, " (len %u), ", arp->hardware_bytes);
	if (protocol)
		mst_line_add(line, "%s", protocol);
	else
		mst_line_add(line, "Unknown Protocol (0x%04x)", arp->protocol);
	mst_line_add(line, " (len %u)", arp->protocol_bytes);
}

bool mst_describe_arp(struct mst_line *line, const struct mst_layer *layer)
{
	struct arp arp;
	bool known;

	if (!read_arp(&arp, mst_layer_reader(layer))) {
		mst_line_add(line, " [|arp]");
		return true;
	}
	if (!layer->how->link)
		mst_line_add(line, "ARP, ");
	known = (arp.protocol == PROTOCOL_IPV4 || arp.protocol == PROTOCOL_TRAILERS) && arp.protocol_bytes == 4 &&
	        arp.hardware_bytes > 0 && arp.hardware != HARDWARE_ATM;
	if (!known) {
		describe_kinds(line, &arp);
	} else if (!describe_operation(line, &arp)) {
		mst_line_add(line, arp.operation == NACK ? "NACK Reply " : "Unknown (%u) ", arp.operation);
		mst_describe_bytes(line, layer);
		return true;
	}
	mst_line_add(line, ", length %zu", layer->declared);
	return true;
}
