/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_line.c - describes a DNS message as tcpdump does: id, flags, questions, answers. */
#include "dissect/payload/describers.h"
#include "dissect/payload/dns.h"

#define RECORDS_SHOWN 24

static void describe_question(struct mst_line *line, const struct mst_dns_record *record)
{
	char type[16];

	mst_line_add(line, " %s%s? %s", mst_dns_type_name(record->type, type), record->flush ? " (QU)" : "",
	             record->name);
}

static void describe_addr(struct mst_line *line, const struct mst_dns_record *record, uint8_t family)
{
	struct mst_addr addr = { .family = family };

	memcpy(addr.bytes, record->data, record->data_bytes);
	mst_line_add(line, " ");
	mst_line_addr(line, &addr);
}

/* The offset of the name in the data of a record type. */
static bool name_offset(uint16_t type, size_t *offset)
{
	*offset = type == MST_DNS_MX ? 2 : type == MST_DNS_SRV ? 6 : 0;
	return type == MST_DNS_NS || type == MST_DNS_CNAME || type == MST_DNS_PTR || type == MST_DNS_MX ||
	       type == MST_DNS_SRV || type == MST_DNS_SOA;
}

static void describe_srv(struct mst_line *line, const struct mst_dns_record *record, const char *name)
{
	struct mst_reader r = mst_reader_over(record->data, record->data_bytes);

	mst_skip(&r, 4);
	mst_line_add(line, " %s:%u", name, mst_read_be16(&r));
}

static void describe_texts(struct mst_line *line, const struct mst_dns_record *record)
{
	struct mst_reader r = mst_reader_over(record->data, record->data_bytes);

	while (r.left > 0) {
		uint8_t count = mst_read_u8(&r);
		const uint8_t *bytes = mst_read_bytes(&r, count);

		if (!bytes)
			return;
		mst_line_add(line, " \"");
		mst_line_text(line, bytes, count);
		mst_line_add(line, "\"");
	}
}

static void describe_answer(struct mst_line *line, const struct mst_dns *dns, const struct mst_dns_record *record)
{
	char type[16], name[MST_DNS_NAME_TEXT];
	size_t offset;

	mst_line_add(line, " %s%s", record->flush ? "(Cache flush) " : "", mst_dns_type_name(record->type, type));
	if (record->type == MST_DNS_A && record->data_bytes == 4)
		describe_addr(line, record, MST_IPV4);
	else if (record->type == MST_DNS_AAAA && record->data_bytes == 16)
		describe_addr(line, record, MST_IPV6);
	else if (record->type == MST_DNS_TXT)
		describe_texts(line, record);
	else if (name_offset(record->type, &offset) && mst_dns_name_in(dns, record, offset, name)) {
		if (record->type == MST_DNS_SRV)
			describe_srv(line, record, name);
		else
			mst_line_add(line, " %s", name);
	}
}

static void describe_head(struct mst_line *line, const struct mst_dns *dns)
{
	static const char *const codes[] = { "", " FormErr", " ServFail", " NXDomain", " NotImp", " Refused" };

	mst_line_add(line, "%u", dns->id);
	if (dns->opcode)
		mst_line_add(line, " op%u", dns->opcode);
	if (!dns->response) {
		mst_line_add(line, "%s", dns->recursion_desired ? "+" : "");
		if (dns->counts[MST_DNS_ADDITIONAL])
			mst_line_add(line, " [%uau]", dns->counts[MST_DNS_ADDITIONAL]);
		return;
	}
	if (dns->rcode < sizeof codes / sizeof *codes)
		mst_line_add(line, "%s", codes[dns->rcode]);
	else
		mst_line_add(line, " rcode%u", dns->rcode);
	mst_line_add(line, "%s%s %u/%u/%u", dns->authoritative ? "*" : "", dns->truncated ? "|" : "",
	             dns->counts[MST_DNS_ANSWER], dns->counts[MST_DNS_AUTHORITY], dns->counts[MST_DNS_ADDITIONAL]);
}

bool mst_describe_dns(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_dns_record record;
	struct mst_dns dns;
	unsigned shown = 0, answers = 0;

	if (!mst_dns_open(&dns, layer->bytes, layer->captured))
		return false;
	describe_head(line, &dns);
	while (shown++ < RECORDS_SHOWN && mst_dns_next(&dns, &record)) {
		bool question = record.section == MST_DNS_QUESTION;

		if (question && dns.response && dns.counts[MST_DNS_ANSWER])
			continue; /* a response shows its answers only */
		if (record.section > MST_DNS_ANSWER || record.type == MST_DNS_OPT)
			continue;
		if (!question && answers++)
			mst_line_add(line, ",");
		if (question)
			describe_question(line, &record);
		else
			describe_answer(line, &dns, &record);
	}
	mst_line_add(line, " (%zu)", layer->declared);
	return true;
}
