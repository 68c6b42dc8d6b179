/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pcap_settings.h - what a capture of libpcap is to be like, before it is activated. Each setter is checked.
 */
#ifndef MST_BASE_PCAP_SETTINGS_H
#define MST_BASE_PCAP_SETTINGS_H

#include <muster/error.h>
#include <muster/units.h>
#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>

struct mst_pcap_settings {
	int snap_bytes;   /* of each frame */
	int block_ms;     /* the kernel delivers frames when a block is full or this old */
	int buffer_bytes; /* of the kernel; 0: as libpcap chooses */
	bool promiscuous, immediate;
};

/*
 * Sets these, and time stamps of nanoseconds where the device has them, on a handle of pcap_create for `interface`. A
 * negative errno and a sentence with libpcap's own words where it refuses one.
 */
int mst_pcap_set(pcap_t *pcap, const char *interface, const struct mst_pcap_settings *settings, struct mst_error *err);

/*
 * The time of a frame, as nanoseconds since 1970. `precision` is what pcap_get_tstamp_precision says of its handle.
 * Files of pcap have unsigned seconds of 32 bits, up to 2106; libpcap 1.10 takes them for signed ones.
 */
static inline uint64_t mst_pcap_time_ns(const struct pcap_pkthdr *header, int precision)
{
	uint64_t unit_ns = precision == PCAP_TSTAMP_PRECISION_NANO ? 1 : 1000;

	uint64_t seconds = header->ts.tv_sec < 0 ? (uint32_t)header->ts.tv_sec : (uint64_t)header->ts.tv_sec;

	return seconds * MST_NS_PER_SECOND + (uint64_t)header->ts.tv_usec * unit_ns;
}

#endif
