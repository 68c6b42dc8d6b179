/* SPDX-License-Identifier: BSD-2-Clause */
/* snmp_value.h - elements of SNMP messages in tcpdump's words. */
#ifndef MST_DISSECT_PAYLOAD_SNMP_VALUE_H
#define MST_DISSECT_PAYLOAD_SNMP_VALUE_H

#include "dissect/common/line.h"
#include "dissect/payload/ber.h"

enum {
	MST_SNMP_ADDRESS = 0x40,
	MST_SNMP_COUNTER = 0x41,
	MST_SNMP_GAUGE = 0x42,
	MST_SNMP_TIME_TICKS = 0x43,
	MST_SNMP_OPAQUE = 0x44,
	MST_SNMP_COUNTER64 = 0x46,
};

/* A value of any kind: 5, "text", .1.3.6.1, 61_62_00. */
void mst_snmp_value(struct mst_line *line, const struct mst_ber *value);

/* "_80_00_1f" */
void mst_snmp_bytes(struct mst_line *line, const uint8_t *bytes, size_t count);

/* "GetRequest"; NULL for identifiers that are no PDU's. Static. */
const char *mst_snmp_pdu_name(uint8_t identifier);

#endif
