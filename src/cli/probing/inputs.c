/* SPDX-License-Identifier: BSD-2-Clause */
/* inputs.c - see inputs.h. */
#include "cli/probing/inputs.h"

#include <errno.h>
#include <inttypes.h>
#include <muster/endpoints.h>
#include <muster/rows.h>
#include <muster/text.h>
#include <muster/units.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/privilege.h"

#define ROWS_AT_ONCE 256
#define BLOCK 65536

static bool copy_stream(int from, FILE *to)
{
	char block[BLOCK];
	ssize_t count;

	while ((count = read(from, block, sizeof block)) != 0) {
		if (count < 0 && errno != EINTR)
			return false;
		if (count > 0 && fwrite(block, 1, (size_t)count, to) != (size_t)count)
			return false;
	}
	return fflush(to) == 0;
}

/* What a file is, its beginning shows: a pipe becomes a file, so that it can be read from there again. */
static int make_file_of_stdin(struct mst_error *err)
{
	FILE *file;
	bool done;

	if (lseek(STDIN_FILENO, 0, SEEK_CUR) >= 0)
		return 0;
	file = tmpfile();
	done = file && copy_stream(STDIN_FILENO, file) && lseek(fileno(file), 0, SEEK_SET) == 0 &&
	       dup2(fileno(file), STDIN_FILENO) >= 0;
	if (!done)
		(void)mst_fail(err, -errno, "standard input: cannot be read: %s", strerror(errno));
	if (file)
		(void)fclose(file);
	return done ? 0 : -EIO;
}

static bool is_wanted(const struct mst_result *row)
{
	return row->state == MST_UP || row->state == MST_OPEN;
}

static int add_addr(struct mst_targets *targets, const struct mst_addr *of, struct mst_error *err)
{
	char addr[MST_ADDR_TEXT];

	mst_addr_format(of, addr);
	return mst_targets_add(targets, addr, err);
}

/* Rows are in order: the ports of an address follow one another. */
static int add_rows(struct mst_targets *targets, struct mst_rows *rows, uint64_t *left_out, struct mst_error *err)
{
	struct mst_result batch[ROWS_AT_ONCE];
	struct mst_addr last = { 0 };
	size_t count;
	int code = 0;

	*left_out = 0;
	while (code == 0 && (count = mst_rows_next(rows, batch, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count && code == 0; i++) {
			*left_out += !is_wanted(&batch[i]);
			if (!is_wanted(&batch[i]) || mst_addr_equal(&batch[i].addr, &last))
				continue;
			last = batch[i].addr;
			code = add_addr(targets, &last, err);
		}
	}
	return code < 0 ? code : mst_rows_code(rows, err);
}

static int add_run(struct mst_targets *targets, const char *path, const struct mst_probing *options,
                   struct mst_error *err)
{
	struct mst_rows *rows;
	uint64_t left_out;
	int code = mst_rows_open(&rows, path, err);

	if (code < 0)
		return code == -EBADMSG || code == -ENOTSUP ? -EINVAL : code;
	if (mst_rows_about(rows)->warning && !options->quiet)
		mst_print(stderr, "%s\n", mst_rows_about(rows)->warning);
	code = add_rows(targets, rows, &left_out, err);
	if (code == 0 && left_out && options->verbose)
		mst_print(stderr, "%s: %" PRIu64 " results that are neither up nor open were left out\n",
		          strcmp(path, "-") == 0 ? "standard input" : path, left_out);
	mst_rows_close(rows);
	return code;
}

int mst_probing_add_input(struct mst_targets *targets, const char *path, const struct mst_probing *options,
                          struct mst_error *err)
{
	int code = strcmp(path, "-") == 0 ? make_file_of_stdin(err) : 0;

	if (code < 0)
		return code;
	return mst_rows_recognise(path) ? add_run(targets, path, options, err)
	                                : mst_targets_add_file(targets, path, err);
}

/* ---- open ports ---- */

struct open_ports {
	struct mst_endpoints *endpoints;
	const struct mst_ports *ports; /* what is excluded is left out */
	uint64_t others;               /* open ports of the other protocol */
	bool udp;
};

static int add_open(struct open_ports *open, const struct mst_result *row)
{
	if (row->state != MST_OPEN || !row->about_port || mst_ports_excludes(open->ports, row->port))
		return 0;
	if ((row->proto == IPPROTO_UDP) != open->udp) {
		open->others++;
		return 0;
	}
	return mst_endpoints_add(open->endpoints, &row->addr, row->port);
}

static int add_all_open(struct open_ports *open, struct mst_rows *rows, struct mst_error *err)
{
	struct mst_result batch[ROWS_AT_ONCE];
	size_t count;

	while ((count = mst_rows_next(rows, batch, ROWS_AT_ONCE)) > 0) {
		for (size_t i = 0; i < count; i++) {
			if (add_open(open, &batch[i]) < 0)
				return mst_fail(err, -ENOMEM, "no memory for the open ports");
		}
	}
	mst_endpoints_close(open->endpoints);
	return mst_rows_code(rows, err);
}

static int refuse_empty(const struct open_ports *open, const char *path, struct mst_error *err)
{
	const char *asked = open->udp ? "UDP" : "TCP", *other = open->udp ? "TCP" : "UDP";

	if (open->others == 0)
		return mst_fail(err, -EINVAL, "%s has no open %s ports: nothing to probe", path, asked);
	return mst_fail(err, -EINVAL,
	                "%s has no open %s ports, but %" PRIu64 " of %s: expected it %s --udp to probe those", path,
	                asked, open->others, other, open->udp ? "without" : "with");
}

static int read_open(struct mst_endpoints **endpoints, const struct mst_probing *options, struct mst_error *err)
{
	struct open_ports open = { .ports = &options->ports, .udp = options->scan.probing.udp };
	const char *path = options->only_open_of;
	struct mst_rows *rows;
	int code = mst_rows_open(&rows, path, err);

	if (code < 0)
		return code == -EBADMSG || code == -ENOTSUP ? -EINVAL : code;
	if (mst_rows_about(rows)->warning && !options->quiet)
		mst_print(stderr, "%s\n", mst_rows_about(rows)->warning);
	*endpoints = open.endpoints = mst_endpoints_new();
	code = open.endpoints ? add_all_open(&open, rows, err) : mst_fail(err, -ENOMEM, "no memory for the open ports");
	mst_rows_close(rows);
	if (code == 0 && mst_endpoints_count(open.endpoints) == 0)
		code = refuse_empty(&open, strcmp(path, "-") == 0 ? "standard input" : path, err);
	return code;
}

int mst_probing_read_open(struct mst_endpoints **endpoints, struct mst_targets *targets, struct mst_probing *options,
                          struct mst_error *err)
{
	int code = options->only_open_of ? mst_privilege_explain_read(err, read_open(endpoints, options, err)) : 0;

	if (code < 0 || !options->only_open_of)
		return code;
	options->scan.probing.endpoints = *endpoints;
	return mst_endpoints_add_to(*endpoints, targets, &options->ports, err);
}
