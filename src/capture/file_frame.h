/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * file_frame.h - a frame of a capture file, what limits it, and how long it may be waited for. See file.h.
 */
#ifndef MST_CAPTURE_FILE_FRAME_H
#define MST_CAPTURE_FILE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#define MST_FILE_BLOCK_MAX (16u << 20) /* bytes of a block of pcapng */
#define MST_FILE_SNAP_MAX 262144u      /* bytes of a frame, as libpcap has it */
#define MST_FILE_FOREVER UINT64_MAX    /* waits until bytes come or the file ends */

struct mst_file_frame {
	uint64_t time_ns;     /* since 1970; 0 where the file has none */
	uint32_t carried_s;   /* seconds of it that the file has in the fraction: 0 unless that is out of range */
	int linktype;         /* a DLT_ */
	const uint8_t *bytes; /* until the next call */
	size_t captured, wire_bytes;
};

#endif
