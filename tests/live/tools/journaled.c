/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * journaled.c - a scan with a journal, by the library alone: so that a test can kill it at any instant, and go on.
 *
 *     journaled new JOURNAL NAME=VALUE…      a run from its start
 *     journaled resume JOURNAL NAME=VALUE…   what is left of it; targets, ports, seed come out of the journal
 *     journaled rows JOURNAL                 every verdict: "ADDRESS PORT STATE REASON"
 *
 * When frames may leave it prints "started", and at the end one line of counts, "NAME=VALUE …". stream=FILE: each
 * verdict as it comes, "POSITION ADDRESS PORT STATE REASON", buffered until the scan says flush. end=no: it ends as if
 * it had been killed after the last verdict. SIGINT stops it.
 */
#include <muster/muster.h>

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 256
#define LONGEST_NS UINT64_C(60000000000)

struct words {
	const char *targets, *ports, *exclude;
	bool endless;
	struct mst_scan_config config;
};

static struct mst_scan *running;

static void stop(int number)
{
	(void)number;
	mst_scan_stop(running);
}

static _Noreturn void fail(const char *what, const struct mst_error *err)
{
	fprintf(stderr, "journaled: %s: %s\n", what, err->text);
	exit(1);
}

static void print_row(FILE *file, const struct mst_result *row)
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(&row->addr, addr);
	fprintf(file, "%s %u %s %s\n", addr, row->port, mst_state_name((enum mst_state)row->state),
	        mst_reason_name((enum mst_reason)row->reason));
}

static int take(void *user, const struct mst_result *results, size_t count, struct mst_error *err)
{
	FILE *stream = user;

	(void)err;
	for (size_t i = 0; i < count && stream; i++) {
		fprintf(stream, "%" PRIu64 " ", results[i].position);
		print_row(stream, &results[i]);
	}
	if (count == 0 && stream)
		fflush(stream);
	return 0;
}

/* Of a run without a stream nobody reads silence. */
static int take_silence(void *user, uint64_t count, struct mst_error *err)
{
	(void)count;
	(void)err;
	return user != NULL;
}

static struct mst_targets *read_targets(const char *text)
{
	struct mst_targets *targets = mst_targets_new();
	struct mst_error err = { "no memory" };
	char *copy = strdup(text), *rest = copy;

	for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		if (!targets || mst_targets_add(targets, word, &err) < 0)
			fail(word, &err);
	}
	if (!targets || mst_targets_close(targets, &err) < 0)
		fail(text, &err);
	free(copy);
	return targets;
}

/* Whether the word is NAME=…; then *value is what follows. */
static bool is(const char *word, const char *name, const char **value)
{
	size_t length = strlen(name);

	*value = word + length + 1;
	return strncmp(word, name, length) == 0 && word[length] == '=';
}

static void read_word(struct words *words, const char *word)
{
	struct mst_scan_config *config = &words->config;
	struct mst_error err = { "not known" };
	const char *value;

	if (is(word, "targets", &value))
		words->targets = value;
	else if (is(word, "ports", &value))
		words->ports = value;
	else if (is(word, "exclude", &value))
		words->exclude = value;
	else if (is(word, "end", &value))
		words->endless = true;
	else if (is(word, "probe", &value))
		config->probing.probes = value;
	else if (is(word, "discover", &value))
		config->probing.discover = true;
	else if (is(word, "udp", &value))
		config->probing.udp = true;
	else if (is(word, "engine", &value))
		config->engines.tx = value;
	else if (is(word, "rx", &value))
		config->engines.rx = value;
	else if (is(word, "rate", &value))
		config->rate.pps = strtoull(value, NULL, 10);
	else if (is(word, "arp-rate", &value))
		config->rate.arp_pps = strtoull(value, NULL, 10);
	else if (is(word, "retries", &value))
		config->retry.count = (unsigned)strtoul(value, NULL, 10);
	else if (is(word, "timeout-ms", &value))
		config->retry.timeout_ns = strtoull(value, NULL, 10) * 1000000;
	else if (is(word, "lanes", &value))
		config->threads.lanes = (unsigned)strtoul(value, NULL, 10);
	else if (is(word, "seed", &value))
		config->order = (struct mst_scan_order){
			.seeded = true, .seed = strtoull(value, NULL, 10), .shard = 1, .shards = 1, .sample = 1
		};
	else if (is(word, "stream", &value) && !(config->output.user = fopen(value, "w")))
		fail(word, &err);
	else if (!is(word, "stream", &value))
		fail(word, &err);
}

static void print_counts(const struct mst_scan *scan)
{
	struct mst_scan_stats stats;

	mst_scan_get_stats(scan, &stats);
	printf("verdicts=%" PRIu64 " interrupted=%d", stats.verdicts, stats.interrupted);
#define PRINT_COUNT(name, meaning) printf(" " #name "=%" PRIu64, stats.name);
	MST_SCAN_COUNTS(PRINT_COUNT)
#undef PRINT_COUNT
	printf("\n");
}

/* The exit status: 0 when the run is complete. */
static int run(struct words *words)
{
	struct mst_error err = { "" };
	struct mst_scan *scan;
	struct mst_scan_stats stats;
	int code = mst_scan_open(&scan, &words->config, &err);

	if (code < 0)
		fail("open", &err);
	running = scan;
	signal(SIGINT, stop);
	if (mst_scan_start(scan, &err) < 0)
		fail("start", &err);
	printf("started\n");
	fflush(stdout);
	code = mst_scan_wait(scan, LONGEST_NS, &err);
	signal(SIGINT, SIG_IGN); /* nothing is left to stop, and soon no scan */
	if (code != 0)
		fail("wait", &err);
	print_counts(scan);
	mst_scan_get_stats(scan, &stats);
	if (!words->endless && mst_journal_end(words->config.output.journal, !stats.interrupted, &err) < 0)
		fail("end", &err);
	mst_scan_close(scan);
	if (words->config.output.user)
		fclose(words->config.output.user);
	mst_journal_close(words->config.output.journal);
	return stats.interrupted ? 3 : 0;
}

static int begin(struct words *words, const char *path, bool resumes)
{
	static struct mst_ports ports;
	struct mst_journal_config config = { .path = path, .max_stall_ns = LONGEST_NS, .line = "journaled" };
	struct mst_scan_probing *probing = &words->config.probing;
	struct mst_targets *targets = NULL, *excluded = NULL;
	struct mst_journal *journal = NULL;
	struct mst_error err = { "" };
	int code = resumes ? mst_journal_resume(&journal, path, &config, &err)
	                   : mst_journal_new(&journal, &config, &err);

	if (code < 0)
		fail(path, &err);
	words->config.output.journal = journal;
	words->config.output.sink = take;
	words->config.output.silence = take_silence;
	if (resumes) {
		const struct mst_journal_info *info = mst_journal_info(journal);

		probing->question = info->question;
		probing->targets = info->targets;
		probing->ports = info->ports;
		words->config.order.seeded = true;
		words->config.order.seed = info->seed;
	} else {
		probing->targets = targets = read_targets(words->targets);
		if (words->ports && mst_ports_add(&ports, words->ports, &err) < 0)
			fail(words->ports, &err);
		probing->question = words->ports ? MST_ASK_PORTS : MST_ASK_HOSTS;
		probing->ports = words->ports ? &ports : NULL;
	}
	probing->excluded = excluded = words->exclude ? read_targets(words->exclude) : NULL;
	code = run(words);
	mst_targets_free(targets);
	mst_targets_free(excluded);
	return code;
}

static int print_rows(const char *path)
{
	struct mst_result rows[ROWS];
	struct mst_journal *journal;
	struct mst_rows *source;
	struct mst_error err = { "" };
	size_t count;

	if (mst_journal_read(&journal, path, &err) < 0 || mst_journal_rows(&source, journal, true, &err) < 0)
		fail(path, &err);
	while ((count = mst_rows_next(source, rows, ROWS))) {
		for (size_t i = 0; i < count; i++)
			print_row(stdout, &rows[i]);
	}
	if (mst_rows_code(source, &err) < 0)
		fail(path, &err);
	mst_rows_close(source);
	mst_journal_close(journal);
	return 0;
}

int main(int argc, char **argv)
{
	struct words words = { .config = mst_scan_defaults() };
	struct mst_error err = { "expected new, resume or rows, and a journal" };

	if (argc < 3)
		fail("usage", &err);
	if (strcmp(argv[1], "rows") == 0)
		return print_rows(argv[2]);
	words.config.probing.detect_proxies = MST_DETECT_OFF;
	for (int i = 3; i < argc; i++)
		read_word(&words, argv[i]);
	return begin(&words, argv[2], strcmp(argv[1], "resume") == 0);
}
