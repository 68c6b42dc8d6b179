/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * saps.c - describes IEEE 802.2 LLC: the table of service access points, and the frames of all others. See layer.h.
 *
 *     802.3 length │ DSAP │ SSAP │ control, 1 or 2 bytes │ data
 *     802.3 length │ 0xaa │ 0xaa │ 0x03                  │ OUI │ protocol │ data      SNAP, see snap.c
 *     802.3 length │ 0xff   0xff   …                                                  IPX, without LLC
 */
#include <pcap/dlt.h>

#include "dissect/common/words.h"
#include "dissect/link/describers.h"

enum { IP = 0x06, SNAP = 0xaa, IPX = 0xe0, IPX_RAW = 0xff };
enum { UNNUMBERED_INFORMATION = 0x03, IDENTIFICATION = 0xaf, POLL = 0x10, POLL_LONG = 0x100 };

struct llc {
	uint8_t destination, source; /* without the bits group and response */
	bool group, response, unnumbered;
	uint16_t control; /* one byte where unnumbered */
	size_t header_bytes;
};

static bool describe_ip(struct mst_line *line, const struct mst_layer *layer)
{
	mst_describe_inner(line, layer, DLT_RAW);
	return true;
}

static bool describe_ipx(struct mst_line *line, const struct mst_layer *layer)
{
	if (layer->how->link)
		mst_line_add(line, "IPX 802.2: ");
	return mst_describe_ipx(line, layer);
}

/* clang-format off */
static const struct {
	uint8_t sap;
	const char *name;
	mst_describer *describe; /* of unnumbered information from the same access point */
} saps[] = {
	{ 0x00, "Null", NULL },
	{ 0x02, "802.1B I", NULL },
	{ 0x04, "SNA", NULL },
	{ 0x06, "IP", describe_ip },
	{ 0x0e, "ProWay NM", NULL },
	{ 0x42, "STP", mst_describe_stp },
	{ 0x4e, "RS511", NULL },
	{ 0x7e, "ISO8208", NULL },
	{ 0x8e, "ProWay", NULL },
	{ 0xaa, "SNAP", mst_describe_snap },
	{ IPX, "IPX", describe_ipx },
	{ 0xf0, "NetBeui", NULL },
	{ 0xfe, "OSI", mst_describe_osi },
};
static const struct mst_word commands[] = {
	{ 0x03, "ui" }, { 0x0f, "dm" }, { 0x43, "disc" }, { 0x63, "ua" }, { 0x6f, "sabme" }, { 0x87, "frmr" },
	{ 0xaf, "xid" }, { 0xe3, "test" }, { 0 },
};
static const char *const supervisory[] = { "Receiver Ready", "Receiver not Ready", "Reject", "?" };
/* clang-format on */

static const char *sap_name(uint8_t sap)
{
	for (size_t i = 0; i < sizeof saps / sizeof *saps; i++) {
		if (saps[i].sap == sap)
			return saps[i].name;
	}
	return NULL;
}

static bool read_llc(struct llc *llc, struct mst_reader r)
{
	uint8_t destination = mst_read_u8(&r), source = mst_read_u8(&r), control = mst_read_u8(&r);

	*llc = (struct llc){
		destination & 0xfe, source & 0xfe, destination & 1, source & 1, (control & 3) == 3, control, 3
	};
	if (!llc->unnumbered) {
		llc->control |= (uint16_t)(mst_read_u8(&r) << 8);
		llc->header_bytes = 4;
	}
	return !r.short_read;
}

/* "LLC, dsap STP (0x42) Individual, ssap STP (0x42) Command, ctrl 0x03: ", of `-e` */
static void describe_header(struct mst_line *line, const struct llc *llc)
{
	const char *destination = sap_name(llc->destination), *source = sap_name(llc->source);

	mst_line_add(line, "LLC, dsap %s (0x%02x) %s, ssap %s (0x%02x) %s, ctrl 0x%0*x: ",
	             destination ? destination : "Unknown", llc->destination, llc->group ? "Group" : "Individual",
	             source ? source : "Unknown", llc->source, llc->response ? "Response" : "Command",
	             llc->unnumbered ? 2 : 4, llc->control);
}

/* "02:00:00:00:00:01 > 02:00:00:00:00:02 NetBeui " */
static void describe_ends(struct mst_line *line, const struct llc *llc, const struct mst_packet *packet)
{
	const char *source = sap_name(llc->source), *destination = sap_name(llc->destination);
	bool macs = packet->has_macs && packet->has_target, same = llc->source == llc->destination;

	if (macs)
		mst_line_mac(line, packet->source_mac);
	if (!same && source)
		mst_line_add(line, macs ? " %s" : "%s", source);
	else if (!same)
		mst_line_add(line, "%sUnknown SSAP 0x%02x", macs ? " " : "", llc->source);
	if (macs || !same)
		mst_line_add(line, " > ");
	if (macs) {
		mst_line_mac(line, packet->destination_mac);
		mst_line_add(line, " ");
	}
	if (destination)
		mst_line_add(line, "%s ", destination);
	else
		mst_line_add(line, "Unknown DSAP 0x%02x ", llc->destination);
}

static const char *flags_of(const struct llc *llc)
{
	bool poll = llc->control & (llc->unnumbered ? POLL : POLL_LONG);

	return llc->response ? (poll ? "Final" : "Response") : (poll ? "Poll" : "Command");
}

/* Format, class and window of an exchange of identification. Returns whether there is no more to show. */
static bool describe_xid(struct mst_line *line, const struct mst_layer *data)
{
	struct mst_reader r = mst_layer_reader(data);
	uint8_t format = mst_read_u8(&r), class = mst_read_u8(&r), window = mst_read_u8(&r);

	if (data->captured && format != 0x81)
		return false;
	if (r.short_read)
		mst_line_add(line, " [|llc]");
	else
		mst_line_add(line, ": %02x %02x", class, window);
	return true;
}

/* What all access points without a describer have in common. */
static void describe_frame(struct mst_line *line, const struct llc *llc, const struct mst_layer *layer)
{
	struct mst_layer data = mst_layer_after(layer, llc->header_bytes);
	uint8_t command = (uint8_t)(llc->control & ~POLL);
	const char *name = mst_word_of(commands, command);

	if (!layer->how->link)
		describe_ends(line, llc, layer->packet);
	if (!llc->unnumbered && (llc->control & 1))
		mst_line_add(line, "Supervisory, %s, rcv seq %u", supervisory[llc->control >> 2 & 3],
		             llc->control >> 9);
	else if (!llc->unnumbered)
		mst_line_add(line, "Information, send seq %u, rcv seq %u", llc->control >> 1 & 0x7f, llc->control >> 9);
	else if (name)
		mst_line_add(line, "Unnumbered, %s", name);
	else
		mst_line_add(line, "Unnumbered, %02x", command);
	mst_line_add(line, ", Flags [%s], length %zu", flags_of(llc), layer->declared);
	if (llc->unnumbered && command == IDENTIFICATION && describe_xid(line, &data))
		return;
	if (data.captured && !layer->how->quick && !layer->how->bytes)
		mst_line_add(line, " ");
	mst_describe_bytes(line, &data);
}

bool mst_describe_llc(struct mst_line *line, const struct mst_layer *layer)
{
	struct llc llc;
	struct mst_layer data;

	if (!read_llc(&llc, mst_layer_reader(layer))) {
		mst_line_add(line, " [|llc]");
		return true;
	}
	if (layer->bytes[0] == IPX_RAW && layer->bytes[1] == IPX_RAW) {
		if (layer->how->link)
			mst_line_add(line, "IPX 802.3: ");
		return mst_describe_ipx(line, layer);
	}
	if (layer->how->link)
		describe_header(line, &llc);
	data = mst_layer_after(layer, llc.header_bytes);
	for (size_t i = 0; i < sizeof saps / sizeof *saps; i++) {
		if (saps[i].describe && saps[i].sap == llc.destination && llc.source == llc.destination &&
		    llc.control == UNNUMBERED_INFORMATION && saps[i].describe(line, &data))
			return true;
	}
	describe_frame(line, &llc, layer);
	return true;
}

void mst_describe_llc_header(struct mst_line *line, const struct mst_packet *packet)
{
	struct mst_reader r = mst_reader_over(packet->bytes + packet->llc_at, packet->captured - packet->llc_at);
	size_t on_wire = packet->wire_bytes - packet->llc_at;
	struct llc llc;

	if (!read_llc(&llc, r))
		return;
	describe_header(line, &llc);
	mst_skip(&r, llc.header_bytes);
	if (packet->llc_bytes < on_wire)
		on_wire = packet->llc_bytes;
	if (llc.destination == SNAP)
		mst_describe_snap_header(line, r, on_wire - (on_wire < llc.header_bytes ? on_wire : llc.header_bytes));
}
