/* SPDX-License-Identifier: BSD-2-Clause */
/* engines.c - the table of receiving engines, and what they share. See rx.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/cpus.h"
#include "base/fail.h"
#include "base/spare.h"
#include "rx/rx.h"
#include "rx/spare.h"

#define LINK_PATIENCE_NS (5 * MST_NS_PER_SECOND)

#define ROW(name, needs) { #name, needs(&mst_rx_##name) },
static const struct {
	const char *name;
	const struct mst_rx_engine *engine; /* NULL: absent */
	const char *why;
} rows[] = { MST_RX_ENGINES(ROW) };

#define ROW_COUNT (sizeof rows / sizeof *rows)

const struct mst_rx_engine *mst_rx_engine_at(size_t index)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].engine && index-- == 0)
			return rows[i].engine;
	}
	return NULL;
}

struct mst_absent mst_rx_absent_at(size_t index)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!rows[i].engine && index-- == 0)
			return (struct mst_absent){ rows[i].name, rows[i].why };
	}
	return (struct mst_absent){ 0 };
}

void mst_rx_await_link(struct mst_rx *rx)
{
	uint64_t until_ns = mst_now_ns() + LINK_PATIENCE_NS;
	struct mst_error error;

	while (mst_rx_look(rx, &error) != MST_LINK_UP && mst_now_ns() < until_ns)
		mst_sleep_until_ns(mst_now_ns() + MST_NS_PER_MS);
}

/* Opened on the CPUs of its reader: then buffers, also the kernel's, are in memory near them. */
struct opening {
	struct mst_rx **rx;
	const struct mst_rx_engine *engine;
	const struct mst_rx_config *config;
	struct mst_error *err;
};

static int open_here(void *argument)
{
	const struct opening *opening = argument;

	return opening->engine->open(opening->rx, opening->config, opening->err);
}

static void name(struct mst_rx *rx, const struct mst_rx_engine *engine, const struct mst_rx_config *config)
{
	rx->engine = engine;
	snprintf(rx->interface, sizeof rx->interface, "%s", config->interface);
	mst_link_none(&rx->link);
}

static int open_one(struct mst_rx **rx, const struct mst_rx_engine *engine, const struct mst_rx_config *config,
                    struct mst_error *err)
{
	struct opening opening = { rx, engine, config, err };
	struct mst_rx_spare *spare = engine->attached ? mst_rx_spare_begin(config) : NULL;
	int code = mst_cpus_work(config->cpus, open_here, &opening, err);

	if (code < 0) {
		mst_rx_close(mst_rx_spare_end(spare));
		return code;
	}
	name(*rx, engine, config);
	(*rx)->spare = spare;
	if (config->ifindex) {
		mst_link_open(&(*rx)->link, config->interface, config->ifindex);
		mst_rx_await_link(*rx);
	}
	return 0;
}

/* All but the last one can be done without: they leave some descriptors free. */
static int open_if_spare(struct mst_rx **rx, const struct mst_rx_engine *engine, bool last,
                         const struct mst_rx_config *config, struct mst_error *err)
{
	struct mst_spares spares = { .count = 0 };
	int code = last ? 0 : mst_spares_take(&spares, err);

	if (code == 0)
		code = open_one(rx, engine, config, err);
	mst_spares_release(&spares);
	return code;
}

/* All engines that attach a program ask first; one that declines leaves the device as it is. */
static int open_unless_declined(struct mst_rx **rx, const struct mst_rx_engine *engine, bool last,
                                const struct mst_rx_config *config, struct mst_error *err)
{
	if (engine->attached && config->no_program)
		return mst_fail(err, -ECANCELED, "%s", config->no_program);
	return open_if_spare(rx, engine, last, config, err);
}

/* The next engine that "auto" may choose at an interface: what listens to sockets is a choice for the whole scan. */
static const struct mst_rx_engine *automatic_at(size_t index)
{
	const struct mst_rx_engine *engine = mst_rx_engine_at(index);

	return engine && !engine->by_sockets ? engine : NULL;
}

static int open_fastest(struct mst_rx **rx, const struct mst_rx_config *config, struct mst_error *why,
                        struct mst_error *err)
{
	const struct mst_rx_engine *engine;
	int code = -ENOTSUP;

	for (size_t i = 0; (engine = automatic_at(i)); i++) {
		code = open_unless_declined(rx, engine, !automatic_at(i + 1), config, err);
		if (code == 0)
			return 0;
		mst_fail_note(why, engine->name, err);
	}
	return code;
}

static int open_named(struct mst_rx **rx, const struct mst_rx_engine *engine, struct mst_rx_config config,
                      struct mst_error *err)
{
	config.by_name = true;
	return open_one(rx, engine, &config, err);
}

int mst_rx_open(struct mst_rx **rx, const char *name, const struct mst_rx_config *config, struct mst_error *why,
                struct mst_error *err)
{
	const struct mst_rx_engine *engine;
	char names[64] = "auto";

	*rx = NULL;
	if (!name || strcmp(name, "auto") == 0)
		return open_fastest(rx, config, why, err);
	for (size_t i = 0; (engine = mst_rx_engine_at(i)); i++) {
		if (strcmp(engine->name, name) == 0)
			return open_named(rx, engine, *config, err);
		snprintf(names + strlen(names), sizeof names - strlen(names), ", %s", engine->name);
	}
	return mst_fail(err, -EINVAL, "--rx %s: expected %s", name, names);
}

void mst_rx_close(struct mst_rx *rx)
{
	if (!rx)
		return;
	mst_rx_close(mst_rx_spare_take(rx));
	mst_link_close(&rx->link);
	rx->engine->close(rx);
}

int mst_rx_fall_back(struct mst_rx **rx, struct mst_error *err)
{
	struct mst_rx *cut = *rx, *spare = mst_rx_spare_take(cut);
	int code = -ENETDOWN;

	if (spare)
		code = mst_rx_wake(spare, err);
	if (code < 0) {
		mst_rx_close(spare);
		return mst_fail(err, code,
		                "the program of engine %s was removed from %s, and libpcap cannot replace it",
		                cut->engine->name, cut->interface);
	}
	*rx = spare;
	spare->link = cut->link;
	mst_link_none(&cut->link);
	mst_rx_close(cut);
	return 0;
}
