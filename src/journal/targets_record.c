/* SPDX-License-Identifier: BSD-2-Clause */
/* targets_record.c - see targets_record.h. */
#include "journal/targets_record.h"

#include <errno.h>
#include <net/if.h>
#include <stdlib.h>

#include "target/set.h"
#include "target/zones.h"

static mst_uint128 number_of(const struct mst_addr *addr)
{
	return addr->family == MST_IPV4 ? mst_addr_ipv4(addr) : mst_addr_ipv6(addr);
}

static bool is_one_group(const struct mst_addr *a, const struct mst_addr *b)
{
	return a->family == b->family && a->scope == b->scope;
}

/* ---- intervals ---- */

static size_t group_length(const struct mst_targets *targets, size_t at)
{
	struct mst_addr first, last, next;
	size_t count = 0;

	if (!mst_targets_interval(targets, at, &first, &last))
		return 0;
	while (mst_targets_interval(targets, at + count, &next, &last) && is_one_group(&first, &next))
		count++;
	return count;
}

static void put_group(struct mst_bytes *out, const struct mst_targets *targets, size_t at, size_t count)
{
	char name[IF_NAMESIZE] = "";
	struct mst_addr first, last;
	mst_uint128 end = 0;

	mst_targets_interval(targets, at, &first, &last);
	if (first.scope)
		(void)if_indextoname(first.scope, name);
	mst_bytes_put_u8(out, first.family);
	mst_bytes_put_varint(out, first.scope);
	mst_bytes_put_text(out, name);
	mst_bytes_put_varint(out, count);
	for (size_t i = 0; i < count; i++) {
		mst_targets_interval(targets, at + i, &first, &last);
		mst_bytes_put_varint128(out, number_of(&first) - end);
		mst_bytes_put_varint128(out, number_of(&last) - number_of(&first));
		end = number_of(&last);
	}
}

void mst_put_targets(struct mst_bytes *out, const struct mst_targets *targets)
{
	size_t groups = 0, count;

	for (size_t at = 0; (count = group_length(targets, at)) > 0; at += count)
		groups++;
	mst_bytes_put_varint(out, groups);
	for (size_t at = 0; (count = group_length(targets, at)) > 0; at += count)
		put_group(out, targets, at, count);
}

struct group {
	uint8_t family;
	uint32_t scope;
	mst_uint128 most; /* the last address that there is */
};

static struct mst_addr addr_of(const struct group *group, mst_uint128 number)
{
	return group->family == MST_IPV4 ? mst_addr_from_ipv4((uint32_t)number)
	                                 : mst_addr_from_ipv6(number, group->scope);
}

static int read_intervals(struct mst_reader *r, struct mst_targets *targets, const struct group *group)
{
	uint64_t count = mst_read_varint(r);
	mst_uint128 end = 0;
	int code = 0;

	for (uint64_t i = 0; i < count && code == 0; i++) {
		mst_uint128 gap = mst_read_varint128(r), length = mst_read_varint128(r);
		struct mst_addr first, last;

		if (r->short_read || gap > group->most - end || length > group->most - end - gap)
			return -EBADMSG;
		first = addr_of(group, end + gap);
		end += gap + length;
		last = addr_of(group, end);
		code = mst_targets_add_interval(targets, &first, &last);
	}
	return code;
}

/* The interface of that name may have another index here and now. */
static uint32_t scope_here(uint32_t scope, const char *name, bool only_one)
{
	uint32_t here = only_one && *name ? if_nametoindex(name) : 0;

	return here ? here : scope;
}

static int read_group(struct mst_reader *r, struct mst_targets *targets, bool only_one)
{
	struct group group = { .family = mst_read_u8(r), .scope = (uint32_t)mst_read_varint_to(r, UINT32_MAX) };
	char *name = mst_read_text(r);

	if (!name || (group.family != MST_IPV4 && group.family != MST_IPV6)) {
		free(name);
		return r->short_read || name ? -EBADMSG : -ENOMEM;
	}
	group.most = group.family == MST_IPV4 ? UINT32_MAX : ~(mst_uint128)0;
	if (group.scope)
		group.scope = scope_here(group.scope, name, only_one);
	free(name);
	return read_intervals(r, targets, &group);
}

int mst_read_targets(struct mst_reader *r, struct mst_targets **out)
{
	struct mst_targets *targets = mst_targets_new();
	uint64_t groups = mst_read_varint(r);
	int code = targets ? 0 : -ENOMEM;

	/* At most one of IPv4, one of IPv6 without a scope, one of an interface. */
	for (uint64_t i = 0; i < groups && code == 0; i++)
		code = read_group(r, targets, groups <= 3);
	if (code == 0 && (r->short_read || mst_targets_close(targets, NULL) < 0))
		code = -EBADMSG;
	if (code < 0) {
		mst_targets_free(targets);
		targets = NULL;
	}
	*out = targets;
	return code;
}

/* ---- names ---- */

void mst_put_names(struct mst_bytes *out, const struct mst_targets *targets)
{
	mst_bytes_put_varint(out, targets->named_count);
	for (size_t i = 0; i < targets->named_count; i++) {
		mst_bytes_put_addr(out, &targets->named[i].addr);
		mst_bytes_put_text(out, targets->named[i].names);
	}
}

int mst_read_names(struct mst_reader *r, struct mst_targets *targets)
{
	uint64_t count = mst_read_varint_to(r, r->left / 2);

	if (r->short_read || count == 0)
		return r->short_read ? -EBADMSG : 0;
	targets->named = calloc((size_t)count, sizeof *targets->named);
	if (!targets->named)
		return -ENOMEM;
	for (; targets->named_count < count; targets->named_count++) {
		struct mst_named *named = &targets->named[targets->named_count];

		named->addr = mst_read_addr(r);
		named->order = targets->named_count;
		named->names = mst_read_text(r);
		if (!named->names)
			return r->short_read ? -EBADMSG : -ENOMEM;
		if (targets->named_count > 0 && mst_addr_compare(&named[-1].addr, &named->addr) >= 0) {
			free(named->names);
			return -EBADMSG;
		}
	}
	return 0;
}

/* ---- ports ---- */

void mst_put_ports(struct mst_bytes *out, const struct mst_ports *ports)
{
	uint32_t last = 0;

	mst_bytes_put_u8(out, ports->proto);
	mst_bytes_put_varint(out, mst_ports_count(ports));
	for (uint32_t port = 0; port <= UINT16_MAX; port++) {
		if (!mst_ports_has(ports, (uint16_t)port))
			continue;
		mst_bytes_put_varint(out, port - last);
		last = port;
	}
}

int mst_read_ports(struct mst_reader *r, struct mst_ports *ports)
{
	uint64_t port = 0, count;

	ports->proto = mst_read_u8(r);
	count = mst_read_varint_to(r, UINT16_MAX + 1);
	for (uint64_t i = 0; i < count; i++) {
		port += mst_read_varint_to(r, UINT16_MAX - port);
		if (r->short_read)
			return -EBADMSG;
		ports->bits[port / 64] |= UINT64_C(1) << port % 64;
	}
	return r->short_read ? -EBADMSG : 0;
}
