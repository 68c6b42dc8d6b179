/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcapfile.c - frames into a pcap file instead of a network. The caller sets the time stamps.
 */
#include "tx/pcapfile.h"

#include <errno.h>
#include <fcntl.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "wire/arp.h"
#include "wire/bytes.h"

struct pcapfile {
	struct mst_tx tx;
	pcap_t *pcap;
	pcap_dumper_t *dumper;
	const char *path;
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
	int code = 0;

	if (file->dumper) {
		if (pcap_dump_flush(file->dumper) < 0 || ferror(pcap_dump_file(file->dumper)))
			code = mst_fail(err, -EIO, "cannot write %s: %s", file->path, strerror(errno));
		pcap_dump_close(file->dumper);
	}
	if (file->pcap)
		pcap_close(file->pcap);
	free(file->tx.frames);
	free(file->tx.tails);
	free(file);
	return code;
}

static FILE *open_stream(const struct mst_tx_config *config, struct mst_error *err)
{
	bool is_stdout = strcmp(config->path, "-") == 0;
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (config->force ? O_TRUNC : O_EXCL);
	int fd = is_stdout ? dup(STDOUT_FILENO) : open(config->path, flags, 0666);
	FILE *stream;

	if (fd < 0 && errno == EEXIST) {
		/* Devices and pipes exist, and may be written to. */
		fd = open(config->path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
		if (fd >= 0 && lseek(fd, 0, SEEK_END) > 0) {
			close(fd);
			fd = -1;
			errno = EEXIST;
		}
	}
	if (fd < 0) {
		mst_fail(err, -errno,
		         errno == EEXIST ? "%s exists: choose another name or use --force" : "cannot write %s: %s",
		         config->path, strerror(errno));
		return NULL;
	}
	stream = fdopen(fd, "wb");
	if (!stream) {
		close(fd);
		mst_fail(err, -ENOMEM, "no memory to write %s", config->path);
	}
	return stream;
}

static int open_file(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *err)
{
	struct pcapfile *file = calloc(1, sizeof *file);
	FILE *stream;

	*tx = NULL;
	if (!file)
		return mst_fail(err, -ENOMEM, "no memory to write %s", config->path);
	file->tx.engine = &mst_tx_pcapfile;
	file->path = config->path;
	file->with_ethernet = config->with_ethernet;
	file->tx.burst = 1;
	file->tx.frames = mst_tx_frames(1);
	file->tx.tails = mst_tx_tails(1);
	stream = file->tx.frames && file->tx.tails ? open_stream(config, err) : NULL;
	if (!stream) {
		free(file->tx.frames);
		free(file->tx.tails);
		free(file);
		return -EIO;
	}
	file->pcap = pcap_open_dead_with_tstamp_precision(config->with_ethernet ? DLT_EN10MB : DLT_RAW, 65535,
	                                                  PCAP_TSTAMP_PRECISION_NANO);
	file->dumper = file->pcap ? pcap_dump_fopen(file->pcap, stream) : NULL;
	if (!file->dumper) {
		fclose(stream);
		close_file(&file->tx, NULL);
		return mst_fail(err, -EIO, "cannot write %s", config->path);
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
		bpf_u_int32 length = (bpf_u_int32)(head + tail);
		uint8_t whole[MST_ETHERNET_BYTES + MST_FRAME_BYTES + MST_TAIL_BYTES];
		struct pcap_pkthdr header = {
			/* With nanosecond precision libpcap takes this field as nanoseconds. */
			.ts = { (time_t)(file->at_ns / MST_NS_PER_SECOND),
			        (suseconds_t)(file->at_ns % MST_NS_PER_SECOND), },
			.caplen = length,
			.len = length,
		};

		memcpy(whole, bytes, head);
		if (tail)
			memcpy(whole + head, tx->tails[i].bytes, tail);
		pcap_dump((u_char *)file->dumper, &header, whole);
		if (ferror(pcap_dump_file(file->dumper))) {
			*stop = MST_TX_REFUSED;
			tx->error = errno;
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
