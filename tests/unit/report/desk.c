/*
 * desk.c - what the tests of reports share.
 */
#include "unit/report/desk.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define READ_MAX (1 << 20)
#define TIME_NS UINT64_C(1795477011123456789) /* 2026-11-23T23:36:51.123456789Z */

struct desk desk_new(void)
{
	struct desk desk = { .folder = "/tmp/muster-report-XXXXXX", .config = { .states = ALL_STATES } };

	cr_assert_not_null(mkdtemp(desk.folder));
	return desk;
}

void desk_free(struct desk *desk)
{
	char command[128];

	mst_report_free(desk->report);
	desk->report = NULL;
	snprintf(command, sizeof command, "rm -rf %s", desk->folder);
	cr_assert_eq(system(command), 0);
}

int desk_add_as_is(struct desk *desk, const char *output)
{
	if (!desk->report)
		cr_assert_eq(mst_report_new(&desk->report, &desk->config, &desk->err), 0, "%s", desk->err.text);
	return mst_report_add(desk->report, output, &desk->err);
}

int desk_add(struct desk *desk, const char *output)
{
	const char *colon = strchr(output, ':');
	const char *name = colon ? colon + 1 : output;
	char whole[512];

	snprintf(whole, sizeof whole, "%.*s%s/%s", (int)(name - output), output, desk->folder, name);
	return desk_add_as_is(desk, whole);
}

int desk_begin(struct desk *desk)
{
	static const char *const targets[] = { "10.0.0.0/24 \"all\"\n", "web" };
	static const struct mst_pair parameters[] = {
		{ .name = "targets", .kind = MST_PAIR_LIST, .list = { targets, 2 } },
		{ .name = "exclude", .kind = MST_PAIR_LIST },
		{ .name = "sample", .kind = MST_PAIR_REAL, .real = 0.25 },
		{ .name = "interface", .kind = MST_PAIR_TEXT },
	};

	return mst_report_begin(desk->report, (struct mst_pairs){ parameters, 4 }, &desk->err);
}

int desk_write(struct desk *desk, const struct mst_result *results, size_t count)
{
	return mst_report_write(desk->report, results, count, &desk->err);
}

int desk_end(struct desk *desk)
{
	static const struct mst_pair summary[] = {
		{ .name = "sent", .kind = MST_PAIR_COUNT, .count = UINT64_MAX },
		{ .name = "interrupted", .kind = MST_PAIR_BOOL, .yes = true },
	};

	return mst_report_end(desk->report, (struct mst_pairs){ summary, 2 }, &desk->err);
}

void desk_report(struct desk *desk, const struct mst_result *results, size_t count)
{
	cr_assert_eq(desk_begin(desk), 0, "%s", desk->err.text);
	if (count > 0)
		cr_assert_eq(desk_write(desk, results, count), 0, "%s", desk->err.text);
	cr_assert_eq(desk_end(desk), 0, "%s", desk->err.text);
}

static const char *path_of(const struct desk *desk, const char *name)
{
	static char path[512];

	snprintf(path, sizeof path, "%s/%s", desk->folder, name);
	return path;
}

static const char *read_all(FILE *file)
{
	static char content[READ_MAX];
	size_t length = fread(content, 1, sizeof content - 1, file);

	content[length] = '\0';
	return content;
}

const char *desk_read(const struct desk *desk, const char *name)
{
	FILE *file = fopen(path_of(desk, name), "r");
	const char *content;

	cr_assert_not_null(file, "%s is not there", name);
	content = read_all(file);
	fclose(file);
	return content;
}

void desk_put(const struct desk *desk, const char *name, const char *content)
{
	FILE *file = fopen(path_of(desk, name), "w");

	cr_assert_not_null(file);
	fputs(content, file);
	fclose(file);
}

bool desk_has(const struct desk *desk, const char *name)
{
	return access(path_of(desk, name), F_OK) == 0;
}

int desk_files(const struct desk *desk)
{
	DIR *folder = opendir(desk->folder);
	int count = -2; /* . and .. */

	cr_assert_not_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

const char *desk_run(const struct desk *desk, const char *command)
{
	char whole[1024];
	const char *printed;
	FILE *pipe;
	int status;

	snprintf(whole, sizeof whole, "cd %s && %s", desk->folder, command);
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
		.addr = address(number), .from = address(number), .rtt_ns = 123456, .time_ns = TIME_NS,
		.proto = 1, .state = MST_UP, .reason = MST_ECHO_REPLY, .ttl = 64, .attempts = 2, .attempt = 1,
	};
}

struct mst_result host_down(unsigned number)
{
	return (struct mst_result){
		.addr = address(number), .rtt_ns = -1, .time_ns = TIME_NS, .state = MST_DOWN,
		.reason = MST_NO_RESPONSE, .attempts = 2,
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
