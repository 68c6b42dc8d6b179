/* SPDX-License-Identifier: BSD-2-Clause */
/* system_error.c - the words of ping programs for ICMP errors. See system_line.h. */
#include <string.h>

#include "ping/system_line.h"

/*
 * iputils and GNU inetutils, ICMP (RFC 792) and ICMPv6 (RFC 4443). The words are compared as far as they go here, so
 * what begins another row stands behind it.
 */
/* clang-format off */
static const struct {
	const char *words;
	uint8_t type, code;
} errors[] = {
	{ "Destination Net Unreachable for Type", 3, 11 },
	{ "Destination Host Unreachable for Type", 3, 12 },
	{ "Destination Network Unreachable At This TOS", 3, 11 },
	{ "Destination Host Unreachable At This TOS", 3, 12 },
	{ "Destination Net Unreachable", 3, 0 },
	{ "Destination Host Unreachable", 3, 1 },
	{ "Destination Protocol Unreachable", 3, 2 },
	{ "Destination Port Unreachable", 3, 3 },
	{ "Frag needed and DF set", 3, 4 },
	{ "Fragmentation needed and DF set", 3, 4 },
	{ "Source Route Failed", 3, 5 },
	{ "Destination Net Unknown", 3, 6 },
	{ "Network Unknown", 3, 6 },
	{ "Destination Host Unknown", 3, 7 },
	{ "Host Unknown", 3, 7 },
	{ "Source Host Isolated", 3, 8 },
	{ "Host Isolated", 3, 8 },
	{ "Destination Net Prohibited", 3, 9 },
	{ "Destination Host Prohibited", 3, 10 },
	{ "Packet filtered", 3, 13 },
	{ "Precedence Violation", 3, 14 },
	{ "Precedence Cutoff", 3, 15 },
	{ "Dest Unreachable, ", 3, 1 },
	{ "Time to live exceeded", 11, 0 },
	{ "Frag reassembly time exceeded", 11, 1 },
	{ "Time exceeded, ", 11, 0 },
	{ "Parameter problem: pointer", 12, 0 },
	{ "Parameter problem: IP address", 12, 0 },
	{ "Destination unreachable: No route", 1, 0 },
	{ "Destination unreachable: Administratively prohibited", 1, 1 },
	{ "Destination unreachable: Destination administratively prohibited", 1, 1 },
	{ "Destination unreachable: Beyond scope of source address", 1, 2 },
	{ "Destination unreachable: Address unreachable", 1, 3 },
	{ "Destination unreachable: Port unreachable", 1, 4 },
	{ "Destination unreachable: ", 1, 3 },
	{ "Packet too big", 2, 0 },
	{ "Time exceeded: Hop limit", 3, 0 },
	{ "Time exceeded: Defragmentation failure", 3, 1 },
	{ "Time exceeded: ", 3, 0 },
	{ "Parameter problem: ", 4, 0 },
};
/* clang-format on */

bool mst_system_error_read(const char *words, uint8_t *type, uint8_t *code)
{
	for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
		if (strncasecmp(words, errors[i].words, strlen(errors[i].words)) != 0)
			continue;
		*type = errors[i].type;
		*code = errors[i].code;
		return true;
	}
	return false;
}
