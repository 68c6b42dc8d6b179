/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system.c - runs the system's ping program, which has the privilege that this process lacks.
 *
 * One child process per host, started without a shell and in the C locale. The child sends on its own schedule; its
 * output is read line by line.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/icmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "ping/method.h"
#include "ping/system_line.h"

#define CHILDREN_MOST 64
#define LINE_BYTES 512

static const char *const programs[] = { "/usr/bin/ping", "/bin/ping", "/sbin/ping", "/usr/sbin/ping" };

struct child {
	pid_t pid;            /* 0: not started yet, or ended */
	int fd;               /* its output; -1 */
	uint32_t host, asked; /* `asked`: the last question that it should have sent by now */
	int error;            /* errno of its last failure to send; 0: none */
	char line[LINE_BYTES];
	size_t length;
};

struct program {
	const char *path;
	struct mst_ping_config config;
	struct child children[CHILDREN_MOST];
};

static int open_program(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	struct program *program;
	const char *path = NULL;

	for (size_t i = 0; i < sizeof programs / sizeof *programs && !path; i++)
		path = access(programs[i], X_OK) == 0 ? programs[i] : NULL;
	if (!path)
		return mst_fail(err, -ENOENT, "there is no ping program in /usr/bin, /bin, /sbin or /usr/sbin");
	if (config->host_count > CHILDREN_MOST)
		return mst_fail(err, -EINVAL, "%zu hosts: the system's ping program is run for %d at most",
		                config->host_count, CHILDREN_MOST);
	program = calloc(1, sizeof *program);
	if (!program)
		return mst_fail(err, -ENOMEM, "no memory for the ping program");
	program->path = path;
	program->config = *config;
	for (size_t i = 0; i < CHILDREN_MOST; i++)
		program->children[i].fd = -1;
	*state = program;
	return 0;
}

static void end_child(struct child *child)
{
	if (child->fd >= 0)
		close(child->fd);
	child->fd = -1;
	if (child->pid > 0) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	child->pid = 0;
}

static void close_program(void *state)
{
	struct program *program = state;

	for (size_t i = 0; i < CHILDREN_MOST; i++)
		end_child(&program->children[i]);
	free(program);
}

/* Standard output and standard error of the child share one pipe. */
static int spawn(struct child *child, const char *path, char *const argv[])
{
	static char locale[] = "LC_ALL=C", *environment[] = { locale, NULL };
	posix_spawn_file_actions_t actions;
	int ends[2], code;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return -errno;
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	code = posix_spawn(&child->pid, path, &actions, NULL, argv, environment);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	if (code != 0) {
		close(ends[0]);
		child->pid = 0;
		return -code;
	}
	child->fd = ends[0];
	(void)fcntl(child->fd, F_SETFL, O_NONBLOCK);
	return 0;
}

static int start_child(struct program *program, struct child *child, uint32_t host)
{
	const struct mst_ping_config *config = &program->config;
	char count[16], interval[32], wait[32], size[16], addr[MST_ADDR_TEXT];
	char ttl[16], source[MST_ADDR_TEXT], interface[64];
	char *argv[20] = { "ping", "-n", "-c", count, "-i", interval, "-W", wait, "-s", size };
	size_t words = 10;

	snprintf(count, sizeof count, "%u", config->count ? config->count : UINT32_C(1000000000));
	snprintf(interval, sizeof interval, "%g", (double)config->interval_ns / 1e9);
	snprintf(wait, sizeof wait, "%g", (double)config->timeout_ns / 1e9);
	snprintf(size, sizeof size, "%u", config->size);
	snprintf(ttl, sizeof ttl, "%u", config->ttl);
	snprintf(interface, sizeof interface, "%s", config->interface ? config->interface : "");
	mst_addr_format(&config->source, source);
	mst_addr_format(&config->hosts[host], addr);
	if (config->ttl)
		argv[words++] = "-t", argv[words++] = ttl;
	if (config->interface)
		argv[words++] = "-I", argv[words++] = interface;
	if (config->source.family)
		argv[words++] = "-I", argv[words++] = source;
	argv[words] = addr;
	child->host = host;
	child->length = 0;
	child->error = 0;
	return spawn(child, program->path, argv);
}

/* The first question starts the program, which sends the following ones itself. */
static int send_by_program(void *state, uint32_t host, uint32_t question)
{
	struct program *program = state;
	struct child *child = &program->children[host];

	child->asked = question;
	if (question > 1 && child->fd < 0)
		return child->error ? -child->error : -ECHILD;
	return question > 1 ? 0 : start_child(program, child, host);
}

static size_t fds_of(void *state, struct pollfd *fds, size_t room)
{
	struct program *program = state;
	size_t count = 0;

	for (size_t i = 0; i < CHILDREN_MOST && count < room; i++) {
		if (program->children[i].fd >= 0)
			fds[count++] = (struct pollfd){ .fd = program->children[i].fd, .events = POLLIN };
	}
	return count;
}

static void take_line(struct child *child, mst_ping_take *take, void *user)
{
	struct mst_system_line parsed;
	struct mst_ping_answer answer;

	if (!mst_system_line_read(&parsed, child->line))
		return;
	answer = (struct mst_ping_answer){
		/* answers.c recognises duplicates by their question. */
		.happening = parsed.error ? MST_PING_ERROR : MST_PING_REPLY,
		.host_known = true,
		.host = child->host,
		.question_known = true,
		.question = parsed.sequence,
		.from = parsed.from,
		.rtt_ns = parsed.rtt_ns,
		.bytes = parsed.bytes,
		.ttl = parsed.ttl,
	};
	if (parsed.failure) {
		answer.happening = MST_PING_NOT_SENT;
		answer.question = child->asked;
		answer.error = child->error = parsed.why;
	} else if (parsed.error) {
		answer.icmp_type = ICMP_DEST_UNREACH;
		answer.icmp_code = ICMP_HOST_UNREACH;
	}
	take(user, &answer);
}

/* A line longer than LINE_BYTES cannot be one of the known forms: the rest of it is dropped. */
static void take_bytes(struct child *child, const char *bytes, size_t count, mst_ping_take *take, void *user)
{
	for (size_t i = 0; i < count; i++) {
		if (bytes[i] == '\n') {
			child->line[child->length < LINE_BYTES ? child->length : 0] = '\0';
			take_line(child, take, user);
			child->length = 0;
		} else if (child->length < LINE_BYTES) {
			child->line[child->length++] = bytes[i];
		}
	}
}

static void read_child(struct child *child, mst_ping_take *take, void *user)
{
	char bytes[4096];
	ssize_t count;

	while (child->fd >= 0 && (count = read(child->fd, bytes, sizeof bytes)) != 0) {
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return; /* nothing more for now */
		take_bytes(child, bytes, (size_t)count, take, user);
	}
	end_child(child);
}

static void read_all(void *state, mst_ping_take *take, void *user)
{
	struct program *program = state;

	for (size_t i = 0; i < CHILDREN_MOST; i++) {
		if (program->children[i].fd >= 0)
			read_child(&program->children[i], take, user);
	}
}

const struct mst_ping_method mst_ping_system = {
	MST_PING_SYSTEM, open_program, close_program, send_by_program, fds_of, read_all,
};
