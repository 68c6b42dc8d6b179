/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture.c - what the tests of reports share.
 */
#include "unit/report/fixture_report.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_MAX (1 << 20)
#define TIME_NS UINT64_C(1795477011123456789) /* 2026-11-23T23:36:51.123456789Z */

struct report_fixture fixture_new(void)
{
	struct report_fixture fixture = { .folder = "/tmp/muster-report-XXXXXX", .config = { .states = ALL_STATES } };

	cr_assert_not_null(mkdtemp(fixture.folder));
	return fixture;
}

void fixture_free(struct report_fixture *fixture)
{
	char command[128];

	mst_report_free(fixture->report);
	fixture->report = NULL;
	snprintf(command, sizeof command, "rm -rf %s", fixture->folder);
	cr_assert_eq(system(command), 0);
}

int fixture_add_as_is(struct report_fixture *fixture, const char *output)
{
	if (!fixture->report)
		cr_assert_eq(mst_report_new(&fixture->report, &fixture->config, &fixture->err), 0, "%s",
		             fixture->err.text);
	return mst_report_add(fixture->report, output, &fixture->err);
}

int fixture_add(struct report_fixture *fixture, const char *output)
{
	const char *colon = strchr(output, ':');
	const char *name = colon ? colon + 1 : output;
	char whole[512];

	snprintf(whole, sizeof whole, "%.*s%s/%s", (int)(name - output), output, fixture->folder, name);
	return fixture_add_as_is(fixture, whole);
}

int fixture_begin(struct report_fixture *fixture)
{
	static const char *const targets[] = { "10.0.0.0/24 \"all\"\n", "web" };
	static const struct mst_pair parameters[] = {
		{ .name = "targets", .kind = MST_PAIR_LIST, .list = { targets, 2 } },
		{ .name = "exclude", .kind = MST_PAIR_LIST },
		{ .name = "sample", .kind = MST_PAIR_REAL, .real = 0.25 },
		{ .name = "interface", .kind = MST_PAIR_TEXT },
	};

	return mst_report_begin(fixture->report, (struct mst_pairs){ parameters, 4 }, &fixture->err);
}

int fixture_write(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	return mst_report_write(fixture->report, results, count, &fixture->err);
}

int fixture_end(struct report_fixture *fixture)
{
	static const struct mst_pair summary[] = {
		{ .name = "sent", .kind = MST_PAIR_COUNT, .count = UINT64_MAX },
		{ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = true },
	};

	return mst_report_end(fixture->report, (struct mst_pairs){ summary, 2 }, &fixture->err);
}

void fixture_report_all(struct report_fixture *fixture, const struct mst_result *results, size_t count)
{
	cr_assert_eq(fixture_begin(fixture), 0, "%s", fixture->err.text);
	if (count > 0)
		cr_assert_eq(fixture_write(fixture, results, count), 0, "%s", fixture->err.text);
	cr_assert_eq(fixture_end(fixture), 0, "%s", fixture->err.text);
}

static const char *path_of(const struct report_fixture *fixture, const char *name)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", fixture->folder, name);
	return path;
}

static const char *read_all(FILE *file)
{
	static char content[READ_MAX];
	size_t length = fread(content, 1, sizeof content - 1, file);

	content[length] = '\0';
	return content;
}

const char *fixture_read(const struct report_fixture *fixture, const char *name)
{
	FILE *file = fopen(path_of(fixture, name), "r");
	const char *content;

	cr_assert_not_null(file, "%s is not there", name);
	content = read_all(file);
	fclose(file);
	return content;
}

void fixture_put(const struct report_fixture *fixture, const char *name, const char *content)
{
	FILE *file = fopen(path_of(fixture, name), "w");

	cr_assert_not_null(file);
	fputs(content, file);
	fclose(file);
}

bool fixture_has(const struct report_fixture *fixture, const char *name)
{
	return access(path_of(fixture, name), F_OK) == 0;
}

int fixture_files(const struct report_fixture *fixture)
{
	DIR *folder = opendir(fixture->folder);
	int count = -2; /* . and .. */

	cr_assert_not_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

const char *fixture_run(const struct report_fixture *fixture, const char *command)
{
	char whole[1024];
	const char *printed;
	FILE *pipe;
	int status;

	snprintf(whole, sizeof whole, "cd %s && %s", fixture->folder, command);
	pipe = popen(whole, "r");
	cr_assert_not_null(pipe);
	printed = read_all(pipe);
	status = pclose(pipe);
	cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: exit %d", command, WEXITSTATUS(status));
	return printed;
}

static struct mst_addr address(unsigned number)
{
	return mst_addr_from_ipv4(0x0a000000 + number);
}

struct mst_result host_up(unsigned number)
{
	return (struct mst_result){
		.position = MST_NO_POSITION,
		.addr = address(number),
		.from = address(number),
		.rtt_ns = 123456,
		.time_ns = TIME_NS,
		.proto = 1,
		.state = MST_UP,
		.reason = MST_ECHO_REPLY,
		.ttl = 64,
		.attempts = 2,
		.attempt = 1,
	};
}

struct mst_result host_down(unsigned number)
{
	return (struct mst_result){
		.position = MST_NO_POSITION,
		.addr = address(number),
		.rtt_ns = -1,
		.time_ns = TIME_NS,
		.state = MST_DOWN,
		.reason = MST_NO_RESPONSE,
		.attempts = 2,
	};
}

struct mst_result port_in(unsigned number, uint16_t port, enum mst_state state)
{
	struct mst_result result = host_up(number);

	result.port = port;
	result.about_port = true;
	result.proto = 6;
	result.state = (uint8_t)state;
	result.reason = state == MST_OPEN ? MST_SYN_ACK : state == MST_CLOSED ? MST_RESET : MST_NO_RESPONSE;
	if (state == MST_FILTERED)
		result.rtt_ns = -1;
	return result;
}

struct mst_result host_unreachable(unsigned number)
{
	struct mst_result result = host_up(number);

	result.from = mst_addr_from_ipv4(0xc0a80001);
	result.state = MST_UNREACHABLE;
	result.reason = MST_HOST_UNREACH;
	result.icmp_type = 3;
	result.icmp_code = 1;
	return result;
}

struct mst_result host_amended_up(unsigned number, enum mst_state was)
{
	struct mst_result better = host_up(number);

	better.amended = true;
	better.was = (uint8_t)was;
	return better;
}
