/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns.h - reads DNS messages (RFC 1035), and those of multicast DNS (RFC 6762) and LLMNR (RFC 4795), record by
 * record, with uncompressed names. Pure.
 */
#ifndef MST_DISSECT_PAYLOAD_DNS_H
#define MST_DISSECT_PAYLOAD_DNS_H

#include "base/reader.h"

#define MST_DNS_RECORDS_MAX 256 /* of a message that are read where nobody asked to see it: 64 KiB hold 10,000 */
#define MST_DNS_NAME_TEXT 1024  /* 255 bytes, each at most as \DDD, and the NUL */

enum mst_dns_section { MST_DNS_QUESTION, MST_DNS_ANSWER, MST_DNS_AUTHORITY, MST_DNS_ADDITIONAL, MST_DNS_SECTIONS };

enum {
	MST_DNS_A = 1,
	MST_DNS_NS = 2,
	MST_DNS_CNAME = 5,
	MST_DNS_SOA = 6,
	MST_DNS_PTR = 12,
	MST_DNS_MX = 15,
	MST_DNS_TXT = 16,
	MST_DNS_AAAA = 28,
	MST_DNS_SRV = 33,
	MST_DNS_A6 = 38,
	MST_DNS_DNAME = 39,
	MST_DNS_OPT = 41,
	MST_DNS_UNSPECA = 104,
	MST_DNS_URI = 256,
};

struct mst_dns {
	const uint8_t *bytes;
	size_t count;
	uint16_t id, flags; /* flags: the second word of the header */
	bool response, authoritative, truncated, recursion_desired, recursion_available;
	bool authentic, checking_disabled; /* AD, CD (RFC 4035) */
	uint8_t opcode, rcode;             /* rcode: the header's four bits, see mst_dns_rcode */
	uint16_t counts[MST_DNS_SECTIONS]; /* numbers of records, from the header */
	/* the walk */
	struct mst_reader at;
	unsigned section, taken;
};

struct mst_dns_record {
	enum mst_dns_section section;
	char name[MST_DNS_NAME_TEXT]; /* "host.example.", as in master files: \DDD for what is not printable,
	                               * "." for the root */
	uint16_t type, class;         /* the class without multicast DNS' top bit */
	bool flush;                   /* that bit: a question for unicast, an answer that replaces others */
	uint32_t ttl;                 /* seconds */
	const uint8_t *data;          /* into the message; NULL for questions */
	size_t data_bytes;
};

/* False when the header is incomplete. */
bool mst_dns_open(struct mst_dns *dns, const uint8_t *bytes, size_t count);

/* The next record; false at the end, or when the next bytes are no valid record. */
bool mst_dns_next(struct mst_dns *dns, struct mst_dns_record *record);

/* Reads the name at `offset` in the data of a record of this message; false when there is no valid name. */
bool mst_dns_name_in(const struct mst_dns *dns, const struct mst_dns_record *record, size_t offset,
                     char name[MST_DNS_NAME_TEXT]);

/* The whole response code: an OPT record (RFC 6891) may hold its upper eight bits. */
unsigned mst_dns_rcode(const struct mst_dns *dns);

/* A name, label by label, through its compression pointers. */
struct mst_dns_name {
	const struct mst_dns *dns;
	struct mst_reader at, behind; /* `behind`: after the name where it began; valid when `ended` */
	size_t low, bytes;            /* pointers must lead before `low`, so that no chain of them is endless */
	unsigned pointers;
	bool followed, ended;
	const uint8_t *label;
	size_t count;
};

enum mst_dns_step { MST_DNS_LABEL, MST_DNS_NAME_END, MST_DNS_BAD_POINTER, MST_DNS_BAD_LABEL, MST_DNS_CUT };

/* The name that begins at the reader, which is within the message. */
struct mst_dns_name mst_dns_name_at(const struct mst_dns *dns, const struct mst_reader *at);

/* MST_DNS_LABEL with `label` and `count` (1 to 63), MST_DNS_BAD_LABEL with its first byte in `count`, or how the name
 * ends: only NAME_END is a valid end. */
enum mst_dns_step mst_dns_name_next(struct mst_dns_name *name);

/* Moves the reader behind a name without following pointers; false when it is cut short. */
bool mst_dns_name_skip(struct mst_reader *r);

/* "A", "AAAA"; NULL for types that have no name. Static. */
const char *mst_dns_type_name(uint16_t type);

/* The same for types that are younger than tcpdump 4.99's list: "HTTPS". */
const char *mst_dns_young_type_name(uint16_t type);

#endif
