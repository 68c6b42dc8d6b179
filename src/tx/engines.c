/* SPDX-License-Identifier: BSD-2-Clause */
/* engines.c - see engines.h. */
#include "tx/engines.h"

#include <errno.h>
#include <muster/scan_config.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/beside.h"
#include "base/cpus.h"
#include "base/fail.h"
#include "base/spare.h"

#define MANY_FILES 256
#define ROW(name, needs) { #name, needs(&mst_tx_##name) },
static const struct {
	const char *name;
	const struct mst_tx_engine *engine; /* NULL: absent */
	const char *why;
} rows[] = { MST_TX_ENGINES(ROW) };

#define ROW_COUNT (sizeof rows / sizeof *rows)

const struct mst_tx_engine *mst_tx_engine_at(size_t index)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].engine && index-- == 0)
			return rows[i].engine;
	}
	return NULL;
}

struct mst_absent mst_tx_absent_at(size_t index)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!rows[i].engine && index-- == 0)
			return (struct mst_absent){ rows[i].name, rows[i].why };
	}
	return (struct mst_absent){ 0 };
}

static void close_all(struct mst_tx **tx, unsigned lanes)
{
	for (unsigned lane = 0; lane < lanes; lane++) {
		mst_tx_close(tx[lane], NULL);
		tx[lane] = NULL;
	}
}

/* Of one lane. */
struct opening {
	struct mst_tx *tx;
	const struct mst_tx_engine *engine;
	struct mst_tx_config config;
	struct mst_error err;
	int code;
	struct mst_beside beside;
};

static int open_here(void *argument)
{
	struct opening *opening = argument;

	return opening->engine->open(&opening->tx, &opening->config, &opening->err);
}

/* Opened on the CPUs of its lane: then frames and buffers, also the kernel's, are in memory near them. */
static void *open_lane(void *argument)
{
	struct opening *opening = argument;
	const cpu_set_t *cpus = opening->config.cpus ? &opening->config.cpus[opening->config.lane] : NULL;

	opening->code = mst_cpus_work(cpus, open_here, opening, &opening->err);
	return NULL;
}

/* The first lane shows whether the engine works here; then the others. Returns how many were begun. */
static unsigned open_lanes(struct opening *openings, const struct mst_tx_engine *engine, struct mst_tx_config config)
{
	unsigned begun = 0;

	for (config.lane = 0; config.lane < config.lanes; config.lane++) {
		struct opening *opening = &openings[begun];

		*opening = (struct opening){ .engine = engine, .config = config };
		if (engine->apart && begun > 0)
			mst_beside_begin(&opening->beside, open_lane, opening);
		else
			open_lane(opening);
		begun++;
		if (!opening->beside.started && opening->code < 0)
			break;
	}
	for (unsigned lane = 0; lane < begun; lane++)
		mst_beside_end(&openings[lane].beside);
	return begun;
}

/* Opens one for each lane, or none. */
static int open_anew(struct mst_tx **tx, const struct mst_tx_engine *engine, struct mst_tx_config config,
                     struct mst_error *err)
{
	struct opening openings[MST_LANES_MAX];
	int code = 0;
	unsigned begun;

	begun = open_lanes(openings, engine, config);
	for (unsigned lane = begun; lane-- > 0;) {
		tx[lane] = openings[lane].tx;
		if (openings[lane].code < 0) {
			code = openings[lane].code;
			*err = openings[lane].err;
		}
	}
	if (code < 0)
		close_all(tx, begun);
	return code;
}

/* Whether those that were begun are of this engine, and open; then they are the caller's. */
static bool take(struct mst_tx **tx, const struct mst_tx_engine *engine, struct mst_tx_early *early)
{
	if (!early || early->engine != engine)
		return false;
	mst_beside_end(&early->opening);
	if (early->code < 0)
		return false;
	memcpy(tx, early->tx, early->config.lanes * sizeof(struct mst_tx *));
	early->engine = NULL;
	return true;
}

static int open_all(struct mst_tx **tx, const struct mst_tx_engine *engine, struct mst_tx_config config,
                    struct mst_error *err)
{
	int code = engine->check(&config, err);

	return code < 0 || take(tx, engine, config.early) ? code : open_anew(tx, engine, config, err);
}

static int open_named(struct mst_tx **tx, const struct mst_tx_engine *engine, struct mst_tx_config config,
                      struct mst_error *err)
{
	config.by_name = true;
	return open_all(tx, engine, config, err);
}

/* All but the last one can be done without: they leave some descriptors free. */
static int open_if_spare(struct mst_tx **tx, const struct mst_tx_engine *engine, bool last,
                         const struct mst_tx_config *config, struct mst_error *err)
{
	struct mst_spares spares = { .count = 0 };
	int code = last ? 0 : mst_spares_take(&spares, err);

	if (code == 0)
		code = open_all(tx, engine, *config, err);
	mst_spares_release(&spares);
	return code;
}

/* The next engine that "auto" may choose at an interface: what asks by sockets is a choice for the whole scan. */
static const struct mst_tx_engine *automatic_at(size_t index)
{
	const struct mst_tx_engine *engine = mst_tx_engine_at(index);

	return engine && !engine->by_sockets ? engine : NULL;
}

static int open_fastest(struct mst_tx **tx, const struct mst_tx_config *config, struct mst_error *why,
                        struct mst_error *err)
{
	const struct mst_tx_engine *engine;
	int code = -ENOTSUP;

	for (size_t i = 0; (engine = automatic_at(i)); i++) {
		code = open_if_spare(tx, engine, !automatic_at(i + 1), config, err);
		if (code == 0)
			return 0;
		mst_fail_note(why, engine->name, err);
	}
	return code; /* with the sentence of the last engine, which works on any device */
}

int mst_tx_open(struct mst_tx **tx, const char *name, const struct mst_tx_config *config, struct mst_error *why,
                struct mst_error *err)
{
	const struct mst_tx_engine *engine;
	char names[64] = "auto";

	why->text[0] = '\0';
	if (!name || strcmp(name, "auto") == 0)
		return open_fastest(tx, config, why, err);
	for (size_t i = 0; (engine = mst_tx_engine_at(i)); i++) {
		if (strcmp(engine->name, name) == 0)
			return open_named(tx, engine, *config, err);
		snprintf(names + strlen(names), sizeof names - strlen(names), ", %s", engine->name);
	}
	return mst_fail(err, -EINVAL, "--engine %s: expected %s", name, names);
}

/* ---- early ---- */

/* The engine of this name; of "auto", the one that is tried first. */
static const struct mst_tx_engine *first_of(const char *name)
{
	const struct mst_tx_engine *engine;

	if (!name || strcmp(name, "auto") == 0)
		return automatic_at(0);
	for (size_t i = 0; (engine = mst_tx_engine_at(i)); i++) {
		if (strcmp(engine->name, name) == 0)
			return engine;
	}
	return NULL;
}

/* Enough for all that is opened meanwhile to leave its spares free (base/spare.h). */
static bool may_open_many(void)
{
	struct rlimit limit;

	return getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= MANY_FILES;
}

static void *open_early(void *argument)
{
	struct mst_tx_early *early = argument;
	struct mst_error ignored;

	early->code = open_anew(early->tx, early->engine, early->config, &ignored);
	return NULL;
}

void mst_tx_begin(struct mst_tx_early *early, const char *name, const struct mst_tx_config *config)
{
	const struct mst_tx_engine *engine = first_of(name);
	struct mst_error ignored;

	early->config = *config;
	early->config.by_name = name && strcmp(name, "auto") != 0;
	if (!engine || !engine->apart || !may_open_many() || engine->check(&early->config, &ignored) < 0)
		return;
	early->hops = calloc(config->hop_count + 1, sizeof *early->hops);
	if (!early->hops)
		return;
	memcpy(early->hops, config->hops, config->hop_count * sizeof *early->hops);
	early->config.hops = early->hops;
	if (config->cpus)
		memcpy(early->cpus, config->cpus, config->lanes * sizeof *early->cpus);
	early->config.cpus = config->cpus ? early->cpus : NULL;
	early->engine = engine;
	mst_beside_begin(&early->opening, open_early, early);
}

void mst_tx_abandon(struct mst_tx_early *early)
{
	mst_beside_end(&early->opening);
	if (early->engine && early->code == 0)
		close_all(early->tx, early->config.lanes);
	early->engine = NULL;
	free(early->hops);
	early->hops = NULL;
}
