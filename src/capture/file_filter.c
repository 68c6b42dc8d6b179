/* SPDX-License-Identifier: BSD-2-Clause */
/* file_filter.c - see file_filter.h. */
#include "capture/file_filter.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "capture/filter.h"

#define REJECTS_ALL "expression rejects all packets" /* libpcap's words, which are an error to it */

/* Compiling needs a handle of libpcap, of which there is one for no file at all. */
static int compile(struct mst_file_filter *filter, int linktype, bool mixed, struct mst_error *err)
{
	pcap_t *dead = pcap_open_dead(linktype, (int)MST_FILE_SNAP_MAX);
	struct bpf_program *program = &filter->programs[filter->count].program;
	int code;

	if (!dead)
		return mst_fail(err, -ENOMEM, "no memory for a filter");
	code = mst_filter_compile(dead, filter->text, program, err);
	pcap_close(dead);
	if (code < 0 && (!mixed || !strstr(err->text, REJECTS_ALL)))
		return code;
	if (code < 0)
		*program = (struct bpf_program){ 0 };
	filter->programs[filter->count].linktype = linktype;
	filter->last = filter->count++;
	return 0;
}

int mst_file_filter_open(struct mst_file_filter *filter, const char *text, int linktype, bool mixed,
                         struct mst_error *err)
{
	int code;

	*filter = (struct mst_file_filter){ .text = strdup(text) };
	if (!filter->text)
		return mst_fail(err, -ENOMEM, "no memory for a filter");
	code = compile(filter, linktype, mixed, err);
	if (code < 0)
		mst_file_filter_close(filter);
	return code;
}

/* Makes the program of this link type the last one. */
static int find(struct mst_file_filter *filter, int linktype, struct mst_error *err)
{
	const char *name = pcap_datalink_val_to_name(linktype);
	struct mst_error sentence;
	int code;

	for (unsigned i = 0; i < filter->count; i++) {
		if (filter->programs[i].linktype == linktype) {
			filter->last = i;
			return 0;
		}
	}
	if (filter->count == MST_FILE_FILTER_LINKS)
		return mst_fail(err, -EBADMSG, "packets of more than %u link types: expected no filter",
		                MST_FILE_FILTER_LINKS);
	code = compile(filter, linktype, true, &sentence);
	if (code < 0)
		return mst_fail(err, -EBADMSG, "a packet of link type %s (%d), for which the filter has no meaning: %s",
		                name ? name : "unknown", linktype, sentence.text);
	return 0;
}

int mst_file_filter_passes(struct mst_file_filter *filter, const struct mst_file_frame *frame, struct mst_error *err)
{
	const struct pcap_pkthdr header = { .caplen = (unsigned)frame->captured, .len = (unsigned)frame->wire_bytes };
	const struct bpf_program *program;
	int code = 0;

	if (filter->programs[filter->last].linktype != frame->linktype)
		code = find(filter, frame->linktype, err);
	if (code < 0)
		return code;
	program = &filter->programs[filter->last].program;
	return program->bf_insns && pcap_offline_filter(program, &header, frame->bytes) != 0;
}

void mst_file_filter_close(struct mst_file_filter *filter)
{
	for (unsigned i = 0; i < filter->count; i++)
		pcap_freecode(&filter->programs[i].program);
	free(filter->text);
	*filter = (struct mst_file_filter){ 0 };
}
