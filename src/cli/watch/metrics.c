/* SPDX-License-Identifier: BSD-2-Clause */
/* metrics.c - see metrics.h. */
#include "cli/watch/metrics.h"

#include <errno.h>
#include <muster/text.h>
#include <stdlib.h>
#include <string.h>

#define ENDING ".prom"

/* ---- what the options say ---- */

static bool is_file(const char *value)
{
	size_t length = strlen(value);

	return length > strlen(ENDING) && strcmp(value + length - strlen(ENDING), ENDING) == 0 &&
	       value[length - strlen(ENDING) - 1] != '/';
}

static int add_address(struct mst_metrics_places *places, const char *value, struct mst_error *err)
{
	struct mst_serve_address address;

	if (!mst_serve_address_parse(&address, value))
		return mst_fail(err, -EINVAL,
		                "--metrics %s: expected FILE.prom, or an address of this machine with a port, such as "
		                "127.0.0.1:9750 or [::1]:9750",
		                value);
	if (mst_serve_absent())
		return mst_fail(err, -EINVAL, "--metrics %s: %s", value, mst_serve_absent());
	if (places->count == MST_METRICS_PLACES_MAX)
		return mst_fail(err, -EINVAL, "--metrics %s: expected at most %d addresses", value,
		                MST_METRICS_PLACES_MAX);
	places->addresses[places->count++] = address;
	return 0;
}

static int add_place(struct mst_metrics_places *places, const char *value, struct mst_error *err)
{
	if (!is_file(value))
		return add_address(places, value, err);
	for (size_t i = 0; i < places->files.count; i++) {
		if (strcmp(places->files.items[i], value) == 0)
			return mst_fail(err, -EINVAL, "--metrics %s is named twice: each needs its own place", value);
	}
	return mst_words_add(&places->files, value) < 0 ? mst_fail(err, -ENOMEM, "no memory for --metrics") : 0;
}

int mst_metrics_places_read(struct mst_metrics_places *places, const struct mst_words *values, const char *hosts,
                            struct mst_error *err)
{
	int code = 0;

	for (size_t i = 0; code == 0 && i < values->count; i++)
		code = add_place(places, values->items[i], err);
	if (code == 0 && hosts && mst_metrics_hosts_parse(&places->hosts, hosts) < 0)
		return mst_fail(err, -EINVAL, "--metrics-hosts %s: expected changed, up, all or auto", hosts);
	return code;
}

/* ---- opening ---- */

int mst_metrics_listen(struct mst_metrics_outputs *outputs, const struct mst_metrics_places *places,
                       const struct mst_rights *rights, struct mst_error *err)
{
	int code = 0;

	outputs->places = places;
	for (size_t i = 0; code == 0 && i < places->count; i++)
		code = mst_serve_open(&outputs->servers[i], &places->addresses[i], rights, err);
	return code;
}

static void say_where(const struct mst_metrics_outputs *outputs)
{
	for (size_t i = 0; i < outputs->places->count; i++) {
		const struct mst_serve_address *at = mst_serve_at(outputs->servers[i]);
		char text[MST_SERVE_ADDRESS_TEXT];

		mst_print(stderr, "muster watch: metrics at http://%s/metrics%s\n", mst_serve_address_format(at, text),
		          mst_serve_address_is_local(at)
		                  ? ""
		                  : ", for everybody who can reach this address: names and states of all hosts");
	}
	if (outputs->places->hosts == MST_METRICS_AUTO && mst_metrics_shown(outputs->metrics) != MST_METRICS_ALL)
		mst_print(stderr,
		          "muster watch: of more than 1,024 hosts only those that change get metrics of their own "
		          "(--metrics-hosts all: every one)\n");
}

/* Classic and OpenMetrics; free both. */
static int make_texts(const struct mst_metrics *metrics, struct mst_serve_text *text, struct mst_error *err)
{
	char *classic = NULL, *open = NULL;
	int code = mst_metrics_text(metrics, MST_METRICS_CLASSIC, &classic, &text->classic_length, err);

	if (code == 0)
		code = mst_metrics_text(metrics, MST_METRICS_OPEN, &open, &text->open_length, err);
	text->classic = classic;
	text->open = open;
	return code;
}

/* To all servers; the last failure. One that has ended is closed. */
static int serve_all(struct mst_metrics_outputs *outputs, struct mst_error *err)
{
	struct mst_serve_text text = { NULL, NULL, 0, 0 };
	int code = make_texts(outputs->metrics, &text, err);

	for (size_t i = 0; code != -ENOMEM && i < outputs->places->count; i++) {
		int one = outputs->servers[i] ? mst_serve_publish(outputs->servers[i], &text, err) : 0;

		code = one < 0 ? one : code;
		if (one == -EPIPE) {
			mst_serve_close(outputs->servers[i]);
			outputs->servers[i] = NULL;
		}
	}
	free((char *)text.classic);
	free((char *)text.open);
	return code;
}

static int write_all(struct mst_metrics_outputs *outputs, struct mst_error *err)
{
	const struct mst_words *files = &outputs->places->files;
	int code = outputs->places->count ? serve_all(outputs, err) : 0;

	for (size_t i = 0; i < files->count; i++) {
		int one = mst_metrics_write(outputs->metrics, files->items[i], err);

		code = one < 0 ? one : code;
	}
	return code;
}

static bool is_wanted(const struct mst_metrics_outputs *outputs)
{
	return outputs->places && (outputs->places->count || outputs->places->files.count);
}

int mst_metrics_begin(struct mst_metrics_outputs *outputs, const struct mst_watch *watch, bool quiet,
                      struct mst_error *err)
{
	int code;

	if (!is_wanted(outputs))
		return 0;
	code = mst_metrics_open(&outputs->metrics, watch, outputs->places->hosts, err);
	if (code == 0)
		code = write_all(outputs, err);
	if (code == 0 && !quiet)
		say_where(outputs);
	return code;
}

/* ---- rounds ---- */

int mst_metrics_take(struct mst_metrics_outputs *outputs, const struct mst_watch_event *event, struct mst_error *what)
{
	bool failed = outputs->fails;
	int code;

	if (!outputs->metrics || event->kind != MST_EVENT_ROUND)
		return 0;
	mst_metrics_round(outputs->metrics, event);
	code = write_all(outputs, what);
	outputs->fails = code < 0 && code != -EPIPE; /* a server that has ended is told of once anyway */
	if (code == -EPIPE || (code < 0 && !failed))
		return 1;
	if (!failed || code < 0)
		return 0;
	mst_fail(what, 0, "--metrics: everything is written again");
	return 1;
}

void mst_metrics_finish(struct mst_metrics_outputs *outputs)
{
	struct mst_error ignored;

	if (outputs->metrics) {
		mst_metrics_end(outputs->metrics);
		write_all(outputs, &ignored);
	}
	mst_metrics_close(outputs->metrics);
	outputs->metrics = NULL;
	for (size_t i = 0; i < MST_METRICS_PLACES_MAX; i++) {
		mst_serve_close(outputs->servers[i]);
		outputs->servers[i] = NULL;
	}
}
