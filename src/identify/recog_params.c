/* SPDX-License-Identifier: BSD-2-Clause */
/* recog_params.c - see recog_params.h. */
#include "identify/recog_params.h"

#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 3 /* values that name values: each may name 85, so that more would take long */

/* ---- parameters ---- */

static bool read_pos(unsigned *pos, const char *text)
{
	*pos = 0;
	if (!text || !*text || strlen(text) > 2)
		return false;
	for (; *text >= '0' && *text <= '9'; text++)
		*pos = *pos * 10 + (unsigned)(*text - '0');
	return !*text && *pos <= MST_GROUPS_MAX;
}

static bool copy(char *to, size_t room, const char *from)
{
	return (size_t)snprintf(to, room, "%s", from) < room;
}

const char *mst_recog_params_add(struct mst_recog_params *params, const char *name, const char *pos, const char *value)
{
	struct mst_recog_param *param = &params->of[params->count];

	if (params->count == MST_PARAMS_MAX)
		return "too many parameters; expected at most 64";
	if (!name || !*name)
		return "a parameter without a name";
	if (!read_pos(&param->pos, pos))
		return "a parameter with a wrong pos; expected the number of a group up to 31, or 0 for a value";
	if (param->pos == 0 && !value)
		return "a parameter of pos 0 without a value";
	if (!copy(param->name, sizeof param->name, name) ||
	    !copy(param->value, sizeof param->value, value ? value : ""))
		return "a parameter is too long; expected at most 63 bytes of name and 255 of value";
	params->count++;
	return NULL;
}

unsigned mst_recog_params_groups(const struct mst_recog_params *params)
{
	unsigned most = 0;

	for (unsigned i = 0; i < params->count; i++)
		most = params->of[i].pos > most ? params->of[i].pos : most;
	return most;
}

/* ---- values ---- */

static const struct mst_recog_param *find(const struct mst_recog_params *params, const char *name, size_t length)
{
	for (unsigned i = 0; i < params->count; i++) {
		if (strlen(params->of[i].name) == length && memcmp(params->of[i].name, name, length) == 0)
			return &params->of[i];
	}
	return NULL;
}

static void put_param(const struct mst_recog_params *params, struct mst_value *value, const char *name, size_t length,
                      unsigned depth);

/* Text in which {other} is another parameter; one that is not there is nothing. */
static void put_text(const struct mst_recog_params *params, struct mst_value *value, const char *text, unsigned depth)
{
	while (*text) {
		size_t length = strcspn(text, "{");
		size_t name = text[length] == '{' ? strcspn(text + length + 1, "}") : 0;

		if (length)
			(void)mst_value_put(value, text, length);
		text += length;
		if (*text == '{' && text[1 + name] == '}') {
			put_param(params, value, text + 1, name, depth + 1);
			text += name + 2;
		} else if (*text) {
			(void)mst_value_put(value, text++, 1);
		}
	}
}

static void put_param(const struct mst_recog_params *params, struct mst_value *value, const char *name, size_t length,
                      unsigned depth)
{
	const struct mst_recog_param *param = depth < DEPTH_MAX ? find(params, name, length) : NULL;

	if (param && param->pos > 0)
		(void)mst_value_put_group(value, param->pos);
	else if (param)
		put_text(params, value, param->value, depth);
}

static bool put(const struct mst_recog_params *params, struct mst_value *value, const char *name)
{
	uint16_t before = value->size;

	put_param(params, value, name, strlen(name), 0);
	return value->size > before;
}

void mst_recog_params_values(const struct mst_recog_params *params, struct mst_values *values)
{
	struct mst_value *product = &values->of[MST_VALUE_PRODUCT], *os = &values->of[MST_VALUE_OS],
			 *cpe = &values->of[MST_VALUE_CPE];
	bool of_service;

	memset(values, 0, sizeof *values);
	of_service = put(params, product, "service.product");
	if (of_service || put(params, product, "hw.product"))
		put(params, &values->of[MST_VALUE_VERSION], of_service ? "service.version" : "hw.version");
	if ((put(params, os, "os.product") || put(params, os, "os.family")) && mst_value_put(os, " ", 1))
		put(params, os, "os.version");
	if (!put(params, cpe, of_service ? "service.cpe23" : "hw.cpe23"))
		put(params, cpe, "os.cpe23");
}

/* ---- patterns ---- */

struct writing {
	uint8_t *to;
	size_t size, room;
};

static void write_bytes(struct writing *writing, const char *bytes, size_t size)
{
	if (size <= writing->room - writing->size)
		memcpy(writing->to + writing->size, bytes, size);
	else
		size = 0, writing->room = 0, writing->size = 0; /* never room again */
	writing->size += size;
}

/* The length of the letters of (?letters) or (?letters:), behind "(?"; 0: it is another group. */
static size_t option_letters(const char *at)
{
	size_t length = strspn(at, "imx-");

	return at[length] == ')' || at[length] == ':' ? length : 0;
}

static void write_options(struct writing *writing, const char *letters, size_t count)
{
	for (size_t i = 0; i < count; i++)
		write_bytes(writing, letters[i] == 'm' ? "s" : letters + i, 1);
}

size_t mst_recog_pattern(uint8_t *to, size_t room, const char *pattern)
{
	struct writing writing = { .to = to, .room = room };
	bool in_class = false;

	for (size_t taken; *pattern; pattern += taken) {
		size_t letters = !in_class && pattern[0] == '(' && pattern[1] == '?' ? option_letters(pattern + 2) : 0;

		taken = pattern[0] == '\\' && pattern[1] ? 2 : 1;
		if (taken == 2 && pattern[1] == 'h')
			write_bytes(&writing, in_class ? "0-9A-Fa-f" : "[0-9A-Fa-f]", in_class ? 9 : 11);
		else
			write_bytes(&writing, pattern, taken);
		if (letters) {
			write_bytes(&writing, "?", 1);
			write_options(&writing, pattern + 2, letters);
			taken = 2 + letters;
		}
		if (taken == 1 && (*pattern == '[' || *pattern == ']'))
			in_class = *pattern == '[';
	}
	return writing.size;
}
