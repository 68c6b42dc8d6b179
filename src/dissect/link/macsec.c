/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * macsec.c - IEEE 802.1AE: frames with an integrity check at their end, most of them encrypted.
 *
 *     tag control │ short length │ packet number │ channel, 8 bytes, if the tag control says so │ data │ check, 16
 * bytes
 */
#include "dissect/link/describers.h"

enum { VERSION = 0x80, END_STATION = 0x40, CHANNEL = 0x20, BROADCAST = 0x10, ENCRYPTED = 0x08, CHANGED = 0x04 };
enum { CHECK_BYTES = 16 };

/* ECSBI, in the order of the line */
static const struct {
	uint8_t bit;
	char letter;
} letters[] = { { ENCRYPTED, 'E' }, { CHANGED, 'C' }, { END_STATION, 'S' }, { BROADCAST, 'B' }, { CHANNEL, 'I' } };

/* "an 0, pn 6, flags CI, sci 2eb73f3995c3006f, " */
static void describe_tag(struct mst_line *line, uint8_t control, uint8_t short_length, uint32_t number,
                         const uint8_t *channel)
{
	mst_line_add(line, "an %u, pn %u, flags ", control & 3, number);
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
		if (control & letters[i].bit)
			mst_line_add(line, "%c", letters[i].letter);
	}
	mst_line_add(line, "%s, ", control & (ENCRYPTED | CHANGED | END_STATION | BROADCAST | CHANNEL) ? "" : "none");
	if (short_length)
		mst_line_add(line, "sl %u, ", short_length);
	if (!channel)
		return;
	mst_line_add(line, "sci ");
	mst_line_digits(line, channel, 8);
	mst_line_add(line, ", ");
}

/* Data that can be read, as a packet of its own: an EtherType, and what it names. */
static void describe_plain(struct mst_line *line, const struct mst_layer *data)
{
	struct mst_reader r = mst_layer_reader(data);
	struct mst_layer content = mst_layer_after(data, 2);
	uint16_t type = mst_read_be16(&r);

	if (r.short_read) {
		mst_line_add(line, " [|ether]");
		return;
	}
	if (data->how->link)
		mst_line_add(line, "ethertype %s (0x%04x), ", mst_ethertype_name(type), type);
	mst_describe_inner_type(line, &content, type);
}

/* Shortens the data by the check at its end, and by what is behind a short length. A frame that was captured in part
 * has no check bytes to leave out. False when the frame is too short for them. */
static bool leave_out_check(struct mst_layer *data, uint8_t short_length)
{
	if (data->declared < CHECK_BYTES || data->declared - CHECK_BYTES < short_length)
		return false;
	data->declared = short_length ? short_length : data->declared - CHECK_BYTES;
	if (data->captured > data->declared)
		data->captured = data->declared;
	return true;
}

bool mst_describe_macsec(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t control = mst_read_u8(&r), short_length = mst_read_u8(&r);
	uint32_t number = mst_read_be32(&r);
	const uint8_t *channel = control & CHANNEL ? mst_read_bytes(&r, 8) : NULL;
	struct mst_layer data = mst_layer_after(layer, layer->captured - r.left);
	bool plain = !(control & (ENCRYPTED | CHANGED));

	if (r.short_read) {
		mst_line_add(line, " [|macsec]");
		return true;
	}
	if (control & VERSION || short_length & ~63u) {
		mst_line_add(line, " (invalid)");
		return true;
	}
	if (plain && !leave_out_check(&data, short_length)) {
		mst_line_add(line, " [|macsec]");
		return true;
	}
	if (!plain && !layer->how->link) {
		mst_describe_macs(line, layer->packet);
		mst_line_add(line, " 802.1AE MACsec, ");
	}
	if (!plain || layer->how->link)
		describe_tag(line, control, short_length, number, channel);
	if (plain)
		describe_plain(line, &data);
	else
		mst_describe_bytes(line, &data);
	return true;
}
