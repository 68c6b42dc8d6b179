/* private.c - see private.h. */
#include "target/private.h"

#include "target/set.h"

static const struct {
	uint32_t first, last;
} ranges[] = {
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

static bool is_private(uint32_t first, uint32_t last)
{
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
		if (first >= ranges[i].first && last <= ranges[i].last)
			return true;
	}
	return false;
}

static bool are_private(const struct mst_targets *targets, uint32_t from, uint32_t to)
{
	struct mst_addr first, last;

	for (size_t i = 0; mst_targets_interval(targets, i, &first, &last); i++) {
		uint32_t low = mst_addr_ipv4(&first), high = mst_addr_ipv4(&last);

		if (high < from || low > to)
			continue;
		if (!is_private(low > from ? low : from, high < to ? high : to))
			return false;
	}
	return true;
}

bool mst_targets_are_private(const struct mst_targets *targets)
{
	return are_private(targets, 0, UINT32_MAX);
}

bool mst_targets_are_private_between(const struct mst_targets *targets, const struct mst_addr *first,
                                     const struct mst_addr *last)
{
	return are_private(targets, mst_addr_ipv4(first), mst_addr_ipv4(last));
}
