/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_types.c - names of record types (IANA), in two tables: those of tcpdump's lines, and those that came later. */
#include "dissect/payload/dns.h"

struct row {
	uint16_t type;
	const char *name;
};

/* clang-format off */
static const struct row names[] = {
	{ 1, "A" }, { 2, "NS" }, { 3, "MD" }, { 4, "MF" }, { 5, "CNAME" }, { 6, "SOA" }, { 7, "MB" },
	{ 8, "MG" }, { 9, "MR" }, { 10, "NULL" }, { 11, "WKS" }, { 12, "PTR" }, { 13, "HINFO" },
	{ 14, "MINFO" }, { 15, "MX" }, { 16, "TXT" }, { 17, "RP" }, { 18, "AFSDB" }, { 19, "X25" },
	{ 20, "ISDN" }, { 21, "RT" }, { 22, "NSAP" }, { 23, "NSAP_PTR" }, { 24, "SIG" }, { 25, "KEY" },
	{ 26, "PX" }, { 27, "GPOS" }, { 28, "AAAA" }, { 29, "LOC" }, { 30, "NXT" }, { 31, "EID" },
	{ 32, "NIMLOC" }, { 33, "SRV" }, { 34, "ATMA" }, { 35, "NAPTR" }, { 36, "KX" }, { 37, "CERT" },
	{ 38, "A6" }, { 39, "DNAME" }, { 40, "SINK" }, { 41, "OPT" }, { 42, "APL" }, { 43, "DS" },
	{ 44, "SSHFP" }, { 45, "IPSECKEY" }, { 46, "RRSIG" }, { 47, "NSEC" }, { 48, "DNSKEY" }, { 99, "SPF" },
	{ 100, "UINFO" }, { 101, "UID" }, { 102, "GID" }, { 103, "UNSPEC" }, { 104, "UNSPECA" },
	{ 249, "TKEY" }, { 250, "TSIG" }, { 251, "IXFR" }, { 252, "AXFR" }, { 253, "MAILB" },
	{ 254, "MAILA" }, { 255, "ANY" }, { 256, "URI" },
};

static const struct row young[] = {
	{ 49, "DHCID" }, { 50, "NSEC3" }, { 51, "NSEC3PARAM" }, { 52, "TLSA" }, { 53, "SMIMEA" },
	{ 55, "HIP" }, { 59, "CDS" }, { 60, "CDNSKEY" }, { 61, "OPENPGPKEY" }, { 62, "CSYNC" },
	{ 63, "ZONEMD" }, { 64, "SVCB" }, { 65, "HTTPS" }, { 105, "L32" }, { 108, "EUI48" }, { 109, "EUI64" },
	{ 257, "CAA" }, { 258, "AVC" }, { 32769, "DLV" },
};
/* clang-format on */

static const char *find(const struct row *rows, size_t count, uint16_t type)
{
	for (size_t i = 0; i < count; i++) {
		if (rows[i].type == type)
			return rows[i].name;
	}
	return NULL;
}

const char *mst_dns_type_name(uint16_t type)
{
	return find(names, sizeof names / sizeof *names, type);
}

const char *mst_dns_young_type_name(uint16_t type)
{
	return find(young, sizeof young / sizeof *young, type);
}
