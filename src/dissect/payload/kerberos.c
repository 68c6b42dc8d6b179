/* SPDX-License-Identifier: BSD-2-Clause */
/* kerberos.c - names the message of Kerberos 5 over UDP (RFC 4120), whose first byte is its tag in ASN.1. */
#include "dissect/payload/describers.h"

static const struct {
	uint8_t tag;
	const char *name;
} messages[] = {
	{ 0x6a, "AS-REQ" }, { 0x6b, "AS-REP" },   { 0x6c, "TGS-REQ" },  { 0x6d, "TGS-REP" },  { 0x6e, "AP-REQ" },
	{ 0x6f, "AP-REP" }, { 0x74, "KRB-SAFE" }, { 0x75, "KRB-PRIV" }, { 0x76, "KRB-CRED" }, { 0x7e, "KRB-ERROR" },
};

/* tcpdump knows the version of the first two, and prints nothing of the others. */
bool mst_describe_kerberos(struct mst_line *line, const struct mst_layer *layer)
{
	struct mst_reader r = mst_layer_reader(layer);
	uint8_t tag = mst_read_u8(&r);

	for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
		if (messages[i].tag != tag)
			continue;
		mst_line_add(line, "%s%s, length %zu", tag == 0x6a || tag == 0x6b ? " v5, " : "v5, ", messages[i].name,
		             layer->declared);
		return true;
	}
	return false;
}
