/* SPDX-License-Identifier: BSD-2-Clause */
/* hook.c - see hook.h. */
#include "watch/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <muster/units.h>
#include <muster/watch.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/environment.h"

struct job {
	pid_t pid; /* 0: none */
	uint64_t until_ns;
	bool killed;
};

struct mst_hook {
	struct mst_hook_config config;
	struct job jobs[MST_WATCH_JOBS_MAX];
	unsigned running;
	uint64_t counts[MST_HOOK_TROUBLES];
	/* What waits: objects, each closed by a comma. */
	char *waiting;
	size_t length, room;
	uint64_t events, left_out;
	/* of the first ones */
	size_t lengths[MST_WATCH_JOBS_MAX];
	struct mst_variables variables[MST_WATCH_JOBS_MAX], of_all;
};

struct mst_hook *mst_hook_new(const struct mst_hook_config *config)
{
	struct mst_hook *hook = calloc(1, sizeof *hook);

	if (hook)
		hook->config = *config;
	return hook;
}

static void note(struct mst_hook *hook, enum mst_hook_trouble trouble, const char *what)
{
	struct mst_error sentence;

	if (hook->counts[trouble]++)
		return;
	mst_fail(&sentence, 0, "--on-change %s: %s; this is reported once", hook->config.command[0], what);
	hook->config.report(hook->config.user, sentence.text);
}

static bool make_room(struct mst_hook *hook, size_t length)
{
	size_t room = hook->room ? hook->room : 4096;
	char *waiting;

	if (length >= MST_HOOK_WAITING_MAX - hook->length)
		return false;
	while (room < hook->length + length + 1)
		room *= 2;
	waiting = room > hook->room ? realloc(hook->waiting, room) : hook->waiting;
	if (!waiting)
		return false;
	hook->waiting = waiting;
	hook->room = room;
	return true;
}

void mst_hook_add(struct mst_hook *hook, const char *text, size_t length, const struct mst_variables *variables)
{
	if (!make_room(hook, length)) {
		hook->left_out++;
		note(hook, MST_HOOK_DROPPED,
		     "events come faster than the command handles them: those beyond 16 MB that wait are left out");
		return;
	}
	memcpy(hook->waiting + hook->length, text, length);
	hook->length += length;
	hook->waiting[hook->length++] = ',';
	if (hook->events < MST_WATCH_JOBS_MAX) {
		hook->lengths[hook->events] = length;
		hook->variables[hook->events] = *variables;
	}
	hook->events++;
}

static bool write_all(int fd, const char *text, size_t length)
{
	while (length) {
		ssize_t written = write(fd, text, length);

		if (written <= 0)
			return false;
		text += written;
		length -= (size_t)written;
	}
	return true;
}

/* A command's input, read from its start. Negative: -errno. */
static int open_input(const char *head, const char *text, size_t length, const char *tail)
{
	int fd = memfd_create("muster-event", MFD_CLOEXEC), code;

	if (fd < 0)
		return -errno;
	if (write_all(fd, head, strlen(head)) && write_all(fd, text, length) && write_all(fd, tail, strlen(tail)) &&
	    lseek(fd, 0, SEEK_SET) == 0)
		return fd;
	code = -errno;
	close(fd);
	return code;
}

static int prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes, int input, bool silent)
{
	sigset_t none, all;
	int code;

	sigemptyset(&none);
	sigfillset(&all);
	code = posix_spawn_file_actions_adddup2(actions, input, STDIN_FILENO);
	if (code == 0 && silent)
		code = posix_spawn_file_actions_addopen(actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	if (code == 0)
		code = posix_spawn_file_actions_adddup2(actions, STDERR_FILENO, STDOUT_FILENO);
	/* libpcap opens its sockets without FD_CLOEXEC: close all descriptors. */
	if (code == 0)
		code = posix_spawn_file_actions_addclosefrom_np(actions, STDERR_FILENO + 1);
	if (code == 0)
		code = posix_spawnattr_setsigmask(attributes, &none);
	if (code == 0)
		code = posix_spawnattr_setsigdefault(attributes, &all);
	if (code == 0)
		code = posix_spawnattr_setpgroup(attributes, 0);
	return code ? code
	            : posix_spawnattr_setflags(attributes,
	                                       POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
}

static int spawn(const struct mst_hook_config *config, int input, const struct mst_variables *of_event, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char home[PATH_MAX], **variables = mst_environment_of_commands(of_event, home, sizeof home);
	int code;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	code = prepare(&actions, &attributes, input, config->silent);
	if (code == 0)
		code = variables ? posix_spawnp(pid, config->command[0], &actions, &attributes, config->command,
		                                variables)
		                 : ENOMEM;
	free(variables);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return code;
}

/* `input`: of the command; negative: -errno. */
static void start_next(struct mst_hook *hook, int input, const struct mst_variables *variables, uint64_t now_ns)
{
	struct job *job = hook->jobs;
	int code = input < 0 ? -input : 0;
	char what[128];

	while (job->pid)
		job++;
	if (code == 0) {
		code = spawn(&hook->config, input, variables, &job->pid);
		close(input);
	}
	if (code) {
		job->pid = 0;
		snprintf(what, sizeof what, "cannot be started: %s", strerror(code));
		note(hook, MST_HOOK_NO_START, what);
		return;
	}
	job->until_ns = now_ns + hook->config.time_ns;
	job->killed = false;
	hook->running++;
}

static void start_each(struct mst_hook *hook, uint64_t now_ns)
{
	const char *text = hook->waiting;

	for (size_t i = 0; i < hook->events; i++) {
		start_next(hook, open_input("", text, hook->lengths[i], "\n"), &hook->variables[i], now_ns);
		text += hook->lengths[i] + 1;
	}
}

static void start_for_all(struct mst_hook *hook, uint64_t now_ns)
{
	char head[96];

	snprintf(head, sizeof head, "{\"type\":\"events\",\"count\":%" PRIu64 ",\"left_out\":%" PRIu64 ",\"events\":[",
	         hook->events, hook->left_out);
	mst_variables_of_all(&hook->of_all, hook->variables,
	                     hook->events < MST_WATCH_JOBS_MAX ? hook->events : MST_WATCH_JOBS_MAX, hook->events,
	                     hook->left_out);
	start_next(hook, open_input(head, hook->waiting, hook->length - 1, "]}\n"), &hook->of_all, now_ns);
}

static void start_waiting(struct mst_hook *hook, uint64_t now_ns)
{
	unsigned may_start = hook->config.jobs - hook->running;

	if (!hook->events || !may_start)
		return;
	if (hook->events > may_start || hook->left_out)
		start_for_all(hook, now_ns);
	else
		start_each(hook, now_ns);
	hook->events = hook->left_out = hook->length = 0;
}

static void report_end(struct mst_hook *hook, const struct job *job, int status)
{
	char what[128], time[40];

	if (job->killed) {
		snprintf(what, sizeof what, "did not end in %s and was killed",
		         mst_write_duration(time, sizeof time, hook->config.time_ns));
		note(hook, MST_HOOK_KILLED, what);
	} else if (WIFSIGNALED(status)) {
		snprintf(what, sizeof what, "was ended by signal %d", WTERMSIG(status));
		note(hook, MST_HOOK_FAILED, what);
	} else if (WEXITSTATUS(status)) {
		snprintf(what, sizeof what, "ended with exit %d", WEXITSTATUS(status));
		note(hook, MST_HOOK_FAILED, what);
	}
}

static void look_after(struct mst_hook *hook, struct job *job, uint64_t now_ns)
{
	siginfo_t ended = { .si_pid = 0 };
	int status = 0;

	/* As long as it is not waited for, no other process can have its number. */
	if (waitid(P_PID, (id_t)job->pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid == job->pid) {
		kill(-job->pid, SIGKILL); /* children that the command left running */
		waitpid(job->pid, &status, 0);
		report_end(hook, job, status);
		job->pid = 0;
		hook->running--;
	} else if (now_ns >= job->until_ns && !job->killed) {
		kill(-job->pid, SIGKILL);
		job->killed = true;
	}
}

bool mst_hook_turn(struct mst_hook *hook, uint64_t now_ns)
{
	for (size_t i = 0; i < MST_WATCH_JOBS_MAX && hook->running; i++) {
		if (hook->jobs[i].pid)
			look_after(hook, &hook->jobs[i], now_ns);
	}
	start_waiting(hook, now_ns);
	return hook->running || hook->events;
}

uint64_t mst_hook_count(const struct mst_hook *hook, enum mst_hook_trouble trouble)
{
	return hook->counts[trouble];
}

void mst_hook_free(struct mst_hook *hook)
{
	if (!hook)
		return;
	for (size_t i = 0; i < MST_WATCH_JOBS_MAX; i++) {
		if (hook->jobs[i].pid) {
			kill(-hook->jobs[i].pid, SIGKILL);
			waitpid(hook->jobs[i].pid, NULL, 0);
		}
	}
	free(hook->waiting);
	free(hook);
}
