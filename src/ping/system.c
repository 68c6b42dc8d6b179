/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system.c - runs the system's ping program, which has the privilege that this process lacks.
 *
 * One child process per host. The child sends on its own schedule; its output is read line by line, and its lines are
 * given to the questions that it should have sent by now.
 *
 * What a program prints is loss only when it says so in words that are understood. A program that ends before it is
 * done, and one whose answers are not understood, has sent nothing: its questions are reported as not sent.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fail.h"
#include "ping/echo.h"
#include "ping/method.h"
#include "ping/system_line.h"
#include "ping/system_program.h"

#define CHILDREN_MOST 64
#define LINE_BYTES 512
#define REMARK_TEXT 120

struct child {
	pid_t pid;            /* 0: not started yet, or ended */
	int fd;               /* its output; -1 */
	uint32_t host, asked; /* `asked`: the last question that it should have sent by now */
	uint32_t first;       /* the number of its first request: 1, or 0 */
	int error;            /* errno of its last failure to send; 0: none */
	bool done;            /* it has printed its statistics */
	bool has_reply; /* `reply` is to be handed over: once the next line was seen, and its question was asked */
	struct mst_ping_answer reply;
	uint32_t last_reply; /* its question */
	char line[LINE_BYTES];
	size_t length;
};

struct program {
	struct mst_system_program program;
	struct mst_ping_config config;
	struct child children[CHILDREN_MOST];
	char remark[REMARK_TEXT]; /* the last words of a child about itself */
};

static int open_program(void **state, const struct mst_ping_config *config, struct mst_error *err)
{
	struct mst_system_program found;
	struct program *program;
	int code = mst_system_program_find(&found, err);

	if (code == 0)
		code = mst_system_program_check(&found, config, err);
	if (code == 0)
		code = mst_system_program_try(&found, err);
	if (code < 0)
		return code;
	if (config->host_count > CHILDREN_MOST)
		return mst_fail(err, -EINVAL, "%zu hosts: the system's ping program is run for %d at most",
		                config->host_count, CHILDREN_MOST);
	program = calloc(1, sizeof *program);
	if (!program)
		return mst_fail(err, -ENOMEM, "no memory for the ping program");
	program->program = found;
	program->config = *config;
	for (size_t i = 0; i < CHILDREN_MOST; i++)
		program->children[i].fd = -1;
	*state = program;
	return 0;
}

static void close_program(void *state)
{
	struct program *program = state;

	for (size_t i = 0; i < CHILDREN_MOST; i++)
		mst_system_end(&program->children[i].pid, &program->children[i].fd);
	free(program);
}

static int start_child(struct program *program, struct child *child, uint32_t host)
{
	enum mst_system_kind kind = program->program.kind;
	struct mst_system_command command;

	*child = (struct child){
		.fd = -1,
		.host = host,
		.asked = 1,
		.first = kind != MST_SYSTEM_INETUTILS && kind != MST_SYSTEM_BUSYBOX,
	};
	mst_system_command_write(&command, &program->program, &program->config, host);
	return mst_system_spawn(&child->pid, &child->fd, command.path, command.argv);
}

/* The first question starts the program, which sends the following ones itself. */
static int send_by_program(void *state, uint32_t host, uint32_t question)
{
	struct program *program = state;
	struct child *child = &program->children[host];

	if (question == 1)
		return start_child(program, child, host);
	child->asked = question;
	if (child->fd < 0 && !child->has_reply)
		return child->error ? -child->error : -ECHILD;
	return 0;
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

/* ---- replies ---- */

/* Programs print 16 bits of their number: it is the question nearest to the last one, which the program may be ahead
 * of. */
static uint32_t question_of(const struct child *child, uint32_t sequence)
{
	uint16_t lower = (uint16_t)(sequence + (child->first == 0));
	uint32_t behind = (uint16_t)(lower - (uint16_t)child->asked);

	return child->asked + behind - (behind >= 32768 ? 65536 : 0);
}

static void hand_over(struct child *child, mst_ping_take *take, void *user)
{
	if (!child->has_reply)
		return;
	child->has_reply = false;
	take(user, &child->reply);
}

/* As `hand_over`, unless the question is still to be asked. */
static void hand_over_asked(struct child *child, mst_ping_take *take, void *user)
{
	if ((int32_t)(child->reply.question - child->asked) <= 0)
		hand_over(child, take, user);
}

static enum mst_ping_payload payload_of(const struct program *program, const struct mst_system_line *parsed)
{
	uint32_t sent = MST_ECHO_HEADER + program->config.size;

	if (parsed->truncated || parsed->bytes < sent)
		return MST_PING_TRUNCATED;
	return parsed->bytes > sent ? MST_PING_PADDED : MST_PING_WHOLE;
}

static void take_head(const struct program *program, struct child *child, const struct mst_system_line *parsed)
{
	if (program->program.kind == MST_SYSTEM_UNKNOWN)
		child->first = !parsed->zero_based;
}

static void take_reply(const struct program *program, struct child *child, const struct mst_system_line *parsed)
{
	if (program->program.kind == MST_SYSTEM_UNKNOWN && child->asked < 65535 &&
	    (parsed->zero_based || parsed->sequence == 0))
		child->first = 0;
	child->last_reply = question_of(child, parsed->sequence);
	child->has_reply = true;
	child->reply = (struct mst_ping_answer){
		/* answers.c recognises duplicates by their question. */
		.happening = parsed->bad_checksum ? MST_PING_CORRUPT : MST_PING_REPLY,
		.host_known = true,
		.host = child->host,
		.question_known = true,
		.question = child->last_reply,
		.from = parsed->from,
		.rtt_ns = parsed->rtt_ns,
		.untimed = parsed->rtt_ns < 0,
		.bytes = parsed->bytes,
		.ttl = parsed->ttl,
		.payload = payload_of(program, parsed),
	};
}

/* The line about the payload comes behind that of the reply, which may have been handed over. */
static void take_changed(struct child *child, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = child->reply;

	if (child->has_reply) {
		child->reply.payload = MST_PING_CHANGED;
	} else if (child->last_reply) {
		answer.marks_last = true;
		take(user, &answer);
	}
}

/* ---- errors and failures ---- */

static void take_error(struct child *child, const struct mst_system_line *parsed, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = parsed->what == MST_LINE_REDIRECT ? MST_PING_REDIRECT : MST_PING_ERROR,
		.host_known = true,
		.host = child->host,
		.question_known = true,
		.question = parsed->numbered ? question_of(child, parsed->sequence) : child->asked,
		.from = parsed->from,
		.rtt_ns = -1,
		.icmp_type = parsed->said.type,
		.icmp_code = parsed->said.code,
		.mtu = parsed->said.mtu,
		.pointer = parsed->said.pointer,
		.gateway = parsed->said.gateway,
	};

	take(user, &answer);
}

static void not_sent(struct child *child, uint32_t question, mst_ping_take *take, void *user)
{
	struct mst_ping_answer answer = {
		.happening = MST_PING_NOT_SENT,
		.host_known = true,
		.host = child->host,
		.question_known = true,
		.question = question,
		.rtt_ns = -1,
		.error = child->error,
	};

	take(user, &answer);
}

/* All questions that may still wait were not sent, as far as is known. */
static void give_up(const struct program *program, struct child *child, int error, mst_ping_take *take, void *user)
{
	uint64_t waiting = program->config.timeout_ns / program->config.interval_ns + 2;
	uint32_t from = child->asked > waiting ? child->asked - (uint32_t)waiting : 1;

	child->error = child->error ? child->error : error;
	for (uint32_t question = from; question <= child->asked; question++)
		not_sent(child, question, take, user);
}

static void note_remark(struct program *program, const char *line)
{
	size_t at = 0;

	for (; line[at] && at < sizeof program->remark - 1; at++)
		program->remark[at] = isprint((unsigned char)line[at]) ? line[at] : '?';
	program->remark[at] = '\0';
}

/* An answer in words that are not understood: no reply of this program can be trusted to be seen. */
static void take_other(struct program *program, struct child *child, const struct mst_system_line *parsed,
                       mst_ping_take *take, void *user)
{
	if (parsed->remark)
		note_remark(program, child->line);
	if (!parsed->unread_answer)
		return;
	child->done = true;
	give_up(program, child, ENOEXEC, take, user);
	mst_system_end(&child->pid, &child->fd);
}

/* ---- lines ---- */

static void take_line(struct program *program, struct child *child, mst_ping_take *take, void *user)
{
	struct mst_system_line parsed;

	if (mst_system_line_read(&parsed, child->line) == MST_LINE_REPLY)
		hand_over(child, take, user);
	else if (parsed.what != MST_LINE_CHANGED)
		hand_over_asked(child, take, user);
	switch (parsed.what) {
	case MST_LINE_HEAD: take_head(program, child, &parsed); break;
	case MST_LINE_REPLY: take_reply(program, child, &parsed); break;
	case MST_LINE_CHANGED: take_changed(child, take, user); break;
	case MST_LINE_REDIRECT:
	case MST_LINE_ERROR: take_error(child, &parsed, take, user); break;
	case MST_LINE_FAILURE:
		child->error = parsed.why;
		not_sent(child, child->asked, take, user);
		break;
	case MST_LINE_END: child->done = true; break;
	case MST_LINE_OTHER: take_other(program, child, &parsed, take, user); break;
	}
}

/* A line longer than LINE_BYTES cannot be one of the known forms: the rest of it is dropped. */
static void take_bytes(struct program *program, struct child *child, const char *bytes, size_t count,
                       mst_ping_take *take, void *user)
{
	for (size_t i = 0; i < count && child->fd >= 0; i++) {
		if (bytes[i] == '\n') {
			child->line[child->length < LINE_BYTES ? child->length : 0] = '\0';
			take_line(program, child, take, user);
			child->length = 0;
		} else if (child->length < LINE_BYTES) {
			child->line[child->length++] = bytes[i];
		}
	}
}

static void read_child(struct program *program, struct child *child, mst_ping_take *take, void *user)
{
	char bytes[4096];
	ssize_t count;

	while (child->fd >= 0 && (count = read(child->fd, bytes, sizeof bytes)) != 0) {
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0) {
			hand_over_asked(child, take, user);
			return; /* nothing more for now */
		}
		take_bytes(program, child, bytes, (size_t)count, take, user);
	}
	hand_over_asked(child, take, user);
	if (!child->done)
		give_up(program, child, ECHILD, take, user);
	mst_system_end(&child->pid, &child->fd);
}

static void read_all(void *state, mst_ping_take *take, void *user)
{
	struct program *program = state;

	for (size_t i = 0; i < CHILDREN_MOST; i++) {
		if (program->children[i].fd >= 0)
			read_child(program, &program->children[i], take, user);
		else
			hand_over_asked(&program->children[i], take, user);
	}
}

static const char *remark_of(const void *state)
{
	const struct program *program = state;

	return program->remark[0] ? program->remark : NULL;
}

static bool is_busy(const void *state)
{
	const struct program *program = state;

	for (size_t i = 0; i < CHILDREN_MOST; i++) {
		if (program->children[i].fd >= 0 && !program->children[i].done)
			return true;
	}
	return false;
}

const struct mst_ping_method mst_ping_system = {
	MST_PING_SYSTEM, open_program, close_program, send_by_program, fds_of, read_all, remark_of, is_busy,
};
