/* SPDX-License-Identifier: BSD-2-Clause */
/* recording.c - see recording.h. */
#include "round/recording.h"

#include <errno.h>
#include <muster/version.h>
#include <pcap/dlt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/atomic.h"
#include "base/clock.h"
#include "plan/facts.h"

#define EVENT_TEXT 512
#define PLAN_TEXT 16384 /* a longer plan is several events */

int mst_recording_open(struct mst_recording *recording, const struct mst_captures *captures, const char *path,
                       bool force, struct mst_error *err)
{
	int code = mst_record_open(&recording->writer, path, force, "muster " MST_VERSION, err);

	recording->wall_offset_ns = mst_wall_ns() - mst_now_ns();
	for (size_t i = 0; i < captures->count && code == 0; i++) {
		const struct mst_rx *rx = captures->rx[i];
		int linktype = mst_rx_linktype(rx);

		recording->interfaces[i].ifindex = (uint32_t)rx->link.ifindex;
		recording->interfaces[i].linktype = linktype;
		recording->interfaces[i].id = mst_record_interface(recording->writer, rx->interface, linktype, 0);
		recording->interface_count++;
	}
	return code;
}

static void put_for_sure(struct mst_recording *recording, const char *text)
{
	mst_record_event_for_sure(recording->writer, mst_recording_take(recording, 1),
	                          mst_now_ns() + recording->wall_offset_ns, text);
}

void mst_recording_begin(struct mst_recording *recording, size_t round)
{
	char text[64];

	snprintf(text, sizeof text, "begin %zu %llu", round, (unsigned long long)recording->wall_offset_ns);
	put_for_sure(recording, text);
}

uint64_t mst_recording_left_out(const struct mst_recording *recording)
{
	return recording->writer ? mst_record_left_out(recording->writer) : recording->left_out;
}

int mst_recording_close(struct mst_recording *recording, struct mst_error *err)
{
	char text[32];
	int code;

	if (!recording->writer)
		return 0;
	recording->left_out = mst_record_left_out(recording->writer);
	if (recording->left_out) {
		snprintf(text, sizeof text, "incomplete %llu", (unsigned long long)recording->left_out);
		put_for_sure(recording, text);
	}
	code = mst_record_close(recording->writer, err);
	recording->writer = NULL;
	return code;
}

uint64_t mst_recording_take(struct mst_recording *recording, uint64_t count)
{
	return mst_add(&recording->number, count, relaxed);
}

/* The place of this interface; of the first one where it has no capture. */
static size_t place_of(const struct mst_recording *recording, uint32_t ifindex)
{
	for (size_t i = 0; i < recording->interface_count; i++) {
		if (recording->interfaces[i].ifindex == ifindex)
			return i;
	}
	return 0;
}

/* Where no Ethernet header is ours to write (loopback, the raw engine), the file has one without addresses. */
static void write_header(uint8_t header[MST_ETHERNET_BYTES], const struct mst_frame *frame)
{
	memcpy(header, frame->ethernet, MST_ETHERNET_BYTES);
	if (header[12] || header[13])
		return;
	header[12] = frame->bytes[0] >> 4 == 6 ? 0x86 : 0x08;
	header[13] = frame->bytes[0] >> 4 == 6 ? 0xdd : 0x00;
}

void mst_recording_sent(struct mst_recording *recording, uint64_t number, uint64_t sent_ns,
                        const struct mst_frame *frame, const struct mst_tail *tail)
{
	size_t place = place_of(recording, frame->ifindex);
	uint8_t header[MST_ETHERNET_BYTES];
	struct mst_record_frame record = {
		.interface = recording->interfaces[place].id,
		.time_ns = sent_ns + recording->wall_offset_ns,
		.number = number,
		.outgoing = true,
		.bytes = frame->bytes,
		.count = frame->length,
		.tail = tail ? tail->bytes : NULL,
		.tail_bytes = tail ? tail->count : 0,
	};

	if (recording->interfaces[place].linktype == DLT_EN10MB) {
		write_header(header, frame);
		record.head = header;
		record.head_bytes = sizeof header;
	}
	mst_record_frame(recording->writer, &record);
}

/* Two captures are of no one interface, and differ in their link layers. */
static size_t place_received(const struct mst_recording *recording, const struct mst_received_frame *captured)
{
	for (size_t i = 0; i < recording->interface_count; i++) {
		if (recording->interfaces[i].ifindex == (uint32_t)captured->ifindex &&
		    recording->interfaces[i].linktype == captured->linktype)
			return i;
	}
	return place_of(recording, (uint32_t)captured->ifindex);
}

void mst_recording_received(struct mst_recording *recording, const struct mst_received_frame *captured)
{
	struct mst_record_frame record = {
		.interface = recording->interfaces[place_received(recording, captured)].id,
		.time_ns = captured->arrival.wall_ns,
		.number = mst_recording_take(recording, 1),
		.bytes = captured->bytes,
		.count = captured->count,
	};

	mst_record_frame(recording->writer, &record);
}

void mst_recording_event(struct mst_recording *recording, uint64_t number, uint64_t now_ns, const char *format, ...)
{
	char text[EVENT_TEXT];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	mst_record_event(recording->writer, number, now_ns + recording->wall_offset_ns, text);
}

int mst_recording_plan(struct mst_recording *recording, const struct mst_plan *plan, size_t round)
{
	char *facts = mst_plan_facts(plan), *at = facts, *text = malloc(PLAN_TEXT + 32);
	int code = facts && text ? 0 : -ENOMEM;

	while (code == 0 && *at) {
		size_t length = strlen(at), taken = length;

		/* Whole lines. */
		for (taken = length > PLAN_TEXT ? PLAN_TEXT : length; length > PLAN_TEXT && at[taken - 1] != '\n';)
			taken--;
		snprintf(text, PLAN_TEXT + 32, "plan %zu\n%.*s", round, (int)taken, at);
		put_for_sure(recording, text);
		at += taken;
	}
	free(facts);
	free(text);
	return code;
}
