/* SPDX-License-Identifier: BSD-2-Clause */
/* anycast.c - subnet-router anycast addresses of the local subnets. See path.h. */
#include "net/path.h"

#include <errno.h>
#include <stdlib.h>

#include "base/fail.h"
#include "net/ifaces.h"

static int by_address(const void *a, const void *b)
{
	return mst_addr_compare(a, b);
}

/* Only interfaces that are up count. Every link has its own fe80::, told apart by scope. */
static size_t collect(struct mst_addr *addrs, const struct mst_ifaces *ifaces)
{
	size_t count = 0, kept = 0;

	for (size_t i = 0; i < ifaces->addr_count; i++) {
		const struct mst_iface_addr *own = &ifaces->addrs[i];
		const struct mst_iface *link = mst_ifaces_at(ifaces, own->index);
		mst_uint128 host_bits = own->prefix_length < 128 ? ~(mst_uint128)0 >> own->prefix_length : 0;

		if (own->addr.family == MST_IPV6 && link && link->up && own->prefix_length < 127)
			addrs[count++] = mst_addr_from_ipv6(mst_addr_ipv6(&own->subnet) & ~host_bits,
			                                    own->subnet.scope);
	}
	qsort(addrs, count, sizeof *addrs, by_address);
	for (size_t i = 0; i < count; i++)
		if (kept == 0 || !mst_addr_equal(&addrs[i], &addrs[kept - 1]))
			addrs[kept++] = addrs[i];
	return kept;
}

int mst_paths_anycast(struct mst_addr **addrs, size_t *count, struct mst_error *err)
{
	struct mst_ifaces ifaces;
	int code = mst_ifaces_now(&ifaces, err);

	*addrs = NULL;
	*count = 0;
	if (code < 0)
		return code;
	*addrs = calloc(ifaces.addr_count + 1, sizeof **addrs);
	if (*addrs)
		*count = collect(*addrs, &ifaces);
	else
		code = mst_fail(err, -ENOMEM, "no memory for the addresses of the local subnets");
	mst_ifaces_free(&ifaces);
	return code;
}
