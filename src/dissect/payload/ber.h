/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ber.h - elements of ASN.1's Basic Encoding Rules (X.690): identifier, length, content. Pure.
 */
#ifndef MST_DISSECT_PAYLOAD_BER_H
#define MST_DISSECT_PAYLOAD_BER_H

#include "base/reader.h"

/* Identifiers of one byte: class, "constructed", tag. */
enum {
	MST_BER_INTEGER = 0x02,
	MST_BER_STRING = 0x04,
	MST_BER_NULL = 0x05,
	MST_BER_OID = 0x06,
	MST_BER_SEQUENCE = 0x30,
};

struct mst_ber {
	uint8_t identifier;
	uint32_t tag; /* of one byte, or of the bytes behind it (X.690, 8.1.2.4) */
	const uint8_t *bytes;
	size_t count;
};

enum mst_ber_end { MST_BER_WHOLE, MST_BER_NOTHING, MST_BER_NO_LENGTH, MST_BER_CUT };

/* The next element. CUT: `count` is what it declares, and the reader has fewer left. */
enum mst_ber_end mst_ber_next(struct mst_ber *element, struct mst_reader *r);

static inline struct mst_reader mst_ber_reader(const struct mst_ber *element)
{
	return mst_reader_over(element->bytes, element->count);
}

/* The low 32 bits, signed or not as the element is read. */
int32_t mst_ber_integer(const struct mst_ber *element);
uint64_t mst_ber_unsigned(const struct mst_ber *element);

#endif
