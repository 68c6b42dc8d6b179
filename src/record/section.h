/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * section.h - what later blocks of a section need to know of earlier ones: its byte order and its interfaces; and the
 * options that all of them have.
 */
#ifndef MST_RECORD_SECTION_H
#define MST_RECORD_SECTION_H

#include <net/if.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/reader.h"

struct mst_section_interface {
	char name[IF_NAMESIZE];
	int linktype;       /* a DLT_ */
	uint32_t snap;      /* 0: unlimited */
	uint8_t resolution; /* as in if_tsresol */
	int64_t offset_s;
};

struct mst_section {
	bool big_endian;
	struct mst_section_interface *interfaces;
	uint32_t count, size;
};

/* Takes the byte order that these four bytes tell; false when they tell none. Forgets the interfaces. */
bool mst_section_begin(struct mst_section *section, const uint8_t order[4]);

/* Frees the memory. Accepts zeroed memory. */
void mst_section_end(struct mst_section *section);

/* Reads the body of an interface description. -EBADMSG when it is too short, -ENOMEM. */
int mst_section_interface(struct mst_section *section, struct mst_reader *body);

/* In the byte order of the section. */
uint16_t mst_section_u16(const struct mst_section *section, struct mst_reader *r);
uint32_t mst_section_u32(const struct mst_section *section, struct mst_reader *r);
uint64_t mst_section_u64(const struct mst_section *section, struct mst_reader *r);

/* The next option, its value to read; false after the last one, and where one is longer than what is left. */
bool mst_section_option(const struct mst_section *section, struct mst_reader *options, uint16_t *code,
                        struct mst_reader *value);

/* Nanoseconds since 1970 of a time stamp of this interface; what is beyond 64 bits is their end. */
uint64_t mst_section_time_ns(const struct mst_section_interface *interface, uint64_t stamp);

#endif
