/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reserved.c - reserved addresses and ports: network and broadcast addresses of subnets,
 * and the kernel's ephemeral ports.
 * See path.h.
 */
#include "net/path.h"

#include <errno.h>
#include <muster/net.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "net/ifaces.h"

#define PORT_RANGE_FILE "/proc/sys/net/ipv4/ip_local_port_range"

static int by_address(const void *a, const void *b)
{
	const struct mst_subnet_end *one = a, *other = b;

	return mst_addr_compare(&one->addr, &other->addr);
}

/* Only interfaces that are up count; the same prefix on two interfaces counts once. */
static size_t collect(struct mst_subnet_end *ends, const struct mst_ifaces *ifaces)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < ifaces->addr_count; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];
		const struct mst_iface *link = mst_ifaces_at(ifaces, own->index);
		struct mst_subnet_end end = { .prefix_length = own->prefix_length };
		uint32_t subnet = mst_addr_ipv4(&own->subnet), host_bits;

		if (own->addr.family != MST_IPV4 || !link || !link->up || own->prefix_length >= 31)
			continue;
		host_bits = (uint32_t)((UINT64_C(1) << (32 - own->prefix_length)) - 1);
		memcpy(end.interface, link->name, sizeof end.interface);
		end.addr = mst_addr_from_ipv4(subnet & ~host_bits);
		ends[count++] = end;
		end.addr = mst_addr_from_ipv4(subnet | host_bits);
		end.broadcast = true;
		ends[count++] = end;
	}
	qsort(ends, count, sizeof *ends, by_address);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !mst_addr_equal(&ends[i].addr, &ends[kept - 1].addr))
			ends[kept++] = ends[i];
	return kept;
}

int mst_subnet_ends_read(struct mst_subnet_end **ends, size_t *count, struct mst_error *err)
{
	struct mst_ifaces ifaces;
	int code = mst_ifaces_now(&ifaces, err);

	*ends = NULL;
	*count = 0;
	if (code < 0)
		return code;
	*ends = calloc(2 * ifaces.addr_count + 1, sizeof **ends);
	if (*ends)
		*count = collect(*ends, &ifaces);
	else
		code = mst_fail(err, -ENOMEM, "no memory for the addresses of the local subnets");
	mst_ifaces_free(&ifaces);
	return code;
}

const struct mst_subnet_end *mst_subnet_end_at(const struct mst_subnet_end *ends, size_t count,
                                               const struct mst_addr *addr)
{
	struct mst_subnet_end wanted = { .addr = *addr };

	return count ? bsearch(&wanted, ends, count, sizeof *ends, by_address) : NULL;
}

int mst_paths_reserved(struct mst_addr **addrs, size_t *count, struct mst_error *err)
{
	struct mst_subnet_end *ends;
	int code = mst_subnet_ends_read(&ends, count, err);

	*addrs = NULL;
	if (code < 0)
		return code;
	*addrs = calloc(*count + 1, sizeof **addrs);
	for (size_t i = 0; *addrs && i < *count; i++)
		(*addrs)[i] = ends[i].addr;
	free(ends);
	return *addrs ? 0 : mst_fail(err, -ENOMEM, "no memory for the addresses of the local subnets");
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
