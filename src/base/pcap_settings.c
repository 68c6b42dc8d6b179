/* SPDX-License-Identifier: BSD-2-Clause */
/* pcap_settings.c - see pcap_settings.h. */
#include "base/pcap_settings.h"

#include <errno.h>

#include "base/fail.h"

/* Nanoseconds are refused for a few devices that carry no network, such as USB: these have microseconds. */
static int set_precision(pcap_t *pcap, int precision)
{
	int status = pcap_set_tstamp_precision(pcap, precision);

	return status == PCAP_ERROR_TSTAMP_PRECISION_NOTSUP ? 0 : status;
}

int mst_pcap_set(pcap_t *pcap, const char *interface, const struct mst_pcap_settings *settings, struct mst_error *err)
{
	const struct {
		const char *name;
		int (*set)(pcap_t *, int);
		int value;
		bool wanted;
	} rows[] = {
		{ "snapshot length", pcap_set_snaplen, settings->snap_bytes, true },
		{ "promiscuous mode", pcap_set_promisc, settings->promiscuous, true },
		{ "timeout", pcap_set_timeout, settings->block_ms, true },
		{ "immediate mode", pcap_set_immediate_mode, settings->immediate, true },
		{ "buffer size", pcap_set_buffer_size, settings->buffer_bytes, settings->buffer_bytes != 0 },
		{ "time stamp precision", set_precision, PCAP_TSTAMP_PRECISION_NANO, true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int status = rows[i].wanted ? rows[i].set(pcap, rows[i].value) : 0;

		if (status < 0)
			return mst_fail(err, -EINVAL, "cannot capture on %s: libpcap refuses the %s %d: %s", interface,
			                rows[i].name, rows[i].value, pcap_statustostr(status));
	}
	return 0;
}
