/* SPDX-License-Identifier: BSD-2-Clause */
/* section.c - see section.h. */
#include "record/section.h"

#include <errno.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>

#include "base/linktype.h"
#include "record/pcapng.h"
#include "record/text.h"

#define FIRST_SIZE 8
#define RESOLUTION_OF_TWO 0x80
#define STAMP_BITS 64
#define NS_BITS 30 /* 10^9 is less than 2^30 */

__extension__ typedef unsigned __int128 wide;
__extension__ typedef __int128 wide_signed;

bool mst_section_begin(struct mst_section *section, const uint8_t order[4])
{
	static const uint8_t big[4] = { 0x1a, 0x2b, 0x3c, 0x4d }, little[4] = { 0x4d, 0x3c, 0x2b, 0x1a };

	section->count = 0;
	section->big_endian = memcmp(order, big, sizeof big) == 0;
	return section->big_endian || memcmp(order, little, sizeof little) == 0;
}

void mst_section_end(struct mst_section *section)
{
	free(section->interfaces);
	*section = (struct mst_section){ 0 };
}

uint16_t mst_section_u16(const struct mst_section *section, struct mst_reader *r)
{
	uint16_t value = mst_read_be16(r);

	return section->big_endian ? value : __builtin_bswap16(value);
}

uint32_t mst_section_u32(const struct mst_section *section, struct mst_reader *r)
{
	uint32_t value = mst_read_be32(r);

	return section->big_endian ? value : __builtin_bswap32(value);
}

uint64_t mst_section_u64(const struct mst_section *section, struct mst_reader *r)
{
	uint64_t value = mst_read_be64(r);

	return section->big_endian ? value : __builtin_bswap64(value);
}

bool mst_section_option(const struct mst_section *section, struct mst_reader *options, uint16_t *code,
                        struct mst_reader *value)
{
	uint16_t length;
	const uint8_t *bytes;

	*code = mst_section_u16(section, options);
	length = mst_section_u16(section, options);
	if (options->short_read || *code == MST_PCAPNG_END)
		return false;
	bytes = mst_read_bytes(options, length);
	if (!bytes)
		return false;
	*value = mst_reader_over(bytes, length);
	mst_skip(options, -(size_t)length % sizeof(uint32_t));
	return true;
}

/* An option of another length than it should have is none. */
static void read_option(const struct mst_section *section, struct mst_section_interface *interface, uint16_t code,
                        struct mst_reader *value)
{
	if (code == MST_PCAPNG_IF_NAME)
		mst_record_text(interface->name, sizeof interface->name, value->at, value->left, false);
	else if (code == MST_PCAPNG_IF_TSRESOL && value->left == sizeof interface->resolution)
		interface->resolution = mst_read_u8(value);
	else if (code == MST_PCAPNG_IF_TSOFFSET && value->left == sizeof interface->offset_s)
		interface->offset_s = (int64_t)mst_section_u64(section, value);
}

static int grow(struct mst_section *section)
{
	uint32_t size = section->size ? section->size * 2 : FIRST_SIZE;
	struct mst_section_interface *grown = reallocarray(section->interfaces, size, sizeof *grown);

	if (!grown)
		return -ENOMEM;
	section->interfaces = grown;
	section->size = size;
	return 0;
}

int mst_section_interface(struct mst_section *section, struct mst_reader *body)
{
	struct mst_section_interface interface = { .resolution = MST_PCAPNG_TSRESOL_DEFAULT };
	struct mst_reader value;
	uint16_t code;

	interface.linktype = mst_dlt_of_linktype(mst_section_u16(section, body));
	mst_skip(body, sizeof(uint16_t));
	interface.snap = mst_section_u32(section, body);
	if (body->short_read)
		return -EBADMSG;
	while (mst_section_option(section, body, &code, &value))
		read_option(section, &interface, code, &value);
	if (section->count == section->size && grow(section) < 0)
		return -ENOMEM;
	section->interfaces[section->count++] = interface;
	return 0;
}

/* 2^64 × 10^9 has room in 128 bits; a resolution so fine that no stamp is a nanosecond long gives 0. */
static wide ns_of(uint64_t stamp, uint8_t resolution)
{
	wide ns = (wide)stamp * MST_NS_PER_SECOND;
	unsigned digits = resolution & (RESOLUTION_OF_TWO - 1u);

	if (resolution & RESOLUTION_OF_TWO)
		return digits < STAMP_BITS + NS_BITS ? ns >> digits : 0;
	for (; digits > 0 && ns > 0; digits--)
		ns /= 10;
	return ns;
}

uint64_t mst_section_time_ns(const struct mst_section_interface *interface, uint64_t stamp)
{
	wide_signed ns = (wide_signed)ns_of(stamp, interface->resolution) +
	                 (wide_signed)interface->offset_s * (int64_t)MST_NS_PER_SECOND;

	if (ns < 0)
		return 0;
	return ns > (wide_signed)UINT64_MAX ? UINT64_MAX : (uint64_t)ns;
}
