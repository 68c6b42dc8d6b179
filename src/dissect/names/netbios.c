/* SPDX-License-Identifier: BSD-2-Clause */
/* netbios.c - see netbios.h. */
#include "dissect/names/netbios.h"

#include "dissect/common/line.h"
#include "dissect/payload/netbios_name.h"

#define NAME_BYTES 15 /* the 16th says what the name is for */
#define GROUP 0x8000
#define NAME_ENTRY 18

enum { WORKSTATION = 0x00, FILE_SERVER = 0x20 };
enum { DIRECT_UNIQUE = 0x10, DIRECT_GROUP = 0x11, BROADCAST = 0x12 };

/* Names are padded with spaces. One that begins with a control character is the list of browsers. */
static bool write_name(char text[MST_NETBIOS_TEXT], const uint8_t bytes[NAME_BYTES + 1])
{
	struct mst_line line = mst_line_in(text, MST_NETBIOS_TEXT);
	size_t length = mst_netbios_text_length(bytes);

	if (!length || bytes[0] < ' ' || bytes[0] == '*' ||
	    (bytes[NAME_BYTES] != WORKSTATION && bytes[NAME_BYTES] != FILE_SERVER))
		return false;
	mst_line_text(&line, bytes, length);
	return true;
}

bool mst_netbios_name(char text[MST_NETBIOS_TEXT], const char *letters)
{
	uint8_t bytes[MST_NETBIOS_BYTES];

	return mst_netbios_decode(bytes, letters) &&
	       (letters[MST_NETBIOS_LETTERS] == '\0' || letters[MST_NETBIOS_LETTERS] == '.') && write_name(text, bytes);
}

bool mst_netbios_addr(const struct mst_dns_record *record, unsigned n, struct mst_addr *addr)
{
	struct mst_reader r = mst_reader_over(record->data, record->data_bytes);
	uint16_t flags;

	if (!record->data || record->type != MST_NETBIOS_NB) /* a question has no data */
		return false;
	mst_skip(&r, n * (size_t)6);
	flags = mst_read_be16(&r);
	*addr = mst_addr_from_ipv4(mst_read_be32(&r));
	return !r.short_read && !(flags & GROUP);
}

bool mst_netbios_own_name(char text[MST_NETBIOS_TEXT], const struct mst_dns_record *record)
{
	struct mst_reader r = mst_reader_over(record->data, record->data_bytes);
	unsigned count;

	if (!record->data || record->type != MST_NETBIOS_NBSTAT)
		return false;
	count = mst_read_u8(&r);
	for (unsigned i = 0; i < count; i++) {
		const uint8_t *entry = mst_read_bytes(&r, NAME_ENTRY);

		if (!entry)
			return false;
		if (!(entry[16] & GROUP >> 8) && write_name(text, entry))
			return true;
	}
	return false;
}

bool mst_netbios_datagram(char text[MST_NETBIOS_TEXT], struct mst_addr *addr, const uint8_t *bytes, size_t count)
{
	struct mst_reader r = mst_reader_over(bytes, count);
	uint8_t type = mst_read_u8(&r);
	char letters[MST_NETBIOS_LETTERS + 1] = "";
	const uint8_t *name;

	mst_skip(&r, 3);
	*addr = mst_addr_from_ipv4(mst_read_be32(&r));
	mst_skip(&r, 6);
	if (type != DIRECT_UNIQUE && type != DIRECT_GROUP && type != BROADCAST)
		return false;
	if (mst_read_u8(&r) != MST_NETBIOS_LETTERS)
		return false;
	name = mst_read_bytes(&r, MST_NETBIOS_LETTERS);
	if (!name)
		return false;
	memcpy(letters, name, MST_NETBIOS_LETTERS);
	return mst_netbios_name(text, letters);
}
