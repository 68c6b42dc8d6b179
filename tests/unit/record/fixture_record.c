/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_record.c - see fixture_record.h. */
#include "unit/record/fixture_record.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct folder folder_new(void)
{
	struct folder folder = { .name = "/tmp/muster-record-XXXXXX" };

	cr_assert_not_null(mkdtemp(folder.name));
	snprintf(folder.path, sizeof folder.path, "%s/a.pcapng", folder.name);
	return folder;
}

int folder_files(const struct folder *folder)
{
	DIR *entries = opendir(folder->name);
	int count = -2; /* . and .. */

	cr_assert_not_null(entries);
	while (readdir(entries))
		count++;
	closedir(entries);
	return count;
}

void folder_free(struct folder *folder)
{
	char command[64];

	snprintf(command, sizeof command, "rm -rf %s", folder->name);
	cr_assert_eq(system(command), 0);
}

struct mst_record_writer *folder_record(const struct folder *folder)
{
	struct mst_record_writer *writer;
	struct mst_error err = { "" };

	cr_assert_eq(mst_record_open(&writer, folder->path, false, "muster test", &err), 0, "%s", err.text);
	return writer;
}

void folder_close(struct mst_record_writer *writer)
{
	struct mst_error err = { "" };

	cr_assert_eq(mst_record_close(writer, &err), 0, "%s", err.text);
}

struct mst_record *folder_read(const struct folder *folder)
{
	struct mst_record *record;
	struct mst_error err = { "" };

	cr_assert_eq(mst_record_read(&record, folder->path, &err), 0, "%s", err.text);
	return record;
}

void made_u8(struct made *made, unsigned value)
{
	cr_assert_lt(made->count, sizeof made->bytes);
	made->bytes[made->count++] = (uint8_t)value;
}

static void put(struct made *made, uint64_t value, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		made_u8(made, value >> 8 * (made->big_endian ? bytes - 1 - i : i) & 0xff);
}

void made_u16(struct made *made, unsigned value)
{
	put(made, value, 2);
}

void made_u32(struct made *made, uint32_t value)
{
	put(made, value, 4);
}

void made_u64(struct made *made, uint64_t value)
{
	put(made, value, 8);
}

void made_text(struct made *made, const char *text)
{
	while (*text)
		made_u8(made, (uint8_t)*text++);
}

void made_pad(struct made *made)
{
	while (made->count % 4)
		made_u8(made, 0);
}

void made_begin(struct made *made, uint32_t type)
{
	made->block_at = made->count;
	made_u32(made, type);
	made_u32(made, 0);
}

void made_end(struct made *made)
{
	size_t end;

	made_u32(made, (uint32_t)(made->count + 4 - made->block_at));
	end = made->count;
	made->count = made->block_at + 4;
	made_u32(made, (uint32_t)(end - made->block_at));
	made->count = end;
}

void made_section(struct made *made)
{
	made_begin(made, 0x0a0d0d0a);
	made_u32(made, 0x1a2b3c4d);
	made_u16(made, 1);
	made_u16(made, 0);
	made_u64(made, UINT64_MAX);
	made_end(made);
}

void made_interface(struct made *made, unsigned linktype, uint32_t snap)
{
	made_begin(made, 1);
	made_u16(made, linktype);
	made_u16(made, 0);
	made_u32(made, snap);
	made_end(made);
}

void made_frame(struct made *made, uint32_t interface, uint64_t stamp)
{
	made_begin(made, 6);
	made_u32(made, interface);
	made_u32(made, (uint32_t)(stamp >> 32));
	made_u32(made, (uint32_t)stamp);
	made_u32(made, 4);
	made_u32(made, 4);
	made_text(made, "abcd");
	made_end(made);
}

void made_event(struct made *made, uint64_t number, uint64_t time_ns, const char *text)
{
	bool big_endian = made->big_endian;

	made_begin(made, 0x00000bad);
	made_u32(made, 32473);
	made_text(made, "MREC");
	made->big_endian = false;
	made_u32(made, (uint32_t)strlen(text));
	made_u64(made, number);
	made_u64(made, time_ns);
	made->big_endian = big_endian;
	made_text(made, text);
	made_pad(made);
	made_end(made);
}

void made_option(struct made *made, unsigned code, unsigned length)
{
	made_u16(made, code);
	made_u16(made, length);
}

struct made made_all(bool big_endian)
{
	struct made made = { .big_endian = big_endian };

	made_section(&made);
	made_event(&made, 10, 7, "begin");
	made_begin(&made, 1);
	made_u16(&made, 101);
	made_u16(&made, 0);
	made_u32(&made, 96);
	made_option(&made, 2, 5);
	made_text(&made, "wlan0");
	made_pad(&made);
	made_option(&made, 9, 1);
	made_u8(&made, 9);
	made_pad(&made);
	made_option(&made, 14, 8);
	made_u64(&made, 1000);
	made_option(&made, 0, 0);
	made_end(&made);
	made_begin(&made, 0x7fff0001);
	made_text(&made, "unknown.");
	made_end(&made);
	made_begin(&made, 6);
	made_u32(&made, 0);
	made_u32(&made, 1);
	made_u32(&made, 2);
	made_u32(&made, 3);
	made_u32(&made, 60);
	made_text(&made, "abc");
	made_pad(&made);
	made_option(&made, 1, 3);
	made_text(&made, "odd");
	made_pad(&made);
	made_option(&made, 2989, 0);
	made_option(&made, 2, 4);
	made_u32(&made, 0x00000002);
	made_option(&made, 5, 8);
	made_u64(&made, 9);
	made_option(&made, 0, 0);
	made_end(&made);
	return made;
}

struct mst_record *made_parse(const struct made *made)
{
	struct mst_record *record;
	struct mst_error err = { "" };

	cr_assert_eq(mst_record_parse(&record, made->bytes, made->count, &err), 0, "%s", err.text);
	return record;
}

const char *made_refused(const struct made *made)
{
	static struct mst_error err;
	struct mst_record *record;

	cr_assert_eq(mst_record_parse(&record, made->bytes, made->count, &err), -EBADMSG);
	cr_assert_null(record);
	return err.text;
}
