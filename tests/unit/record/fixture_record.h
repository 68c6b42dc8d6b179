/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_record.h - what the tests of recordings share: a folder of their own, and pcapng files made by hand.
 */
#ifndef TESTS_UNIT_RECORD_FIXTURE_RECORD_H
#define TESTS_UNIT_RECORD_FIXTURE_RECORD_H

#include "record/reader.h"
#include "record/writer.h"

struct folder {
	char name[32];
	char path[64]; /* of the recording in it */
};

struct folder folder_new(void);
int folder_files(const struct folder *folder);
void folder_free(struct folder *folder);

/* Opens the recording of a folder; the test fails when that does. */
struct mst_record_writer *folder_record(const struct folder *folder);
void folder_close(struct mst_record_writer *writer);
struct mst_record *folder_read(const struct folder *folder);

/* A pcapng file made by hand, in either byte order, by nothing of the code under test. */
struct made {
	uint8_t bytes[4096];
	size_t count, block_at;
	bool big_endian;
};

void made_u8(struct made *made, unsigned value);
void made_u16(struct made *made, unsigned value);
void made_u32(struct made *made, uint32_t value);
void made_u64(struct made *made, uint64_t value);
void made_text(struct made *made, const char *text);
void made_pad(struct made *made);
void made_begin(struct made *made, uint32_t type);
void made_end(struct made *made);

/* The head of an option; its bytes and their padding follow. */
void made_option(struct made *made, unsigned code, unsigned length);

/* Whole blocks: the head of a section; an interface without options; a frame of 4 bytes "abcd" with time and
 * interface. */
void made_section(struct made *made);
void made_interface(struct made *made, unsigned linktype, uint32_t snap);
void made_frame(struct made *made, uint32_t interface, uint64_t stamp);

/* An event as in record/pcapng.h. */
void made_event(struct made *made, uint64_t number, uint64_t time_ns, const char *text);

/* A whole file: an event, an interface and a frame with every option that is read, and what is unknown between them. */
struct made made_all(bool big_endian);

/* Parses it; the test fails when that does. */
struct mst_record *made_parse(const struct made *made);

/* Parses it, which fails with -EBADMSG; the sentence. */
const char *made_refused(const struct made *made);

#endif
