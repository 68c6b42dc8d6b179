/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * measured.c - runs a command and prints what it cost, as one line of JSON.
 *
 *   measured SECONDS STDOUT STDERR COMMAND [ARGUMENT]…
 *
 * user_s, sys_s and rss_kib are those of the command and its children that it waited for (wait4). busy_s is the time
 * that all CPUs of the machine were busy meanwhile (/proc/stat), because work in soft interrupts is charged to the
 * process that happens to run, or to none. exit is -1 when the command did not end within SECONDS and was killed. This
 * is a separate small program because the largest memory of a child starts at the size of its parent.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* proc(5): user nice system idle iowait irq softirq steal. Idle, iowait and steal are not busy time. */
static double busy_s(void)
{
	unsigned long long t[7] = { 0 };
	FILE *file = fopen("/proc/stat", "r");
	int read = file ? fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu", t, t + 1, t + 2, t + 3, t + 4, t + 5,
	                         t + 6)
	                : 0;

	if (file)
		fclose(file);
	return read == 7 ? (double)(t[0] + t[1] + t[2] + t[5] + t[6]) / (double)sysconf(_SC_CLK_TCK) : 0;
}

static void redirect(int fd, const char *path, int flags)
{
	int file = open(path, flags, 0644);

	if (file < 0 || dup2(file, fd) < 0)
		_exit(126);
	if (file != fd)
		close(file);
}

static void become(char **argv, const sigset_t *signals)
{
	setsid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	sigprocmask(SIG_UNBLOCK, signals, NULL);
	redirect(STDIN_FILENO, "/dev/null", O_RDONLY);
	redirect(STDOUT_FILENO, argv[2], O_WRONLY | O_CREAT | O_TRUNC);
	redirect(STDERR_FILENO, argv[3], O_WRONLY | O_CREAT | O_TRUNC);
	execvp(argv[4], argv + 4);
	_exit(127);
}

int main(int argc, char **argv)
{
	double most = argc > 4 ? atof(argv[1]) : 0, busy = busy_s(), start = now_s(), wall;
	struct rusage used = { 0 };
	int status = 0, ended;
	sigset_t signals;
	pid_t child;

	if (most <= 0) {
		fprintf(stderr, "measured SECONDS STDOUT STDERR COMMAND [ARGUMENT]…\n");
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	child = fork();
	if (child == 0)
		become(argv, &signals);
	ended = child > 0 && sigtimedwait(&signals, NULL, &(struct timespec){ .tv_sec = (time_t)most }) == SIGCHLD;
	wall = now_s() - start;
	busy = busy_s() - busy;
	if (child > 0 && !ended)
		kill(-child, SIGKILL);
	if (child < 0 || wait4(child, &status, 0, &used) < 0) {
		fprintf(stderr, "measured: %s: %s\n", argv[4], strerror(errno));
		return 1;
	}
	printf("{\"exit\": %d, \"wall_s\": %.4f, \"user_s\": %.4f, \"sys_s\": %.4f, \"busy_s\": %.2f, \"rss_kib\": "
	       "%ld}\n",
	       !ended              ? -1
	       : WIFEXITED(status) ? WEXITSTATUS(status)
	                           : 128 + WTERMSIG(status),
	       wall, seconds(used.ru_utime), seconds(used.ru_stime), busy, used.ru_maxrss);
	return 0;
}
