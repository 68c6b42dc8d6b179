/* SPDX-License-Identifier: BSD-2-Clause */
/* bytes.c - see bytes.h. */
#include "journal/bytes.h"

#include <stdlib.h>

bool mst_bytes_grow(struct mst_bytes *buffer, size_t more)
{
	size_t room = buffer->count + more + buffer->room / 2 + 64;
	uint8_t *bytes = buffer->failed ? NULL : realloc(buffer->bytes, room);

	if (!bytes) {
		buffer->failed = true;
		return false;
	}
	buffer->bytes = bytes;
	buffer->room = room;
	return true;
}

void mst_bytes_free(struct mst_bytes *buffer)
{
	free(buffer->bytes);
	*buffer = (struct mst_bytes){ 0 };
}

void mst_bytes_put_bytes(struct mst_bytes *buffer, const void *bytes, size_t count)
{
	if (count == 0 || !mst_bytes_reserve(buffer, count))
		return;
	memcpy(buffer->bytes + buffer->count, bytes, count);
	buffer->count += count;
}

void mst_bytes_put_u8(struct mst_bytes *buffer, uint8_t value)
{
	mst_bytes_put_bytes(buffer, &value, 1);
}

void mst_bytes_put_le32(struct mst_bytes *buffer, uint32_t value)
{
	const uint8_t bytes[] = { (uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16),
		                  (uint8_t)(value >> 24) };

	mst_bytes_put_bytes(buffer, bytes, sizeof bytes);
}

void mst_bytes_put_le64(struct mst_bytes *buffer, uint64_t value)
{
	mst_bytes_put_le32(buffer, (uint32_t)value);
	mst_bytes_put_le32(buffer, (uint32_t)(value >> 32));
}

void mst_bytes_put_double(struct mst_bytes *buffer, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	mst_bytes_put_le64(buffer, bits);
}

void mst_bytes_put_text(struct mst_bytes *buffer, const char *text)
{
	size_t length = text ? strlen(text) : 0;

	mst_bytes_put_varint(buffer, length);
	mst_bytes_put_bytes(buffer, text, length);
}

void mst_bytes_put_varint(struct mst_bytes *buffer, uint64_t value)
{
	if (mst_bytes_reserve(buffer, MST_VARINT_MAX))
		buffer->count = (size_t)(mst_write_varint(buffer->bytes + buffer->count, value) - buffer->bytes);
}

void mst_bytes_put_varint128(struct mst_bytes *buffer, mst_uint128 value)
{
	if (mst_bytes_reserve(buffer, MST_VARINT128_MAX))
		buffer->count = (size_t)(mst_write_varint128(buffer->bytes + buffer->count, value) - buffer->bytes);
}

void mst_bytes_put_addr(struct mst_bytes *buffer, const struct mst_addr *addr)
{
	mst_bytes_put_u8(buffer, addr->family);
	mst_bytes_put_varint(buffer, addr->scope);
	mst_bytes_put_bytes(buffer, addr->bytes, addr->family == MST_IPV4 ? 4 : 16);
}

/* ---- reading ---- */

mst_uint128 mst_read_long_varint128(struct mst_reader *r)
{
	mst_uint128 value = 0;

	for (unsigned shift = 0; shift < 128; shift += 7) {
		uint8_t byte = mst_read_u8(r);

		if (shift == 126 && byte > 3)
			break;
		value |= (mst_uint128)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	r->short_read = true;
	return 0;
}

double mst_read_double(struct mst_reader *r)
{
	uint64_t bits = mst_read_le64(r);
	double value;

	memcpy(&value, &bits, sizeof value);
	return value;
}

char *mst_read_text(struct mst_reader *r)
{
	size_t length = (size_t)mst_read_varint_to(r, r->left);
	const uint8_t *bytes = mst_read_bytes(r, length);

	if (r->short_read || (length > 0 && memchr(bytes, '\0', length))) {
		r->short_read = true;
		return NULL;
	}
	return strndup((const char *)bytes, length);
}

struct mst_addr mst_read_addr(struct mst_reader *r)
{
	struct mst_addr addr = { .family = mst_read_u8(r) };
	const uint8_t *bytes;
	size_t length = addr.family == MST_IPV4 ? 4 : 16;

	addr.scope = (uint32_t)mst_read_varint_to(r, addr.family == MST_IPV4 ? 0 : UINT32_MAX);
	bytes = mst_read_bytes(r, length);
	if (!bytes || (addr.family != MST_IPV4 && addr.family != MST_IPV6)) {
		r->short_read = true;
		return (struct mst_addr){ 0 };
	}
	memcpy(addr.bytes, bytes, length);
	return addr;
}
