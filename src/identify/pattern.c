/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * pattern.c - see pattern.h. A struct mst_pattern is a pcre2_code by another name, so that nobody else needs pcre2.h.
 *
 * Where memory cannot be made executable (a policy of the machine), PCRE2 has no JIT and interprets: slower, under the
 * same limits.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "identify/pattern.h"

#include <pcre2.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * The longest honest match of all that is known takes about 10,000 steps; a hostile one ends after a millisecond. What
 * the interpreter takes from the heap is counted in KiB.
 */
#define STEPS_MAX 100000
#define DEPTH_MAX 10000
#define HEAP_KIB_MAX 1024
#define STACK_BYTES (32 * 1024)
#define STACK_BYTES_MAX (512 * 1024)

struct mst_match_room {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

static uint32_t options_of(unsigned flags)
{
	return PCRE2_NEVER_UTF | PCRE2_NEVER_UCP | PCRE2_NEVER_BACKSLASH_C |
	       (flags & MST_PATTERN_ICASE ? PCRE2_CASELESS : 0) | (flags & MST_PATTERN_DOTALL ? PCRE2_DOTALL : 0) |
	       (flags & MST_PATTERN_LINES ? PCRE2_MULTILINE : 0);
}

static void explain(char wrong[MST_PATTERN_WRONG], int error, size_t at)
{
	uint8_t words[128];

	if (pcre2_get_error_message(error, words, sizeof words) < 0)
		snprintf(wrong, MST_PATTERN_WRONG, "the pattern is wrong at byte %zu", at + 1);
	else
		snprintf(wrong, MST_PATTERN_WRONG, "the pattern is wrong at byte %zu: %s", at + 1, words);
}

struct mst_pattern *mst_pattern_new(const uint8_t *bytes, size_t size, unsigned flags, char wrong[MST_PATTERN_WRONG],
                                    bool *memory)
{
	int error = 0;
	size_t at = 0;
	pcre2_code *code;
	uint32_t groups;

	*memory = false;
	code = pcre2_compile(bytes, size, options_of(flags), &error, &at, NULL);
	if (!code) {
		explain(wrong, error, at);
		*memory = error == PCRE2_ERROR_HEAP_FAILED;
		return NULL;
	}
	pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
	if (groups > MST_GROUPS_MAX) {
		snprintf(wrong, MST_PATTERN_WRONG, "the pattern has %u groups; expected at most %u", groups,
		         MST_GROUPS_MAX);
		pcre2_code_free(code);
		return NULL;
	}
	(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return (struct mst_pattern *)code;
}

static pcre2_code *code_of(const struct mst_pattern *pattern)
{
	return (pcre2_code *)pattern;
}

unsigned mst_pattern_groups(const struct mst_pattern *pattern)
{
	uint32_t groups = 0;

	pcre2_pattern_info(code_of(pattern), PCRE2_INFO_CAPTURECOUNT, &groups);
	return groups;
}

void mst_pattern_free(struct mst_pattern *pattern)
{
	pcre2_code_free(code_of(pattern));
}

struct mst_match_room *mst_match_room_new(void)
{
	struct mst_match_room *room = calloc(1, sizeof *room);

	if (!room)
		return NULL;
	room->data = pcre2_match_data_create(MST_GROUPS_MAX + 1, NULL);
	room->context = pcre2_match_context_create(NULL);
	room->stack = pcre2_jit_stack_create(STACK_BYTES, STACK_BYTES_MAX, NULL);
	if (!room->data || !room->context) {
		mst_match_room_free(room);
		return NULL;
	}
	pcre2_set_match_limit(room->context, STEPS_MAX);
	pcre2_set_depth_limit(room->context, DEPTH_MAX);
	pcre2_set_heap_limit(room->context, HEAP_KIB_MAX);
	/* NULL, where there is no JIT or no memory for it: it takes 32 KiB of the thread's own then. */
	pcre2_jit_stack_assign(room->context, NULL, room->stack);
	return room;
}

void mst_match_room_free(struct mst_match_room *room)
{
	if (!room)
		return;
	pcre2_match_data_free(room->data);
	pcre2_match_context_free(room->context);
	pcre2_jit_stack_free(room->stack);
	free(room);
}

bool mst_pattern_match(const struct mst_pattern *pattern, struct mst_match_room *room, const uint8_t *text, size_t size,
                       struct mst_groups *groups)
{
	const size_t *ends = pcre2_get_ovector_pointer(room->data);
	int count = pcre2_match(code_of(pattern), text, size, 0, 0, room->data, room->context);

	if (count <= 0)
		return false;
	groups->count = (unsigned)count;
	for (unsigned i = 0; i < groups->count; i++) {
		size_t begin = ends[2 * i], end = ends[2 * i + 1];
		bool taken = begin != PCRE2_UNSET && begin < end; /* \K may put the end first */
		size_t length = taken ? end - begin : 0;

		groups->of[i].bytes = taken ? text + begin : text;
		groups->of[i].size = (uint16_t)(length < UINT16_MAX ? length : UINT16_MAX);
	}
	return true;
}
