/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_metrics.c - what readers of metrics send, and what names of hosts may hold: two headers and an address by line,
 * then a label value, which stays within its quotes and its line, in UTF-8.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/serve/accept.h"
#include "cli/serve/address.h"
#include "watch/metrics_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

/* Up to the end of the line, which *at is then behind. */
static char *take_line(char **at)
{
	char *line = *at, *end = strchr(line, '\n');

	*at = end ? end + 1 : line + strlen(line);
	if (end)
		*end = '\0';
	return line;
}

static void check_address(const char *text)
{
	char back[MST_SERVE_ADDRESS_TEXT];
	struct mst_serve_address address, again;

	if (!mst_serve_address_parse(&address, text))
		return;
	mst_serve_address_format(&address, back);
	assert(mst_serve_address_parse(&again, back));
	assert(again.port == address.port && mst_addr_equal(&again.addr, &address.addr));
	assert(mst_serve_address_is_local(&again) == mst_serve_address_is_local(&address));
}

static void check_label(const char *value)
{
	char *text;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	assert(out);
	mst_metric_escape(value, out);
	fclose(out);
	for (size_t i = 0; i < length;) {
		uint32_t character;
		size_t size = mst_utf8_read((const uint8_t *)text + i, length - i, &character);

		assert(size && character >= 0x20 && character != '"');
		i += size;
		if (character != '\\')
			continue;
		assert(i < length && strchr("\\\"n", text[i]));
		i++;
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	char *text = malloc(count + 1), *at = text;

	assert(text);
	memcpy(text, bytes, count);
	text[count] = '\0';
	mst_serve_prefers_openmetrics(take_line(&at));
	mst_serve_host_is_own(take_line(&at));
	check_address(take_line(&at));
	check_label(at);
	free(text);
	return 0;
}
