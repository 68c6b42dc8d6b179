/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_name.c - names of DNS messages, label by label. See dns.h. */
#include "dissect/payload/dns.h"

#define NAME_BYTES 255
#define POINTERS_MAX 64

struct mst_dns_name mst_dns_name_at(const struct mst_dns *dns, const struct mst_reader *at)
{
	return (struct mst_dns_name){ .dns = dns, .at = *at, .low = (size_t)(at->at - dns->bytes) };
}

/* Goes where the pointer leads that begins with `first`. */
static bool follow(struct mst_dns_name *name, uint8_t first)
{
	size_t target = (size_t)(first & 0x3f) << 8 | mst_read_u8(&name->at);

	if (!name->followed)
		name->behind = name->at;
	name->followed = true;
	if (name->at.short_read || target >= name->low || ++name->pointers > POINTERS_MAX)
		return false;
	name->low = target;
	name->at = mst_reader_over(name->dns->bytes + target, name->dns->count - target);
	return true;
}

enum mst_dns_step mst_dns_name_next(struct mst_dns_name *name)
{
	for (;;) {
		uint8_t count = mst_read_u8(&name->at);

		if (name->at.short_read)
			return MST_DNS_CUT;
		if (count >= 0xc0) {
			if (!follow(name, count))
				return name->at.short_read ? MST_DNS_CUT : MST_DNS_BAD_POINTER;
			continue;
		}
		name->count = count;
		if (count >= 0x40)
			return MST_DNS_BAD_LABEL;
		if (count == 0)
			break;
		name->label = mst_read_bytes(&name->at, count);
		name->bytes += count + 1u;
		return !name->label || name->bytes >= NAME_BYTES ? MST_DNS_CUT : MST_DNS_LABEL;
	}
	if (!name->followed)
		name->behind = name->at;
	name->ended = true;
	return MST_DNS_NAME_END;
}

bool mst_dns_name_skip(struct mst_reader *r)
{
	for (;;) {
		uint8_t count = mst_read_u8(r);

		if (r->short_read || (count >= 0x40 && count < 0xc0))
			return false;
		if (count >= 0xc0)
			mst_skip(r, 1);
		if (count == 0 || count >= 0xc0)
			return !r->short_read;
		mst_skip(r, count);
	}
}
