/* SPDX-License-Identifier: BSD-2-Clause */
/* ber.c - see ber.h. */
#include "dissect/payload/ber.h"

#define MORE_TAG 0x1f

/* False when there is no length, or one of more than 32 bits or of unknown end, which SNMP forbids. */
static bool read_length(size_t *count, struct mst_reader *r)
{
	uint8_t first = mst_read_u8(r);

	*count = first;
	if (first < 0x80)
		return !r->short_read;
	*count = 0;
	if (first == 0x80 || (first & 0x7f) > 4)
		return false;
	for (unsigned i = first & 0x7f; i > 0; i--)
		*count = *count << 8 | mst_read_u8(r);
	return !r->short_read;
}

enum mst_ber_end mst_ber_next(struct mst_ber *element, struct mst_reader *r)
{
	size_t left;

	*element = (struct mst_ber){ .identifier = mst_read_u8(r) };
	if (r->short_read)
		return MST_BER_NOTHING;
	element->tag = element->identifier & MORE_TAG;
	if (element->tag == MORE_TAG) {
		uint8_t byte;

		element->tag = 0;
		do {
			byte = mst_read_u8(r);
			element->tag = element->tag << 7 | (byte & 0x7f);
		} while (byte & 0x80);
		element->tag &= 0xff; /* as tcpdump has it: longer tags than needed hide from few */
		if (element->tag < MORE_TAG)
			element->identifier = (uint8_t)((element->identifier & 0xe0) | element->tag);
	}
	if (!read_length(&element->count, r))
		return MST_BER_NO_LENGTH;
	left = r->left;
	element->bytes = mst_read_bytes(r, element->count);
	if (element->bytes)
		return MST_BER_WHOLE;
	r->left = left; /* for the words of what is missing */
	return MST_BER_CUT;
}

int32_t mst_ber_integer(const struct mst_ber *element)
{
	uint32_t value = element->count && element->bytes[0] & 0x80 ? UINT32_MAX : 0;

	for (size_t i = 0; i < element->count; i++)
		value = value << 8 | element->bytes[i];
	return (int32_t)value;
}

uint64_t mst_ber_unsigned(const struct mst_ber *element)
{
	uint64_t value = 0;

	for (size_t i = 0; i < element->count; i++)
		value = value << 8 | element->bytes[i];
	return value;
}
