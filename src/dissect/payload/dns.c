/* SPDX-License-Identifier: BSD-2-Clause */
/* dns.c - see dns.h. */
#include "dissect/payload/dns.h"

#include <stdio.h>
#include <string.h>

#define NAME_BYTES 255
#define POINTERS_MAX 64

bool mst_dns_open(struct mst_dns *dns, const uint8_t *bytes, size_t count)
{
	uint16_t flags;

	*dns = (struct mst_dns){ .bytes = bytes, .count = count, .at = mst_reader_over(bytes, count) };
	dns->id = mst_read_be16(&dns->at);
	flags = mst_read_be16(&dns->at);
	for (unsigned i = 0; i < MST_DNS_SECTIONS; i++)
		dns->counts[i] = mst_read_be16(&dns->at);
	dns->response = flags & 0x8000;
	dns->opcode = flags >> 11 & 15;
	dns->authoritative = flags & 0x0400;
	dns->truncated = flags & 0x0200;
	dns->recursion_desired = flags & 0x0100;
	dns->rcode = flags & 15;
	return !dns->at.short_read;
}

static size_t add_label(char *name, size_t at, const uint8_t *label, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (label[i] == '.' || label[i] == '\\')
			at += (size_t)snprintf(name + at, 3, "\\%c", label[i]);
		else if (label[i] > ' ' && label[i] < 127)
			name[at++] = (char)label[i];
		else
			at += (size_t)snprintf(name + at, 5, "\\%03u", label[i]);
	}
	name[at++] = '.';
	name[at] = '\0';
	return at;
}

/*
 * Reads the name at the reader, follows compression pointers, and leaves the reader behind the name. A pointer must
 * lead backwards, so that no chain of pointers is endless; and their number is limited.
 */
static bool read_name(const struct mst_dns *dns, struct mst_reader *r, char name[MST_DNS_NAME_TEXT])
{
	struct mst_reader at = *r;
	size_t length = 0, bytes = 0, low = (size_t)(r->at - dns->bytes);
	unsigned pointers = 0;
	bool followed = false;

	strcpy(name, ".");
	for (;;) {
		uint8_t count = mst_read_u8(&at);
		const uint8_t *label;
		size_t target;

		if (at.short_read || (count & 0xc0) == 0x40 || (count & 0xc0) == 0x80)
			return false;
		if (count >= 0xc0) {
			target = (size_t)(count & 0x3f) << 8 | mst_read_u8(&at);
			if (!followed)
				*r = at;
			followed = true;
			if (at.short_read || target >= low || ++pointers > POINTERS_MAX)
				return false;
			low = target;
			at = mst_reader_over(dns->bytes + target, dns->count - target);
			continue;
		}
		if (count == 0)
			break;
		label = mst_read_bytes(&at, count);
		bytes += count + 1u;
		if (!label || bytes >= NAME_BYTES)
			return false;
		length = add_label(name, length, label, count);
	}
	if (!followed)
		*r = at;
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

const char *mst_dns_type_name(uint16_t type, char *text)
{
	static const struct {
		uint16_t type;
		const char *name;
	} names[] = {
		{ 1, "A" },      { 2, "NS" },     { 5, "CNAME" }, { 6, "SOA" },     { 12, "PTR" },   { 13, "HINFO" },
		{ 15, "MX" },    { 16, "TXT" },   { 28, "AAAA" }, { 33, "SRV" },    { 35, "NAPTR" }, { 41, "OPT" },
		{ 43, "DS" },    { 46, "RRSIG" }, { 47, "NSEC" }, { 48, "DNSKEY" }, { 64, "SVCB" },  { 65, "HTTPS" },
		{ 252, "AXFR" }, { 255, "ANY" },  { 257, "CAA" },
	};

	snprintf(text, 16, "TYPE%u", type);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (names[i].type == type)
			snprintf(text, 16, "%s", names[i].name);
	}
	return text;
}
