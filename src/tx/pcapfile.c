/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapfile.c - frames into a pcap file instead of a network. The caller sets the time stamps.
 */
#include "tx/pcapfile.h"

#include <errno.h>
#include <pcap/dlt.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/pcap_file.h"
#include "wire/arp.h"
#include "wire/bytes.h"

#define SNAP 65535

struct pcapfile {
	struct mst_tx tx;
	struct mst_pcap_file file;
	bool with_ethernet;
	uint64_t at_ns;
};

void mst_pcapfile_at(struct mst_tx *tx, uint64_t at_ns)
{
	((struct pcapfile *)tx)->at_ns = at_ns;
}

static int close_file(struct mst_tx *tx, struct mst_error *err)
{
	struct pcapfile *file = (struct pcapfile *)tx;
	int code = mst_pcap_file_close(&file->file, err);

	free(file->tx.frames);
	free(file->tx.tails);
	free(file);
	return code;
}

static int open_file(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct mst_pcap_file_config how = {
		.path = config->path,
		.partial = true,
		.force = config->force,
		.dlt = config->with_ethernet ? DLT_EN10MB : DLT_RAW,
		.snap = SNAP,
	};
	struct pcapfile *file = calloc(1, sizeof *file);
	int code;

	*tx = NULL;
	if (!file)
		return mst_fail(err, -ENOMEM, "no memory to write %s", config->path);
	file->tx.engine = &mst_tx_pcapfile;
	file->with_ethernet = config->with_ethernet;
	file->tx.burst = 1;
	file->tx.frames = mst_tx_frames(1);
	file->tx.tails = mst_tx_tails(1);
	code = file->tx.frames && file->tx.tails ? mst_pcap_file_open(&file->file, &how, err)
	                                         : mst_fail(err, -ENOMEM, "no memory to write %s", config->path);
	if (code < 0) {
		close_file(&file->tx, NULL);
		return code;
	}
	*tx = &file->tx;
	return 0;
}

/* The Ethernet header stands before the packet. Frames of loopback and tunnels have none: they get one
 * with its type only. */
static const uint8_t *ethernet_of(struct mst_frame *frame)
{
	bool is_ipv6 = frame->bytes[0] >> 4 == 6;

	if (frame->ethernet[12] == 0)
		mst_put_be16(frame->ethernet + 12, is_ipv6 ? MST_ETHERTYPE_IPV6 : MST_ETHERTYPE_IPV4);
	return frame->ethernet;
}

static size_t send_file(struct mst_tx *tx, size_t count, enum mst_tx_stop *stop)
{
	struct pcapfile *file = (struct pcapfile *)tx;

	*stop = MST_TX_ALL;
	for (size_t i = 0; i < count; i++) {
		const uint8_t *bytes = file->with_ethernet ? ethernet_of(&tx->frames[i]) : tx->frames[i].bytes;
		size_t head = tx->frames[i].length + (file->with_ethernet ? (size_t)MST_ETHERNET_BYTES : 0);
		size_t tail = tx->tails ? tx->tails[i].count : 0;
		uint8_t whole[MST_ETHERNET_BYTES + MST_FRAME_BYTES + MST_TAIL_BYTES];
		int code;

		memcpy(whole, bytes, head);
		if (tail)
			memcpy(whole + head, tx->tails[i].bytes, tail);
		code = mst_pcap_file_put(&file->file, file->at_ns, whole, head + tail, head + tail);
		if (code < 0) {
			*stop = MST_TX_REFUSED;
			tx->error = -code;
			return i;
		}
	}
	return count;
}

const struct mst_tx_engine mst_tx_pcapfile = {
	.name = "pcapfile",
	.open = open_file,
	.send = send_file,
	.close = close_file,
};
