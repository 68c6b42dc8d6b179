/* SPDX-License-Identifier: BSD-2-Clause */
/* format.c - see format.h. */
#include "dissect/common/format.h"

#include <stdint.h>
#include <string.h>

#define DIGITS_MAX 20 /* of 2^64 */
#define WIDTH_MAX 32

struct out {
	char *at, *end; /* `end`: of the room, without the NUL */
};

/* A conversion: %02x has zero, width 2. */
struct conversion {
	bool zero, is_long, is_size;
	unsigned width;
	char kind;
};

static void put(struct out *out, const char *bytes, size_t count)
{
	size_t room = (size_t)(out->end - out->at);

	count = count < room ? count : room;
	memcpy(out->at, bytes, count);
	out->at += count;
}

static void put_number(struct out *out, uint64_t value, const struct conversion *conversion)
{
	char digits[WIDTH_MAX + DIGITS_MAX];
	size_t at = sizeof digits;

	/* A loop for each base: division by a number that the compiler knows is a multiplication. */
	if (conversion->kind == 'x') {
		do
			digits[--at] = "0123456789abcdef"[value & 15];
		while ((value >>= 4) > 0);
	} else {
		do
			digits[--at] = (char)('0' + value % 10);
		while ((value /= 10) > 0);
	}
	while (sizeof digits - at < conversion->width)
		digits[--at] = conversion->zero ? '0' : ' ';
	put(out, digits + at, sizeof digits - at);
}

/* Reads what is behind a percent sign; false when it is not known here. */
static bool read_conversion(struct conversion *conversion, const char **format)
{
	const char *at = *format;

	*conversion = (struct conversion){ .zero = *at == '0' };
	for (; *at >= '0' && *at <= '9'; at++)
		conversion->width = conversion->width * 10 + (unsigned)(*at - '0');
	conversion->is_long = *at == 'l';
	conversion->is_size = *at == 'z';
	at += conversion->is_long || conversion->is_size;
	conversion->kind = *at;
	*format = at + 1;
	switch (conversion->kind) {
	case 'u':
	case 'x': return conversion->width <= WIDTH_MAX;
	case 's':
	case 'c': return conversion->width == 0 && !conversion->is_long && !conversion->is_size;
	default: return false;
	}
}

static uint64_t next_number(const struct conversion *conversion, va_list *args)
{
	if (conversion->is_size)
		return va_arg(*args, size_t);
	return conversion->is_long ? va_arg(*args, unsigned long) : va_arg(*args, unsigned);
}

static void convert(struct out *out, const struct conversion *conversion, va_list *args)
{
	const char *text;
	char letter;

	if (conversion->kind == 's') {
		text = va_arg(*args, const char *);
		put(out, text, strlen(text));
	} else if (conversion->kind == 'c') {
		letter = (char)va_arg(*args, int);
		put(out, &letter, 1);
	} else {
		put_number(out, next_number(conversion, args), conversion);
	}
}

bool mst_format(char *text, size_t room, size_t *length, const char *format, va_list args)
{
	struct out out = { text, text + room - 1 };
	struct conversion conversion;
	bool known = true;
	va_list left;

	va_copy(left, args);
	while (known && *format) {
		const char *percent = strchrnul(format, '%');

		put(&out, format, (size_t)(percent - format));
		if (!*percent)
			break;
		format = percent + 1;
		known = read_conversion(&conversion, &format);
		if (known)
			convert(&out, &conversion, &left);
	}
	va_end(left);
	*out.at = '\0';
	*length = (size_t)(out.at - text);
	return known;
}
