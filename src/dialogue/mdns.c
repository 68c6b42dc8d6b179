/* SPDX-License-Identifier: BSD-2-Clause */
/* mdns.c - multicast DNS asked by unicast (RFC 6762, 5.5; RFC 6763, 9): which types of service the host offers. */
#include <string.h>

#include "dialogue/dns_message.h"
#include "dialogue/finding.h"
#include "dialogue/list.h"

enum { ID = 0x6d74 };

static const char question[] = "_services._dns-sd._udp.local";

static void begin(struct mst_talk *talk)
{
	mst_domain_ask(talk, ID, question, MST_DOMAIN_PTR, MST_DOMAIN_IN | MST_DOMAIN_UNICAST);
}

/* _ipp._tcp.local becomes ipp. */
static void put_type(struct mst_talk *talk, const char *name, size_t size)
{
	const char *dot = memchr(name, '.', size);

	if (name[0] == '_' && dot && dot > name + 1)
		mst_finding_word(talk, MST_SERVICE_CAPABILITIES, name + 1, (size_t)(dot - name) - 1);
}

static enum mst_step read_answer(struct mst_talk *talk, struct mst_heard *heard)
{
	struct mst_reader r = mst_reader_over(heard->bytes, heard->size);
	struct mst_domain_head head;
	struct mst_domain_record record;
	char name[256];

	if (!heard->size)
		return mst_finding_wait(heard);
	if (!mst_domain_begin(&r, &head) || (head.id != ID && head.id))
		return MST_STEP_NOT_MINE;
	for (unsigned int i = 0; i < head.answers && mst_domain_next(&r, heard->bytes, &record); i++) {
		size_t size = mst_domain_name(heard->bytes, heard->size, record.at, name, sizeof name);

		if (record.type == MST_DOMAIN_PTR && size)
			put_type(talk, name, size);
	}
	return mst_finding_done(talk, "mdns");
}

const struct mst_dialogue mst_dialogue_mdns = {
	.name = "mdns",
	.ports = "5353",
	.tls_ports = "",
	.udp = true,
	.begin = begin,
	.read = read_answer,
};
