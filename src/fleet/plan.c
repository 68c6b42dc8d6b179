/* SPDX-License-Identifier: BSD-2-Clause */
/* plan.c - see plan.h. */
#include "fleet/plan.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <muster/units.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "fleet/zip.h"
#include "journal/handle.h"
#include "probe/payloads.h"

static const uint8_t protos[] = { 0, IPPROTO_TCP, IPPROTO_UDP };

static uint8_t proto_of(const struct mst_scan_config *config)
{
	return protos[config->probing.question != MST_ASK_PORTS ? 0 : config->probing.udp ? 2 : 1];
}

/* ---- payloads ---- */

static int hash_payloads(uint64_t *hash, const struct mst_space *space, const char *file, struct mst_error *err)
{
	struct mst_payloads *payloads;
	int code = mst_payloads_new(&payloads, err);

	if (code < 0)
		return code;
	if (file)
		code = mst_payloads_add_file(payloads, file, err);
	if (code == 0)
		*hash = mst_payloads_hash(payloads, space->ports, space->port_count);
	mst_payloads_free(payloads);
	return code;
}

int mst_fleet_payloads_hash(uint64_t *hash, const struct mst_fleet_task *task, const char *file, struct mst_error *err)
{
	*hash = 0;
	return task->config.probing.udp ? hash_payloads(hash, mst_fleet_space(task), file, err) : 0;
}

static uint64_t recorded_hash(const struct mst_bytes *record)
{
	struct mst_reader r;

	mst_plan_part(&r, record->bytes, record->count, MST_PART_PAYLOADS);
	return mst_read_le64(&r);
}

/* ---- making one ---- */

static int refuse(const char *what, const char *why, struct mst_error *err)
{
	return mst_fail(err, -EINVAL, "%s: no fleet can share it: %s", what, why);
}

static int check(const struct mst_fleet_order *order, struct mst_error *err)
{
	const struct mst_scan_config *config = order->scan;
	uint64_t lease_ns = order->lease_ns;
	const struct mst_scan_services *services = &config->services;

	if (config->probing.discover)
		return refuse("--discover",
		              "which ports are probed depends on all hosts; expected a plan that finds them, and "
		              "then one of their ports",
		              err);
	if (config->probing.endpoints)
		return refuse("endpoints", "a worker would probe every port of every target", err);
	if (services->signatures || services->fingerprints)
		return refuse("--signatures, --fingerprints", "they are files of one machine", err);
	if (services->community)
		return refuse("--snmp-community-file", "a secret would be in the store", err);
	if (config->retry.max_time_ns)
		return refuse("--max-time", "expected muster fleet stop", err);
	if (config->probing.probes && strlen(config->probing.probes) >= MST_FLEET_PROBES)
		return refuse("--probe", "the list is too long", err);
	if (lease_ns < MST_FLEET_LEASE_MIN_NS || lease_ns > MST_FLEET_LEASE_MAX_NS)
		return mst_fail(err, -EINVAL, "a lease of %" PRIu64 " ms: expected 3 s to 1 h",
		                lease_ns / MST_NS_PER_MS);
	if (order->vantages < 1 || order->vantages > MST_VANTAGES_MAX)
		return mst_fail(err, -EINVAL, "%u vantages: expected 1 to %d", order->vantages, MST_VANTAGES_MAX);
	return 0;
}

static int choose_seed(uint64_t *seed, const struct mst_scan_order *order, struct mst_error *err)
{
	*seed = order->seed;
	if (!order->seeded && getrandom(seed, sizeof *seed, 0) != (ssize_t)sizeof *seed)
		return mst_fail(err, -errno, "no random numbers: %s", strerror(errno));
	return 0;
}

static char *copy(const char *text)
{
	return strdup(text ? text : "");
}

static int copy_words(struct mst_run_words *words, const struct mst_fleet_order *order)
{
	char folder[PATH_MAX];

	mst_journal_make_id(words->id, mst_wall_ns());
	words->kept = true;
	words->line = copy(order->line);
	words->folder = copy(getcwd(folder, sizeof folder));
	words->arguments = calloc(order->argument_count + 1, sizeof *words->arguments);
	if (!words->line || !words->folder || !words->arguments)
		return -ENOMEM;
	for (; words->argument_count < order->argument_count; words->argument_count++) {
		words->arguments[words->argument_count] = copy(order->arguments[words->argument_count]);
		if (!words->arguments[words->argument_count])
			return -ENOMEM;
	}
	return 0;
}

static int make_record(struct mst_bytes *record, const struct mst_fleet_order *order, const struct mst_space *space,
                       struct mst_error *err)
{
	const struct mst_scan_config *config = order->scan;
	struct mst_journal_plan plan = { .config = config, .round_count = 1 };
	struct mst_run_words words = { 0 };
	int code = 0;

	plan.rounds[0] = (struct mst_journal_round){
		.space = space,
		.about_ports = config->probing.question == MST_ASK_PORTS,
		.proto = proto_of(config),
		.attempts = (uint8_t)(config->retry.count + 1),
	};
	if (config->probing.udp)
		code = hash_payloads(&plan.payload_hash, space, config->probing.payloads, err);
	if (code == 0 && copy_words(&words, order) < 0)
		code = mst_fail(err, -ENOMEM, "no memory for the plan");
	if (code == 0)
		mst_plan_put(record, &plan, &words);
	mst_run_words_free(&words);
	return code == 0 && record->failed ? mst_fail(err, -ENOMEM, "no memory for the plan") : code;
}

int mst_fleet_task_make(struct mst_fleet_task *task, const struct mst_fleet_order *order, struct mst_error *err)
{
	const struct mst_scan_config *config = order->scan;
	const struct mst_scan_order *part = &config->order;
	struct mst_slice slice = { part->sample, part->max_targets, part->shard, part->shards, 0, 0 };
	const struct mst_ports *ports = config->probing.question == MST_ASK_PORTS ? config->probing.ports : NULL;
	struct mst_space space = { 0 };
	uint64_t seed = 0;
	int code = check(order, err);

	*task = (struct mst_fleet_task){ 0 };
	if (code == 0)
		code = choose_seed(&seed, part, err);
	if (code == 0)
		code = mst_space_init(&space, config->probing.targets, ports, &slice, seed, err);
	if (code == 0 && space.end - space.begin > MST_FLEET_POSITIONS_MAX / order->vantages)
		code = mst_fail(err, -EINVAL,
		                "%" PRIu64 " positions: a fleet counts 2^53; --max and --sample pick some",
		                space.end - space.begin);
	if (code == 0)
		code = make_record(&task->record, order, &space, err);
	mst_space_free(&space);
	if (code == 0 && mst_run_plan_read(&task->run, task->record.bytes, task->record.count) < 0)
		code = mst_fail(err, -EINVAL, "these targets cannot be written down");
	task->config = *config;
	if (code < 0)
		mst_fleet_task_free(task);
	return code;
}

/* ---- reading one ---- */

static int read_record(struct mst_fleet_task *task, const struct mst_reader *packed)
{
	int code = mst_unzip(&task->record, packed->at, packed->left, MST_FLEET_RECORD_MAX);

	if (code == 0)
		code = mst_run_plan_read(&task->run, task->record.bytes, task->record.count);
	if (code == 0 && (task->run.round_count != 1 ||
	                  mst_fleet_space(task)->end - mst_fleet_space(task)->begin > MST_FLEET_POSITIONS_MAX))
		code = -EBADMSG;
	return code;
}

/* The settings and the record come by different fields, and say some things twice. */
static bool agrees(const struct mst_fleet_task *task)
{
	const struct mst_scan_config *config = &task->config;

	return config->probing.question == task->run.question && config->probing.udp == task->run.udp &&
	       (config->probing.question != MST_ASK_PORTS || task->run.ports) && config->order.shard >= 1 &&
	       config->order.shard <= config->order.shards && config->order.sample > 0 && config->header.ttl > 0;
}

/* Of the whole plan; a block takes some positions of it. */
static void complete(struct mst_fleet_task *task)
{
	struct mst_scan_config *config = &task->config;

	config->probing.targets = task->run.round_targets[0];
	config->probing.ports = task->run.ports;
	config->order.seeded = true;
	config->order.seed = task->run.seed;
	task->payload_hash = recorded_hash(&task->record);
}

int mst_fleet_task_read(struct mst_fleet_task *task, const char *id, const struct mst_reader *packed,
                        const struct mst_reader *settings, struct mst_error *err)
{
	int code;

	*task = (struct mst_fleet_task){ 0 };
	code = read_record(task, packed);
	if (code == 0)
		code = mst_fleet_settings_read(&task->config, task->probes, settings->at, settings->left);
	if (code == 0 && !agrees(task))
		code = -EBADMSG;
	if (code == 0)
		complete(task);
	if (code < 0)
		mst_fleet_task_free(task);
	if (code == -ENOMEM)
		return mst_fail(err, code, "no memory for plan %s", id);
	if (code == -ENOTSUP)
		return mst_fail(err, code,
		                "plan %s is of a muster that asks in another order: this one would leave gaps", id);
	return code < 0 ? mst_fail(err, -EBADMSG, "plan %s is damaged: it is no plan of a muster", id) : 0;
}

void mst_fleet_task_free(struct mst_fleet_task *task)
{
	mst_run_plan_free(&task->run);
	mst_bytes_free(&task->record);
	*task = (struct mst_fleet_task){ 0 };
}
