/* SPDX-License-Identifier: BSD-2-Clause */
/* Tools that others wrote read a recording: tshark, capinfos, editcap and tcpdump, where they are installed. */
#include <criterion/criterion.h>
#include <pcap/dlt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "unit/record/fixture_record.h"

#define TIME_NS UINT64_C(1795477011123456789) /* 2026-11-23 */
#define MISSING 127

/* A frame of Ethernet with an echo request from 10.0.0.1 to 10.0.0.2, and the same one without its head. */
static const uint8_t ethernet[14] = { 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, 0x08, 0x00 };
static const uint8_t echo[] = { 0x45, 0, 0,  28, 0, 0, 0, 0, 64,   1,    0x66, 0xdf, 10, 0,
	                        0,    1, 10, 0,  0, 2, 8, 0, 0xf7, 0xfd, 0,    1,    0,  1 };

static void record(const struct folder *folder, bool several_links)
{
	struct mst_record_writer *writer = folder_record(folder);
	struct mst_record_frame frame = {
		.time_ns = TIME_NS,
		.number = 1,
		.outgoing = true,
		.head = ethernet,
		.head_bytes = sizeof ethernet,
		.bytes = echo,
		.count = sizeof echo,
	};

	mst_record_event(writer, 0, TIME_NS, "begin");
	frame.interface = mst_record_interface(writer, "eth0", DLT_EN10MB, 65535);
	mst_record_frame(writer, &frame);
	frame.interface = mst_record_interface(writer, several_links ? "tun0" : "eth1",
	                                       several_links ? DLT_RAW : DLT_EN10MB, 0);
	frame.head_bytes = several_links ? 0 : sizeof ethernet;
	frame.outgoing = false;
	frame.number = UINT64_C(0x100000002);
	frame.time_ns++;
	mst_record_frame(writer, &frame);
	mst_record_event(writer, UINT64_C(0x100000003), TIME_NS + 1, "end");
	folder_close(writer);
}

/* What it prints; the test is skipped, visibly, where there is no such program. */
static const char *run(const struct folder *folder, const char *command)
{
	static char printed[16384];
	char whole[1024];
	FILE *pipe;
	int status;

	snprintf(whole, sizeof whole, "cd %s && PATH=$PATH:/usr/sbin && %s 2>errors", folder->name, command);
	pipe = popen(whole, "r");
	cr_assert_not_null(pipe);
	printed[fread(printed, 1, sizeof printed - 1, pipe)] = '\0';
	status = pclose(pipe);
	if (WIFEXITED(status) && WEXITSTATUS(status) == MISSING) {
		struct folder unused = *folder;

		folder_free(&unused);
		cr_skip_test("%s: not installed", command);
	}
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: exit %d", command, WEXITSTATUS(status));
	return printed;
}

Test(record_writer_tools, tshark_shows_interface_time_direction_and_number)
{
	struct folder folder = folder_new();

	record(&folder, true);
	cr_assert_str_eq(run(&folder,
	                     "tshark -n -r a.pcapng -T fields -e frame.interface_name -e frame.packet_flags_direction"
	                     " -e frame.packet_id -e frame.time_epoch -e ip.dst -Y ip"),
	                 "eth0\t0x00000002\t1\t1795477011.123456789\t10.0.0.2\n"
	                 "tun0\t0x00000001\t4294967298\t1795477011.123456790\t10.0.0.2\n");
	folder_free(&folder);
}

Test(record_writer_tools, capinfos_finds_who_wrote_it)
{
	struct folder folder = folder_new();
	const char *printed;

	record(&folder, true);
	printed = run(&folder, "capinfos -M a.pcapng");
	cr_assert_not_null(strstr(printed, "Capture application: muster test\n"), "%s", printed);
	cr_assert_not_null(strstr(printed, "Number of packets:   2\n"), "%s", printed);
	cr_assert_not_null(strstr(printed, "nanoseconds (9)\n"), "%s", printed);
	cr_assert_not_null(strstr(printed, "Encapsulation = Raw IP"), "%s", printed);
	folder_free(&folder);
}

Test(record_writer_tools, tcpdump_reads_it)
{
	struct folder folder = folder_new();

	record(&folder, false);
	cr_assert_str_eq(run(&folder, "tcpdump -nn -t -r a.pcapng"),
	                 "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 8\n"
	                 "IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 8\n");
	folder_free(&folder);
}

Test(record_writer_tools, a_copy_by_editcap_has_the_same_items)
{
	struct folder folder = folder_new();
	struct mst_record *one, *other;
	struct folder copy = folder;

	record(&folder, true);
	(void)run(&folder, "editcap a.pcapng b.pcapng");
	snprintf(copy.path, sizeof copy.path, "%s/b.pcapng", folder.name);
	one = folder_read(&folder);
	other = folder_read(&copy);
	cr_assert_eq(mst_record_count(one), mst_record_count(other));
	for (size_t i = 0; i < mst_record_count(one); i++) {
		const struct mst_record_item *a = mst_record_at(one, i), *b = mst_record_at(other, i);

		cr_assert(a->kind == b->kind && a->number == b->number && a->outgoing == b->outgoing &&
		          a->time_ns == b->time_ns);
		cr_assert_str_eq(a->interface, b->interface);
		cr_assert(!a->text || strcmp(a->text, b->text) == 0);
	}
	mst_record_free(one);
	mst_record_free(other);
	folder_free(&folder);
}
