/* SPDX-License-Identifier: BSD-2-Clause */
/* lab.c - see muster/lab.h: the caller's end. */
#include <muster/lab.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cpus.h"
#include "base/fail.h"
#include "lab/keeper.h"

#define WAIT_MAX_MS 60000

struct mst_lab {
	pid_t keeper;
	int socket; /* to the keeper */
	struct mst_keeper_opening opening;
};

static int check(const struct mst_lab_config *config, struct mst_error *err)
{
	struct mst_cpus cpus;
	cpu_set_t allowed;

	if (config->queues < 1 || config->queues > MST_LANES_MAX)
		return mst_fail(err, -EINVAL, "%u queues: expected 1 to %d", config->queues, MST_LANES_MAX);
	if (!(config->live > 0 && config->live <= 1))
		return mst_fail(err, -EINVAL, "a share of live hosts of %g: expected more than 0, at most 1",
		                config->live);
	if (!config->cpus)
		return 0;
	mst_cpus_allowed(&allowed);
	return mst_cpus_read(&cpus, config->cpus, &allowed, err);
}

static int keeper_is_gone(struct mst_error *err)
{
	return mst_fail(err, -EPIPE, "the process that holds the private networks has ended");
}

static int start_keeper(struct mst_lab *lab, const struct mst_lab_config *config, struct mst_error *err)
{
	int sockets[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) < 0)
		return mst_fail(err, -errno, "cannot make a pair of sockets: %s", strerror(errno));
	lab->keeper = fork();
	if (lab->keeper == 0) {
		close(sockets[0]);
		mst_keeper_live(sockets[1], config);
	}
	close(sockets[1]);
	lab->socket = sockets[0];
	return lab->keeper < 0 ? mst_fail(err, -errno, "cannot start a process: %s", strerror(errno)) : 0;
}

static int receive(const struct mst_lab *lab, void *message, size_t size, struct mst_error *err)
{
	ssize_t got;

	do {
		got = recv(lab->socket, message, size, 0);
	} while (got < 0 && errno == EINTR);
	return got == (ssize_t)size ? 0 : keeper_is_gone(err);
}

int mst_lab_open(struct mst_lab **out, const struct mst_lab_config *config, struct mst_error *err)
{
	struct mst_lab *lab = calloc(1, sizeof *lab);
	int code = check(config, err);

	*out = NULL;
	if (!lab)
		return mst_fail(err, -ENOMEM, "no memory for a lab");
	lab->keeper = lab->socket = -1;
	if (code == 0)
		code = start_keeper(lab, config, err);
	if (code == 0)
		code = receive(lab, &lab->opening, sizeof lab->opening, err);
	if (code == 0 && lab->opening.code < 0)
		code = mst_fail(err, lab->opening.code, "%s", lab->opening.error.text);
	if (code < 0)
		mst_lab_close(lab);
	else
		*out = lab;
	return code;
}

const char *mst_lab_lacks(const struct mst_lab *lab, enum mst_lab_network network)
{
	const char *sentence = lab->opening.lacks[network].text;

	return *sentence ? sentence : NULL;
}

int mst_lab_start(struct mst_lab *lab, const struct mst_lab_run *run, struct mst_error *err)
{
	struct mst_run_order order = { .run = *run };

	if (run->network >= MST_LAB_NETWORK_COUNT || run->lanes < 1 || run->lanes > MST_LANES_MAX ||
	    run->duration_ns == 0)
		return mst_fail(err, -EINVAL,
		                "a run on network %d with %u lanes: expected a network, 1 to %d lanes and some time",
		                (int)run->network, run->lanes, MST_LANES_MAX);
	if (snprintf(order.engine, sizeof order.engine, "%s", run->engine) >= (int)sizeof order.engine ||
	    snprintf(order.rx, sizeof order.rx, "%s", run->rx) >= (int)sizeof order.rx)
		return mst_fail(err, -EINVAL, "engines %s and %s: expected names of at most 15 characters", run->engine,
		                run->rx);
	if (send(lab->socket, &order, sizeof order, MSG_NOSIGNAL) != sizeof order)
		return keeper_is_gone(err);
	return 0;
}

int mst_lab_wait(struct mst_lab *lab, uint64_t at_most_ns, struct mst_lab_figures *figures, struct mst_error *err)
{
	struct pollfd polled = { .fd = lab->socket, .events = POLLIN };
	uint64_t at_most_ms = at_most_ns / MST_NS_PER_MS;
	struct mst_run_report report;
	int code;

	if (poll(&polled, 1, (int)(at_most_ms < WAIT_MAX_MS ? at_most_ms : WAIT_MAX_MS)) <= 0)
		return 1;
	code = receive(lab, &report, sizeof report, err);
	if (code < 0)
		return code;
	*figures = report.figures;
	return report.code < 0 ? mst_fail(err, report.code, "%s", report.error.text) : 0;
}

void mst_lab_close(struct mst_lab *lab)
{
	if (!lab)
		return;
	if (lab->socket >= 0)
		close(lab->socket);
	while (lab->keeper > 0 && waitpid(lab->keeper, NULL, 0) < 0 && errno == EINTR)
		continue;
	free(lab);
}
