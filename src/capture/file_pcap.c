/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_pcap.c - reads pcap.
 *
 *     magic │ major, minor │ zone, accuracy │ snapshot length │ link type
 *     seconds │ fraction │ captured │ on the wire │ bytes                        a record
 *
 * The magic number tells the byte order and the unit of the fraction; that of Alexey Kuznetsov's version has eight more
 * bytes in the header of a record. Before version 2.3 the two lengths changed places.
 */
#include "capture/file_pcap.h"

#include <errno.h>
#include <muster/units.h>
#include <string.h>

#include "base/fail.h"
#include "base/linktype.h"
#include "base/reader.h"

#define MAGIC_BYTES 4
#define HEADER_BYTES 24
#define RECORD_BYTES 16
#define RECORD_BYTES_KUZNETSOV 24
#define LINKTYPE_BITS 0x03ffffffu /* the others tell of checksums */

bool mst_file_pcap_is(struct mst_file_pcap *pcap, const uint8_t magic[4])
{
	static const struct {
		uint32_t magic, unit_ns;
		size_t header_bytes;
	} forms[] = {
		{ 0xa1b2c3d4, 1000, RECORD_BYTES },
		{ 0xa1b23c4d, 1, RECORD_BYTES },
		{ 0xa1b2cd34, 1000, RECORD_BYTES_KUZNETSOV },
	};
	uint32_t value;

	memcpy(&value, magic, sizeof value);
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		if (value != forms[i].magic && value != __builtin_bswap32(forms[i].magic))
			continue;
		*pcap = (struct mst_file_pcap){
			.swapped = value != forms[i].magic,
			.unit_ns = forms[i].unit_ns,
			.header_bytes = forms[i].header_bytes,
		};
		return true;
	}
	return false;
}

/* A number in the byte order of the file; bytes of files are read as they are in memory. */
static uint32_t read_u32(const struct mst_file *file, struct mst_reader *r)
{
	uint32_t value = 0;
	const uint8_t *bytes = mst_read_bytes(r, sizeof value);

	if (bytes)
		memcpy(&value, bytes, sizeof value);
	return file->pcap.swapped ? __builtin_bswap32(value) : value;
}

static uint16_t read_u16(const struct mst_file *file, struct mst_reader *r)
{
	uint16_t value = 0;
	const uint8_t *bytes = mst_read_bytes(r, sizeof value);

	if (bytes)
		memcpy(&value, bytes, sizeof value);
	return file->pcap.swapped ? __builtin_bswap16(value) : value;
}

static int check_version(const struct mst_file_pcap *pcap, struct mst_error *err)
{
	if (pcap->major < 2)
		return mst_fail(err, -EBADMSG, "archaic pcap savefile format");
	if ((pcap->major == 2 && pcap->minor <= 4) || (pcap->major == 543 && pcap->minor == 0))
		return 0;
	return mst_fail(err, -EBADMSG, "unsupported pcap savefile version %u.%u", pcap->major, pcap->minor);
}

int mst_file_pcap_begin(struct mst_file *file, struct mst_error *err)
{
	int64_t got = mst_file_want(file, HEADER_BYTES, err);
	struct mst_reader r = mst_reader_over(mst_file_bytes(file), HEADER_BYTES);

	if (got < 0)
		return (int)got;
	if (got < HEADER_BYTES)
		return mst_fail(err, -EBADMSG, "truncated dump file; tried to read %d file header bytes, only got %d",
		                HEADER_BYTES, (int)got);
	mst_file_pass(file, HEADER_BYTES);
	mst_skip(&r, MAGIC_BYTES);
	file->pcap.major = read_u16(file, &r);
	file->pcap.minor = read_u16(file, &r);
	mst_skip(&r, 8);
	file->snap = read_u32(file, &r);
	file->linktype = mst_dlt_of_linktype((int)(read_u32(file, &r) & LINKTYPE_BITS));
	file->snap = mst_file_snap_of(file->linktype, file->snap);
	return check_version(&file->pcap, err);
}

/* What the lengths of a record are in this version of the format. */
static void order_lengths(const struct mst_file_pcap *pcap, uint32_t *captured, uint32_t *on_wire)
{
	bool swapped = (pcap->major == 2 && pcap->minor < 3) || pcap->major == 543 ||
	               (pcap->major == 2 && pcap->minor == 3 && *captured > *on_wire);
	uint32_t first = *captured;

	if (!swapped)
		return;
	*captured = *on_wire;
	*on_wire = first;
}

/* What is beyond a second is a second, and told. */
static void set_time(struct mst_file_frame *frame, const struct mst_file_pcap *pcap, uint32_t seconds,
                     uint32_t fraction)
{
	uint64_t fraction_ns = (uint64_t)fraction * pcap->unit_ns;

	frame->time_ns = (uint64_t)seconds * MST_NS_PER_SECOND + fraction_ns;
	frame->carried_s = (uint32_t)(fraction_ns / MST_NS_PER_SECOND);
}

/* What is behind the header. Frames that are longer than the snapshot length are cut to it, as libpcap does. */
static int read_bytes(struct mst_file *file, struct mst_file_frame *frame, uint32_t captured, struct mst_error *err)
{
	size_t header = file->pcap.header_bytes;
	int64_t got = mst_file_want(file, header + captured, err);

	if (got < 0)
		return (int)got;
	if ((size_t)got < header + captured)
		return mst_fail(err, -EBADMSG, "truncated dump file; tried to read %u captured bytes, only got %zu",
		                captured, (size_t)got - header);
	frame->bytes = mst_file_bytes(file) + header;
	mst_file_pass(file, header + captured);
	frame->captured = captured < file->snap ? captured : file->snap;
	return 1;
}

int mst_file_pcap_next(struct mst_file *file, struct mst_file_frame *frame, struct mst_error *err)
{
	size_t header = file->pcap.header_bytes;
	int64_t got = mst_file_want(file, header, err);
	struct mst_reader r = mst_reader_over(mst_file_bytes(file), header);
	uint32_t seconds, fraction, captured, on_wire, most;

	if (got <= 0)
		return (int)got;
	if ((size_t)got < header)
		return mst_fail(err, -EBADMSG, "truncated dump file; tried to read %zu header bytes, only got %d",
		                header, (int)got);
	seconds = read_u32(file, &r);
	fraction = read_u32(file, &r);
	captured = read_u32(file, &r);
	on_wire = read_u32(file, &r);
	order_lengths(&file->pcap, &captured, &on_wire);
	most = mst_file_snap_of(file->linktype, 0);
	if (captured > most)
		return mst_fail(err, -EBADMSG, "invalid packet capture length %u, bigger than maximum of %u", captured,
		                most);
	*frame = (struct mst_file_frame){ .linktype = file->linktype, .wire_bytes = on_wire };
	set_time(frame, &file->pcap, seconds, fraction);
	return read_bytes(file, frame, captured, err);
}
