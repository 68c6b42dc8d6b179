/* SPDX-License-Identifier: BSD-2-Clause */
/* gather.c - see gather.h. */
#include "import/gather.h"

#include <ctype.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "report/pairs.h"

#define PORT_MAX 65535

int mst_gather_init(struct mst_gather *gather, const char *file, struct mst_error *err)
{
	*gather = (struct mst_gather){ .file = file };
	mst_texts_init(&gather->texts);
	return mst_spool_init(&gather->spool, NULL, true, err);
}

static int keep(struct mst_gather *gather, struct mst_result *row, uint32_t workers, struct mst_error *err)
{
	row->position = gather->added++ << MST_GATHER_SET_BITS | workers;
	mst_spool_add(&gather->spool, row, 1);
	return gather->spool.code < 0
	               ? mst_fail(err, gather->spool.code, "%s: %s", gather->file, gather->spool.error.text)
	               : 0;
}

int mst_gather_workers(struct mst_gather *gather, struct mst_result *row, const struct mst_sightings *seen,
                       const char *worker, struct mst_error *err)
{
	unsigned count = 0;

	if (!worker && !seen->names[0])
		return 0;
	if (mst_worker_sets_put(&gather->workers, row, seen, worker) < 0)
		return mst_fail(err, -ENOMEM, "%s: no memory for the names of workers", gather->file);
	if (gather->workers.full)
		mst_gather_warn(gather, "more sets of workers than %d: those of some rows were left out",
		                MST_WORKER_SETS_MAX);
	while (mst_worker_sets_name(&gather->workers, row, count))
		count++;
	if (count > gather->vantages)
		gather->vantages = count;
	return 0;
}

int mst_gather_add(struct mst_gather *gather, const struct mst_result *row, struct mst_error *err)
{
	struct mst_result copy = *row;

	gather->rows++;
	gather->about_ports |= row->about_port;
	gather->tcp |= row->about_port && row->proto == IPPROTO_TCP;
	gather->udp |= row->about_port && row->proto == IPPROTO_UDP;
	return keep(gather, &copy, mst_workers_of(row), err);
}

static int add_mark(struct mst_gather *gather, struct mst_result *mark, const char *text, struct mst_error *err)
{
	struct mst_text_place place = {
		.length = text ? (uint32_t)strlen(text) : 0,
		.answered = mark->from.family != MST_NO_FAMILY,
	};
	int code = place.length ? mst_texts_add(&gather->texts, text, place.length, &place.at, err) : 0;

	mark->from = (struct mst_addr){ 0 };
	memcpy(mark->from.bytes, &place, sizeof place);
	mark->port = 0;
	return code < 0 ? code : keep(gather, mark, 0, err);
}

/* Names that do not fit are left out, whole. */
static void cut_names(char *to, const char *names)
{
	size_t length = strlen(names);

	while (length > MST_NAME_MAX) {
		const char *blank = memrchr(names, ' ', length);

		length = blank ? (size_t)(blank - names) : 0;
	}
	memcpy(to, names, length);
	to[length] = '\0';
}

int mst_gather_add_name(struct mst_gather *gather, const struct mst_addr *addr, const char *name, struct mst_error *err)
{
	struct mst_result mark = { .addr = *addr, .was = MST_MARK_NAME };
	char cut[MST_NAME_MAX + 1];

	cut_names(cut, name);
	if (!*cut || (mst_addr_equal(&gather->named, addr) && strcmp(gather->name, cut) == 0))
		return 0;
	gather->named = *addr;
	memcpy(gather->name, cut, sizeof cut);
	return add_mark(gather, &mark, cut, err);
}

int mst_gather_add_alike(struct mst_gather *gather, const struct mst_result *like, const char *ports,
                         struct mst_error *err)
{
	struct mst_result mark = *like;

	mark.was = MST_MARK_ALIKE;
	gather->about_ports = true;
	gather->tcp |= like->proto == IPPROTO_TCP;
	gather->udp |= like->proto == IPPROTO_UDP;
	return add_mark(gather, &mark, ports, err);
}

void mst_gather_warn(struct mst_gather *gather, const char *format, ...)
{
	char text[MST_ERROR_TEXT];
	va_list args;

	if (gather->warning.text[0])
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	(void)mst_fail(&gather->warning, 0, "%s: %s", gather->file, text);
}

static bool read_port(unsigned *port, const char **at)
{
	*port = 0;
	if (!isdigit((unsigned char)**at))
		return false;
	for (; isdigit((unsigned char)**at); ++*at) {
		*port = *port * 10 + (unsigned)(**at - '0');
		if (*port > PORT_MAX)
			return false;
	}
	return true;
}

bool mst_gather_read_ports(struct mst_ports *ports, const char *list)
{
	const char *at = list;

	while (*at) {
		unsigned first, last;

		if (!read_port(&first, &at))
			return false;
		last = first;
		if (*at == '-' && (at++, !read_port(&last, &at)))
			return false;
		for (unsigned port = first; port <= last; port++)
			ports->bits[port / 64] |= UINT64_C(1) << port % 64;
		if (last < first || (*at && *at++ != ','))
			return false;
	}
	return true;
}

void mst_gather_free(struct mst_gather *gather)
{
	mst_spool_free(&gather->spool);
	mst_texts_free(&gather->texts);
	mst_worker_sets_free(&gather->workers);
	mst_pairs_free(&gather->parameters);
	mst_targets_free(gather->targets);
	free(gather->command);
	free(gather->tcp_ports);
	free(gather->udp_ports);
	*gather = (struct mst_gather){ 0 };
}
