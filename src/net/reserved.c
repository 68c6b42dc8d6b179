/*
 * reserved.c - addresses and ports that are not for asking: what subnets keep for themselves, what the kernel
 * hands out to everybody's sockets. See path.h.
 */
#include "net/path.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/fail.h"
#include "net/ifaces.h"

#define PORT_RANGE_FILE "/proc/sys/net/ipv4/ip_local_port_range"

static int by_address(const void *a, const void *b)
{
	return mst_addr_compare(a, b);
}

/* Only a link that is up has its subnet attached; the same prefix on two links counts once. */
static size_t collect(struct mst_addr *addrs, const struct mst_ifaces *ifaces)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < ifaces->addr_count; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];
		const struct mst_iface *link = mst_ifaces_at(ifaces, own->index);
		uint32_t subnet = mst_addr_ipv4(&own->subnet);
		uint32_t host_bits;

		if (own->addr.family != MST_IPV4 || !link || !link->up || own->prefix_length >= 31)
			continue;
		host_bits = (uint32_t)((UINT64_C(1) << (32 - own->prefix_length)) - 1);
		addrs[count++] = mst_addr_from_ipv4(subnet & ~host_bits);
		addrs[count++] = mst_addr_from_ipv4(subnet | host_bits);
	}
	qsort(addrs, count, sizeof *addrs, by_address);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !mst_addr_equal(&addrs[i], &addrs[kept - 1]))
			addrs[kept++] = addrs[i];
	return kept;
}

int mst_paths_reserved(struct mst_addr **addrs, size_t *count, struct mst_error *err)
{
	struct mst_ifaces ifaces = { 0 };
	struct mst_rtnl *rtnl;
	int code = mst_rtnl_open(&rtnl, err);

	*addrs = NULL;
	*count = 0;
	if (code == 0)
		code = mst_ifaces_read(&ifaces, rtnl, err);
	if (code < 0)
		goto out;
	*addrs = calloc(2 * ifaces.addr_count + 1, sizeof **addrs);
	if (*addrs)
		*count = collect(*addrs, &ifaces);
	else
		code = mst_fail(err, -ENOMEM, "no memory for the addresses of the local subnets");
out:
	mst_ifaces_free(&ifaces);
	mst_rtnl_close(rtnl);
	return code;
}

void mst_ephemeral_ports(uint16_t *first, uint16_t *last)
{
	FILE *file = fopen(PORT_RANGE_FILE, "re");
	unsigned low = 0, high = 0;

	/* Five digits at most: more would be no port, and scanf(3) has no word for "too large". */
	if (file && fscanf(file, "%5u %5u", &low, &high) != 2)
		low = high = 0;
	if (file)
		fclose(file);
	if (low == 0 || low > high || high > UINT16_MAX) {
		low = 32768; /* the kernel's default */
		high = 60999;
	}
	*first = (uint16_t)low;
	*last = (uint16_t)high;
}
