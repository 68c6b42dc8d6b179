/* SPDX-License-Identifier: BSD-2-Clause */
/* test_pcap_settings.c - settings that libpcap takes, and a handle that refuses them. */
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "base/pcap_settings.h"

static const struct mst_pcap_settings settings = { .snap_bytes = 2048, .block_ms = 20, .immediate = true };

Test(base_pcap_settings, a_new_handle_takes_them_and_stamps_in_nanoseconds)
{
	char text[PCAP_ERRBUF_SIZE] = "";
	pcap_t *pcap = pcap_create("lo", text);
	struct mst_error err;

	if (!pcap)
		cr_skip_test("no capture can be made here: %s", text); /* as in qemu-user, which lacks an ioctl */
	cr_assert_eq(mst_pcap_set(pcap, "lo", &settings, &err), 0);
	cr_assert_eq(pcap_get_tstamp_precision(pcap), PCAP_TSTAMP_PRECISION_NANO);
	pcap_close(pcap);
}

Test(base_pcap_settings, a_refused_one_is_named_with_the_words_of_libpcap)
{
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, 64); /* as if activated: too late for settings */
	struct mst_error err;

	cr_assert_eq(mst_pcap_set(pcap, "eth7", &settings, &err), -EINVAL);
	cr_assert_not_null(strstr(err.text, "eth7: libpcap refuses the snapshot length 2048: "), "%s", err.text);
	cr_assert_not_null(strstr(err.text, pcap_statustostr(PCAP_ERROR_ACTIVATED)), "%s", err.text);
	pcap_close(pcap);
}

Test(base_pcap_settings, a_stamp_is_read_in_the_precision_of_its_handle)
{
	struct pcap_pkthdr header = { .ts = { .tv_sec = 7, .tv_usec = 123456 } };

	cr_assert_eq(mst_pcap_time_ns(&header, PCAP_TSTAMP_PRECISION_MICRO), 7123456000);
	cr_assert_eq(mst_pcap_time_ns(&header, PCAP_TSTAMP_PRECISION_NANO), 7000123456);
}
