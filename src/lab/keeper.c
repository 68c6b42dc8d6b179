/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * keeper.c - see keeper.h.
 *
 * ^C at a terminal reaches every process of the group. Only the caller should act on it, so the keeper and the runs
 * ignore such signals; they end when the caller ends (PR_SET_PDEATHSIG and the closed socket).
 */
#include "lab/keeper.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fail.h"

#define PATIENCE_NS (30 * MST_NS_PER_SECOND) /* after the end of its duration a run may still take this long */

struct keeper {
	int socket;
	const char *cpus;
	struct mst_site sites[MST_LAB_NETWORK_COUNT];
	bool has[MST_LAB_NETWORK_COUNT];
};

static void ignore_terminal_signals(void)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
}

/* The kernel kills this process when its parent ends. False when the parent had ended before that was arranged. */
static bool die_with(pid_t parent)
{
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent;
}

/* ---- a run ---- */

static _Noreturn void live_as_run(const struct keeper *keeper, const struct mst_run_order *order, int out, pid_t parent)
{
	struct mst_run_report report = { 0 };

	if (!die_with(parent))
		_exit(1);
	mst_run_scan(&report, &keeper->sites[order->run.network], order, keeper->cpus);
	_exit(write(out, &report, sizeof report) == sizeof report ? 0 : 1);
}

/* Waits until the run has written its report. False: the caller has gone, the run has broken off, or time is up. */
static bool wait_for_report(const struct keeper *keeper, int in, struct mst_run_report *report, uint64_t until_ns)
{
	struct pollfd polled[] = { { .fd = in, .events = POLLIN }, { .fd = keeper->socket } };
	uint64_t now_ns;

	while ((now_ns = mst_now_ns()) < until_ns) {
		if (poll(polled, 2, (int)((until_ns - now_ns) / MST_NS_PER_MS) + 1) < 0 && errno != EINTR)
			return false;
		if (polled[1].revents)
			return false;
		if (polled[0].revents)
			return read(in, report, sizeof *report) == sizeof *report;
	}
	return false;
}

static void follow(const struct keeper *keeper, pid_t run, int in, const struct mst_run_order *order,
                   struct mst_run_report *report)
{
	uint64_t until_ns = mst_now_ns() + order->run.duration_ns + PATIENCE_NS;
	bool reported = wait_for_report(keeper, in, report, until_ns);
	int status = 0;

	if (!reported)
		kill(run, SIGKILL); /* without effect when it has ended already: waitpid then has the earlier signal */
	while (waitpid(run, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!reported && WIFSIGNALED(status) && WTERMSIG(status) != SIGKILL)
		report->code = mst_fail(&report->error, -EIO, "the run broke off: %s", strsignal(WTERMSIG(status)));
	else if (!reported)
		report->code = mst_fail(&report->error, -EIO, "the run did not end in time");
}

static void run_in_child(struct keeper *keeper, const struct mst_run_order *order, struct mst_run_report *report)
{
	struct mst_site *site = &keeper->sites[order->run.network];
	struct mst_site_counts before, after;
	pid_t self = getpid(), run;
	int pipes[2];

	report->code = mst_site_prepare(site, strcmp(order->rx, "pcap") != 0, &report->error);
	if (report->code < 0)
		return;
	if (pipe(pipes) < 0) {
		report->code = mst_fail(&report->error, -errno, "cannot make a pipe: %s", strerror(errno));
		return;
	}
	before = mst_site_count(site);
	run = fork();
	if (run == 0)
		live_as_run(keeper, order, pipes[1], self);
	close(pipes[1]);
	if (run > 0)
		follow(keeper, run, pipes[0], order, report);
	else
		report->code = mst_fail(&report->error, -errno, "cannot start a process: %s", strerror(errno));
	close(pipes[0]);
	after = mst_site_count(site);
	report->figures.arrived = after.arrived - before.arrived;
	report->figures.answered = after.answered - before.answered;
}

static void serve(struct keeper *keeper)
{
	struct mst_run_order order;
	ssize_t got;

	while ((got = recv(keeper->socket, &order, sizeof order, 0)) == sizeof order || (got < 0 && errno == EINTR)) {
		struct mst_run_report report = { 0 };

		if (got < 0)
			continue;
		if (keeper->has[order.run.network])
			run_in_child(keeper, &order, &report);
		else
			report.code = mst_fail(&report.error, -EOPNOTSUPP, "there is no network %s",
			                       mst_lab_network_name(order.run.network));
		if (send(keeper->socket, &report, sizeof report, MSG_NOSIGNAL) < 0)
			return;
	}
}

/* ---- the process ---- */

/* Without privileges no network can be made. Any other failure concerns one network; the others are still made. */
static void build(struct keeper *keeper, const struct mst_lab_config *config, struct mst_keeper_opening *opening)
{
	bool any = false;

	for (int network = 0; network < MST_LAB_NETWORK_COUNT && opening->code != -EPERM; network++) {
		opening->code = mst_site_open(&keeper->sites[network], (enum mst_lab_network)network, config,
		                              &opening->lacks[network]);
		keeper->has[network] = opening->code == 0;
		any |= keeper->has[network];
		if (opening->code < 0)
			opening->error = opening->lacks[network];
		else
			opening->lacks[network].text[0] = '\0'; /* the warning of a network that works nevertheless */
	}
	if (any)
		opening->code = 0;
}

void mst_keeper_live(int socket, const struct mst_lab_config *config)
{
	struct keeper keeper = { .socket = socket, .cpus = config->cpus };
	struct mst_keeper_opening opening = { 0 };

	ignore_terminal_signals();
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* if another process inherited the caller's end, it would never close */
	build(&keeper, config, &opening);
	if (send(socket, &opening, sizeof opening, MSG_NOSIGNAL) == sizeof opening && opening.code == 0)
		serve(&keeper);
	for (int network = 0; network < MST_LAB_NETWORK_COUNT; network++) {
		if (keeper.has[network])
			mst_site_close(&keeper.sites[network]);
	}
	_exit(0);
}
