/* SPDX-License-Identifier: BSD-2-Clause */
/* fact.c - see fact.h. */
#include "plan/fact.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *mst_fact_addr(char text[MST_FACT_ADDR], const struct mst_addr *addr)
{
	mst_uint128 number = mst_addr_ipv6(addr);

	if (addr->family == MST_IPV4)
		snprintf(text, MST_FACT_ADDR, "4:%08" PRIx32 ":0", mst_addr_ipv4(addr));
	else if (addr->family == MST_IPV6)
		snprintf(text, MST_FACT_ADDR, "6:%016" PRIx64 "%016" PRIx64 ":%" PRIu32, (uint64_t)(number >> 64),
		         (uint64_t)number, addr->scope);
	else
		snprintf(text, MST_FACT_ADDR, "0:0:0");
	return text;
}

bool mst_fact_whole(uint64_t *value, const char *text, uint64_t most)
{
	char *end;

	errno = 0;
	if (*text < '0' || *text > '9')
		return false;
	*value = strtoull(text, &end, 10);
	return !*end && errno == 0 && *value <= most;
}

static const char hex_digits[] = "0123456789abcdef";

bool mst_fact_hex(uint64_t *value, const char *text, size_t digits)
{
	*value = 0;
	for (size_t i = 0; i < digits; i++) {
		const char *digit = text[i] ? strchr(hex_digits, text[i]) : NULL;

		if (!digit)
			return false;
		*value = *value << 4 | (uint64_t)(digit - hex_digits);
	}
	return true;
}

bool mst_fact_addr_read(struct mst_addr *addr, const char *text)
{
	uint64_t high, low, scope;

	if (strcmp(text, "0:0:0") == 0) {
		*addr = (struct mst_addr){ 0 };
		return true;
	}
	if (strncmp(text, "4:", 2) == 0 && mst_fact_hex(&low, text + 2, 8) && strcmp(text + 10, ":0") == 0) {
		*addr = mst_addr_from_ipv4((uint32_t)low);
		return true;
	}
	if (strncmp(text, "6:", 2) != 0 || !mst_fact_hex(&high, text + 2, 16) || !mst_fact_hex(&low, text + 18, 16) ||
	    text[34] != ':' || !mst_fact_whole(&scope, text + 35, UINT32_MAX))
		return false;
	*addr = mst_addr_from_ipv6((mst_uint128)high << 64 | low, (uint32_t)scope);
	return true;
}
