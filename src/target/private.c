/* SPDX-License-Identifier: BSD-2-Clause */
/* private.c - see private.h. */
#include "target/private.h"

#include "target/set.h"

static const struct {
	uint32_t first, last;
} ranges[] = {
	/* RFC 1918, RFC 6598, loopback, link-local, documentation, benchmarks */
	{ 0x0a000000, 0x0affffff }, /* 10.0.0.0/8 */
	{ 0x64400000, 0x647fffff }, /* 100.64.0.0/10 */
	{ 0x7f000000, 0x7fffffff }, /* 127.0.0.0/8 */
	{ 0xa9fe0000, 0xa9feffff }, /* 169.254.0.0/16 */
	{ 0xac100000, 0xac1fffff }, /* 172.16.0.0/12 */
	{ 0xc0000200, 0xc00002ff }, /* 192.0.2.0/24 */
	{ 0xc0a80000, 0xc0a8ffff }, /* 192.168.0.0/16 */
	{ 0xc6120000, 0xc613ffff }, /* 198.18.0.0/15 */
	{ 0xc6336400, 0xc63364ff }, /* 198.51.100.0/24 */
	{ 0xcb007100, 0xcb0071ff }, /* 203.0.113.0/24 */
};

/* The same of IPv6, as the first bits of an address. */
static const struct {
	uint64_t prefix;
	unsigned length;
} ranges6[] = {
	{ 0xfc00000000000000, 7 },  /* fc00::/7, RFC 4193 */
	{ 0xfe80000000000000, 10 }, /* link-local */
	{ 0x20010db800000000, 32 }, /* 2001:db8::/32, documentation */
};

static bool is_private_ipv4(uint32_t first, uint32_t last)
{
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		if (first >= ranges[i].first && last <= ranges[i].last)
			return true;
	}
	return false;
}

static bool is_private_ipv6(mst_uint128 first, mst_uint128 last)
{
	for (size_t i = 0; i < sizeof ranges6 / sizeof *ranges6; i++) {
		unsigned rest = 64 - ranges6[i].length;

		if ((uint64_t)(first >> 64) >> rest == ranges6[i].prefix >> rest &&
		    (uint64_t)(last >> 64) >> rest == ranges6[i].prefix >> rest)
			return true;
	}
	return first == 1 && last == 1; /* loopback */
}

static bool is_private(const struct mst_addr *first, const struct mst_addr *last)
{
	if (first->family == MST_IPV6)
		return is_private_ipv6(mst_addr_ipv6(first), mst_addr_ipv6(last));
	return is_private_ipv4(mst_addr_ipv4(first), mst_addr_ipv4(last));
}

bool mst_targets_are_private_between(const struct mst_targets *targets, const struct mst_addr *from,
                                     const struct mst_addr *to)
{
	struct mst_addr first, last;

	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		if (mst_addr_compare(&last, from) < 0 || mst_addr_compare(&first, to) > 0)
			continue;
		if (!is_private(mst_addr_compare(&first, from) > 0 ? &first : from,
		                mst_addr_compare(&last, to) < 0 ? &last : to))
			return false;
	}
	return true;
}

bool mst_targets_are_private(const struct mst_targets *targets)
{
	struct mst_addr first, last;
	bool all = true;

	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++)
		all &= is_private(&first, &last);
	return all;
}
