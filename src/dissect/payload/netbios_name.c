/* SPDX-License-Identifier: BSD-2-Clause */
/* netbios_name.c - see netbios_name.h. */
#include "dissect/payload/netbios_name.h"

bool mst_netbios_decode(uint8_t bytes[MST_NETBIOS_BYTES], const char *letters)
{
	for (unsigned i = 0; i < MST_NETBIOS_LETTERS; i++) {
		uint8_t half = (uint8_t)(letters[i] - 'A');

		if (letters[i] < 'A' || letters[i] > 'P')
			return false;
		bytes[i / 2] = (uint8_t)(i % 2 ? bytes[i / 2] | half : half << 4);
	}
	return true;
}

size_t mst_netbios_text_length(const uint8_t bytes[MST_NETBIOS_BYTES])
{
	size_t length = MST_NETBIOS_BYTES - 1;

	while (length && (bytes[length - 1] == ' ' || bytes[length - 1] == '\0'))
		length--;
	return length;
}
