/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * tlv.h - elements of BER (X.690), as LDAP and SNMP have them: a tag of one byte, a length of at most four, a value.
 */
#ifndef MST_DIALOGUE_TLV_H
#define MST_DIALOGUE_TLV_H

#include "base/reader.h"

enum {
	MST_TLV_INTEGER = 0x02,
	MST_TLV_OCTETS = 0x04,
	MST_TLV_SEQUENCE = 0x30,
	MST_TLV_SET = 0x31,
};

/* The next element, consumed: its tag, and its value in `inside`. 0 for one that is cut or has no length that is told;
 * then `r->short_read`. */
static inline uint8_t mst_tlv_next(struct mst_reader *r, struct mst_reader *inside)
{
	uint8_t tag = mst_read_u8(r), first = mst_read_u8(r);
	size_t size = first & 0x7f;
	const uint8_t *value;

	if (first & 0x80) {
		size_t bytes = size;

		if (!bytes || bytes > 4)
			mst_skip(r, r->left + 1);
		for (size = 0; bytes && bytes <= 4; bytes--)
			size = size << 8 | mst_read_u8(r);
	}
	value = r->short_read ? NULL : mst_read_bytes(r, size);
	*inside = mst_reader_over(value, value ? size : 0);
	inside->short_read = !value;
	return value ? tag : 0;
}

/* The same for an element that must have this tag. */
static inline bool mst_tlv_enter(struct mst_reader *r, uint8_t tag, struct mst_reader *inside)
{
	return mst_tlv_next(r, inside) == tag;
}

#endif
