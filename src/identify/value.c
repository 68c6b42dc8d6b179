/* SPDX-License-Identifier: BSD-2-Clause */
/* value.c - see value.h. */
#include "identify/value.h"

#include <string.h>

#include "base/reader.h"

#define PLACE 0 /* the byte before the number of a group */

static const enum mst_service_field fields[] = {
#define ROW(constant, field) [constant] = field,
	MST_VALUES(ROW)
#undef ROW
};

enum mst_service_field mst_value_field(enum mst_value_field value)
{
	return fields[value];
}

bool mst_value_put(struct mst_value *value, const void *bytes, size_t size)
{
	if (size > sizeof value->bytes - value->size)
		return false;
	if (size)
		memcpy(value->bytes + value->size, bytes, size);
	value->size = (uint16_t)(value->size + size);
	return true;
}

bool mst_value_put_group(struct mst_value *value, unsigned group)
{
	return mst_value_put(value, (uint8_t[]){ PLACE, (uint8_t)group }, 2);
}

/* ---- reading ---- */

static bool is_digit(uint8_t byte)
{
	return byte >= '0' && byte <= '9';
}

static uint8_t next_byte(const struct mst_reader *rest)
{
	return rest->left ? *rest->at : 0;
}

/* The number of a group, behind its dollar. False: none stands here. */
static bool read_group(struct mst_reader *rest, unsigned *group)
{
	bool braces = next_byte(rest) == '{';
	unsigned digits = 0;

	mst_skip(rest, braces);
	for (*group = 0; digits < 2 && is_digit(next_byte(rest)); digits++)
		*group = *group * 10 + (unsigned)(mst_read_u8(rest) - '0');
	return digits > 0 && *group >= 1 && *group <= MST_GROUPS_MAX && (!braces || mst_read_u8(rest) == '}');
}

const char *mst_value_read(struct mst_value *value, const uint8_t *text, size_t size)
{
	struct mst_reader rest = mst_reader_over(text, size);
	bool room = true;
	unsigned group;

	while (room && rest.left > 0) {
		uint8_t byte = mst_read_u8(&rest);

		if (byte != '$' || next_byte(&rest) == '$') {
			mst_skip(&rest, byte == '$');
			room = mst_value_put(value, &byte, 1);
		} else if (read_group(&rest, &group)) {
			room = mst_value_put_group(value, group);
		} else {
			return "a $ without the number of a group; expected $1 to $31, or $$ for a dollar";
		}
	}
	return room ? NULL : "the value is too long; expected at most 512 bytes";
}

unsigned mst_value_groups(const uint8_t *bytes, size_t size)
{
	unsigned most = 0;

	for (size_t i = 0; i + 1 < size; i++) {
		if (bytes[i] != PLACE)
			continue;
		i++;
		most = bytes[i] > most ? bytes[i] : most;
	}
	return most;
}

/* ---- filling ---- */

struct filling {
	uint8_t *text;
	size_t size;
	bool cpe;
};

static void put_byte(struct filling *filling, uint8_t byte)
{
	if (filling->size < MST_VALUE_BYTES)
		filling->text[filling->size++] = byte;
}

static bool is_of_cpe(uint8_t byte)
{
	return is_digit(byte) || (byte >= 'a' && byte <= 'z') || byte == '.' || byte == '-' || byte == '_';
}

static void put_for_cpe(struct filling *filling, uint8_t byte)
{
	static const char digits[] = "0123456789abcdef";

	if (byte >= 'A' && byte <= 'Z')
		byte |= 'a' ^ 'A';
	if (is_of_cpe(byte)) {
		put_byte(filling, byte);
	} else {
		put_byte(filling, '%');
		put_byte(filling, (uint8_t)digits[byte >> 4]);
		put_byte(filling, (uint8_t)digits[byte & 15]);
	}
}

static void put_group(struct filling *filling, const struct mst_groups *groups, unsigned group)
{
	if (group >= groups->count)
		return;
	for (size_t i = 0; i < groups->of[group].size; i++) {
		if (filling->cpe)
			put_for_cpe(filling, groups->of[group].bytes[i]);
		else
			put_byte(filling, groups->of[group].bytes[i]);
	}
}

size_t mst_value_fill(uint8_t text[MST_VALUE_BYTES], const uint8_t *bytes, size_t size, const struct mst_groups *groups,
                      bool cpe)
{
	struct filling filling = { .text = text, .cpe = cpe };

	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == PLACE && i + 1 < size)
			put_group(&filling, groups, bytes[++i]);
		else
			put_byte(&filling, bytes[i]);
	}
	while (filling.size > 0 && text[filling.size - 1] == (cpe ? ':' : ' '))
		filling.size--;
	return filling.size;
}
