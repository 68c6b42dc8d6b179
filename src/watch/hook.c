/* SPDX-License-Identifier: BSD-2-Clause */
/* hook.c - see hook.h. */
#include "watch/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <muster/units.h>
#include <muster/watch.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"
#include "watch/environment.h"

#define TEXTS MST_HOOK_WAITING_MAX

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
	/* A ring of texts that wait. */
	size_t first, waiting;
	uint16_t lengths[TEXTS];
	char texts[TEXTS][MST_HOOK_TEXT_MAX];
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

void mst_hook_add(struct mst_hook *hook, const char *text, size_t length)
{
	size_t at = (hook->first + hook->waiting) % TEXTS;

	if (hook->waiting == TEXTS) {
		note(hook, MST_HOOK_DROPPED,
		     "changes come faster than the command handles them: changes beyond 1024 waiting ones are dropped");
		return;
	}
	length = length < MST_HOOK_TEXT_MAX ? length : MST_HOOK_TEXT_MAX;
	memcpy(hook->texts[at], text, length);
	hook->lengths[at] = (uint16_t)length;
	hook->waiting++;
}

/* Writes the text into a pipe before the command starts. The text is shorter than the buffer of a pipe. */
static int fill_pipe(int pipe_fds[2], const char *text, size_t length)
{
	if (pipe2(pipe_fds, O_CLOEXEC) < 0)
		return errno;
	if (write(pipe_fds[1], text, length) == (ssize_t)length)
		return 0;
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	return EIO;
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

static int spawn(const struct mst_hook_config *config, const char *text, size_t length, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	char home[PATH_MAX], **variables;
	int input[2], code = fill_pipe(input, text, length);

	if (code)
		return code;
	variables = mst_environment_of_commands(home, sizeof home);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	code = prepare(&actions, &attributes, input[0], config->silent);
	if (code == 0)
		code = variables ? posix_spawnp(pid, config->command[0], &actions, &attributes, config->command,
		                                variables)
		                 : ENOMEM;
	free(variables);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	close(input[0]);
	close(input[1]);
	return code;
}

static void start_next(struct mst_hook *hook, uint64_t now_ns)
{
	size_t at = hook->first;
	struct job *job = hook->jobs;
	char what[128];
	int code;

	while (job->pid)
		job++;
	code = spawn(&hook->config, hook->texts[at], hook->lengths[at], &job->pid);
	hook->first = (at + 1) % TEXTS;
	hook->waiting--;
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
	while (hook->waiting && hook->running < hook->config.jobs)
		start_next(hook, now_ns);
	return hook->running || hook->waiting;
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
	free(hook);
}
