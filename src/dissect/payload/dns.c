/* SPDX-License-Identifier: BSD-2-Clause */
/* dns.c - see dns.h. */
#include "dissect/payload/dns.h"

#include <string.h>

bool mst_dns_open(struct mst_dns *dns, const uint8_t *bytes, size_t count)
{
	uint16_t flags;

	*dns = (struct mst_dns){ .bytes = bytes, .count = count, .at = mst_reader_over(bytes, count) };
	dns->id = mst_read_be16(&dns->at);
	flags = mst_read_be16(&dns->at);
	for (unsigned i = 0; i < MST_DNS_SECTIONS; i++)
		dns->counts[i] = mst_read_be16(&dns->at);
	dns->flags = flags;
	dns->response = flags & 0x8000;
	dns->opcode = flags >> 11 & 15;
	dns->authoritative = flags & 0x0400;
	dns->truncated = flags & 0x0200;
	dns->recursion_desired = flags & 0x0100;
	dns->recursion_available = flags & 0x0080;
	dns->authentic = flags & 0x0020;
	dns->checking_disabled = flags & 0x0010;
	dns->rcode = flags & 15;
	return !dns->at.short_read;
}

/* Without printf(3): a message may repeat a name of odd bytes in each of its records. */
static size_t add_label(char *name, size_t at, const uint8_t *label, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint8_t byte = label[i];
		bool odd = byte <= ' ' || byte >= 127;

		if (odd || byte == '.' || byte == '\\')
			name[at++] = '\\';
		if (odd) {
			name[at++] = (char)('0' + byte / 100);
			name[at++] = (char)('0' + byte / 10 % 10);
			name[at++] = (char)('0' + byte % 10);
		} else {
			name[at++] = (char)byte;
		}
	}
	name[at++] = '.';
	name[at] = '\0';
	return at;
}

/* Reads the name at the reader, follows compression pointers, and leaves the reader behind the name. */
static bool read_name(const struct mst_dns *dns, struct mst_reader *r, char text[MST_DNS_NAME_TEXT])
{
	struct mst_dns_name name = mst_dns_name_at(dns, r);
	enum mst_dns_step step;
	size_t length = 0;

	strcpy(text, ".");
	while ((step = mst_dns_name_next(&name)) == MST_DNS_LABEL)
		length = add_label(text, length, name.label, name.count);
	if (step != MST_DNS_NAME_END)
		return false;
	*r = name.behind;
	return true;
}

/* Moves on to the next section that has a record left. */
static bool reach_record(struct mst_dns *dns)
{
	while (dns->section < MST_DNS_SECTIONS && dns->taken == dns->counts[dns->section]) {
		dns->section++;
		dns->taken = 0;
	}
	return dns->section < MST_DNS_SECTIONS;
}

bool mst_dns_next(struct mst_dns *dns, struct mst_dns_record *record)
{
	struct mst_reader *r = &dns->at;
	uint16_t class;

	if (!reach_record(dns))
		return false;
	record->section = (enum mst_dns_section)dns->section;
	if (!read_name(dns, r, record->name))
		goto end;
	record->type = mst_read_be16(r);
	class = mst_read_be16(r);
	record->class = class & 0x7fff;
	record->flush = class & 0x8000;
	record->ttl = 0;
	record->data = NULL;
	record->data_bytes = 0;
	if (record->section != MST_DNS_QUESTION) {
		record->ttl = mst_read_be32(r);
		record->data_bytes = mst_read_be16(r);
		record->data = mst_read_bytes(r, record->data_bytes);
	}
	dns->taken++;
	if (!r->short_read)
		return true;
end:
	dns->section = MST_DNS_SECTIONS;
	return false;
}

bool mst_dns_name_in(const struct mst_dns *dns, const struct mst_dns_record *record, size_t offset,
                     char name[MST_DNS_NAME_TEXT])
{
	struct mst_reader r;

	if (!record->data || offset >= record->data_bytes)
		return false;
	r = mst_reader_over(record->data + offset, record->data_bytes - offset);
	return read_name(dns, &r, name);
}

unsigned mst_dns_rcode(const struct mst_dns *dns)
{
	struct mst_reader r = mst_reader_over(dns->bytes, dns->count);
	unsigned rcode = dns->rcode, section = 0, taken = 0;

	mst_skip(&r, 12);
	for (unsigned shown = 0; section < MST_DNS_SECTIONS && shown < MST_DNS_RECORDS_MAX; shown++, taken++) {
		uint16_t type;

		while (section < MST_DNS_SECTIONS && taken == dns->counts[section]) {
			section++;
			taken = 0;
		}
		if (section == MST_DNS_SECTIONS || !mst_dns_name_skip(&r))
			break;
		type = mst_read_be16(&r);
		mst_skip(&r, 2);
		if (section == MST_DNS_QUESTION)
			continue;
		if (type == MST_DNS_OPT && section == MST_DNS_ADDITIONAL)
			return rcode | (unsigned)mst_read_u8(&r) << 4;
		mst_skip(&r, 4);
		mst_skip(&r, mst_read_be16(&r));
	}
	return rcode;
}
