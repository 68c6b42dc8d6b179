/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * test_answer_story.c - replies in a pcap, the verdicts they lead to: tests/data/stories, told in its README.
 *
 * Seed, targets and the order of asking are fixed, so that the tickets in the pcap are those asked. When what a SYN
 * carries was meant to change, STORY_WRITE=1 writes the pcap anew; the expected lines are changed by hand, or rather,
 * they stay.
 */
#include <criterion/criterion.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit/round/fixture_round.h"

#define STORY_PCAP TEST_DATA "/stories/ports.pcap"
#define STORY_EXPECTED TEST_DATA "/stories/ports.expected"
#define QUESTIONS 32
#define FRAMES_MAX 64
#define SNAP_BYTES 2048

struct story {
	struct fixture *fixture;
	struct packet syns[QUESTIONS]; /* by position */
	size_t count;
	struct packet frames[FRAMES_MAX];
	size_t captured[FRAMES_MAX]; /* bytes of each that the capture kept */
};

static struct story *story_new(void)
{
	struct story *story = calloc(1, sizeof *story);

	cr_assert_not_null(story);
	story->fixture = fixture_new("127.0.1.0/29", "22,80,443,8080", 1);
	story->fixture->round.shared.attempts = 1; /* the first answer is the verdict */
	for (uint64_t i = 0; i < QUESTIONS; i++)
		story->syns[i] = fixture_ask_at(story->fixture, i);
	return story;
}

static void story_free(struct story *story)
{
	fixture_free(story->fixture);
	free(story);
}

/* ---- writing it ---- */

static void add_cut(struct story *story, struct packet packet, size_t captured)
{
	cr_assert_lt(story->count, FRAMES_MAX);
	story->captured[story->count] = captured;
	story->frames[story->count++] = packet;
}

static void add(struct story *story, struct packet packet)
{
	add_cut(story, packet, packet.length);
}

static struct packet with_bit(struct packet packet, size_t at)
{
	packet.bytes[at] ^= 1;
	return packet;
}

/* In the order of the README. */
static void tell(struct story *story)
{
	const struct packet *syn = story->syns;

	add(story, answer_tcp(&syn[0], SYN_ACK));
	add(story, answer_tcp(&syn[1], RST_ACK));
	for (uint8_t code = 0; code < 16; code++)
		add(story, answer_error(&syn[2 + code], ROUTER, MST_ICMP_UNREACHABLE, code));
	add(story, answer_error(&syn[18], ROUTER, MST_ICMP_TIME_EXCEEDED, 0));
	add(story, with_bit(answer_tcp(&syn[19], SYN_ACK), MST_IPV4_TTL));
	add(story, with_bit(answer_tcp(&syn[19], SYN_ACK), TCP_AT + MST_TCP_WINDOW));
	add(story, with_bit(answer_error(&syn[19], ROUTER, MST_ICMP_UNREACHABLE, 1), ICMP_AT + 1));
	add_cut(story, answer_tcp(&syn[20], SYN_ACK), TCP_AT + MST_TCP_BYTES - 1);
	add_cut(story, answer_error(&syn[20], ROUTER, MST_ICMP_UNREACHABLE, 1), QUOTED_TCP_AT);
	add(story, packet_with32(answer_tcp(&syn[21], SYN_ACK), ACK_AT, 0));
	add(story, packet_with_flags(answer_tcp(&syn[21], SYN_ACK), MST_TCP_ACK));
	add(story,
	    packet_with32(answer_tcp(&syn[21], SYN_ACK), MST_IPV4_SOURCE, packet_u32(&syn[22], MST_IPV4_DESTINATION)));
	add(story, packet_with32(answer_error(&syn[21], ROUTER, MST_ICMP_UNREACHABLE, 1), QUOTED_AT + MST_IPV4_SOURCE,
	                         0x0a090908));
	add(story, syn[21]);
	add(story, answer_tcp(&syn[0], SYN_ACK));
	add(story, answer_tcp(&syn[0], RST_ACK));
	add(story, answer_tcp(&syn[23], RST_ACK));
	add(story, answer_tcp(&syn[23], SYN_ACK));
	add(story, answer_error(&syn[24], ROUTER, MST_ICMP_UNREACHABLE, 1));
	add(story, answer_tcp(&syn[24], RST_ACK));
	add(story, answer_tcp(&syn[25], SYN_ACK));
	add(story, answer_error(&syn[25], ROUTER, MST_ICMP_UNREACHABLE, 13));
}

static void write_down(const struct story *story)
{
	pcap_t *pcap = pcap_open_dead_with_tstamp_precision(DLT_RAW, SNAP_BYTES, PCAP_TSTAMP_PRECISION_NANO);
	pcap_dumper_t *file = pcap_dump_open(pcap, STORY_PCAP);

	cr_assert_not_null(file, "%s", pcap_geterr(pcap));
	for (size_t i = 0; i < story->count; i++) {
		uint64_t at_ns = story->fixture->now_ns + (i + 1) * FIXTURE_RTT_NS;
		struct pcap_pkthdr header = {
			.ts = { .tv_sec = (time_t)(at_ns / MST_NS_PER_SECOND),
			        .tv_usec = (suseconds_t)(at_ns % MST_NS_PER_SECOND), },
			.caplen = (bpf_u_int32)story->captured[i],
			.len = (bpf_u_int32)story->frames[i].length,
		};

		pcap_dump((u_char *)file, &header, story->frames[i].bytes);
	}
	cr_assert_eq(pcap_dump_flush(file), 0);
	pcap_dump_close(file);
	pcap_close(pcap);
}

/* ---- reading it ---- */

static void read_back(struct story *story)
{
	struct mst_captures *captures = &story->fixture->captures;
	struct mst_error err = { "" };
	int count;

	cr_assert_eq(mst_rx_open_file(&captures->rx[0], STORY_PCAP, NULL, &err), 0, "%s", err.text);
	captures->count = captures->own = 1;
	do {
		count = mst_rx_dispatch(captures->rx[0], 8, mst_receiver_take, story->fixture->round.receiver, &err);
	} while (count > 0);
	cr_assert_eq(count, 0, "%s", err.text);
	mst_rx_close(captures->rx[0]);
	captures->rx[0] = NULL;
}

static const char *expected(void)
{
	static char lines[1 << 14];
	FILE *file = fopen(STORY_EXPECTED, "r");

	cr_assert_not_null(file, "%s is not there", STORY_EXPECTED);
	lines[fread(lines, 1, sizeof lines - 1, file)] = '\0';
	fclose(file);
	return lines;
}

/* The verdicts in the order of the frames, then the amendments, then the counts. */
static const char *lines_of(struct story *story)
{
	static char lines[1 << 15];
	const char *words = fixture_words(story->fixture);
	struct mst_scan_stats counts = fixture_counts(story->fixture);

	snprintf(lines, sizeof lines, "%sreceived %lu answers %lu duplicates %lu strays %lu malformed %lu\n", words,
	         (unsigned long)counts.received, (unsigned long)counts.answers, (unsigned long)counts.duplicates,
	         (unsigned long)counts.strays, (unsigned long)counts.malformed);
	return lines;
}

Test(round_answer_story, replies_in_a_capture_lead_to_the_expected_verdicts)
{
	struct story *story = story_new();
	const char *lines;

	if (getenv("STORY_WRITE")) {
		tell(story);
		write_down(story);
	}
	read_back(story);
	lines = lines_of(story);
	cr_assert_str_eq(lines, expected(), "got:\n%s", lines);
	story_free(story);
}
