/* SPDX-License-Identifier: BSD-2-Clause */
/* converse.c - see converse.h: the handle. */
#include "converse/converse.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/fail.h"
#include "converse/limits.h"
#include "converse/loop.h"

static int open_files(struct mst_converse *converse, struct mst_error *err)
{
	struct epoll_event event = { .events = EPOLLIN, .data.u64 = UINT64_MAX };

	converse->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	converse->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (converse->epoll_fd < 0 || converse->wake_fd < 0 ||
	    epoll_ctl(converse->epoll_fd, EPOLL_CTL_ADD, converse->wake_fd, &event) < 0)
		return mst_fail(err, -errno, "cannot open epoll: %s", strerror(errno));
	return 0;
}

/* Without signals: they are for the program's own threads, and SIGPIPE would end it when a connection is gone. */
static int start_thread(struct mst_converse *converse, struct mst_error *err)
{
	sigset_t all, before;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(&converse->thread, NULL, mst_loop_run, converse);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (code)
		return mst_fail(err, -code, "cannot start a thread: %s", strerror(code));
	converse->running = true;
	return 0;
}

int mst_converse_open(struct mst_converse **out, const struct mst_converse_config *config, struct mst_error *err)
{
	struct mst_converse *converse = calloc(1, sizeof *converse);
	int code;

	*out = NULL;
	if (!converse)
		return mst_fail(err, -ENOMEM, "no memory for conversations");
	pthread_mutex_init(&converse->lock, NULL);
	converse->config = *config;
	converse->epoll_fd = converse->wake_fd = -1;
	code = mst_interview_means_open(&converse->means, &converse->config, err);
	if (code == 0)
		code = mst_slots_new(&converse->slots, mst_connections_at_once(config->services.parallel), err);
	if (code == 0)
		code = open_files(converse, err);
	if (code == 0)
		code = start_thread(converse, err);
	if (code < 0) {
		mst_converse_close(converse);
		return code;
	}
	*out = converse;
	return 0;
}

static void wake(const struct mst_converse *converse)
{
	(void)!write(converse->wake_fd, &(uint64_t){ 1 }, sizeof(uint64_t));
}

int mst_converse_add(struct mst_converse *converse, const struct mst_open_port *port)
{
	int code;

	mst_add(&converse->unfinished, 1, relaxed); /* COUNTS: before it can be finished */
	pthread_mutex_lock(&converse->lock);        /* ADDED */
	code = mst_open_ports_put(&converse->added, port);
	pthread_mutex_unlock(&converse->lock);
	if (code < 0)
		mst_sub(&converse->unfinished, 1, relaxed);
	else
		wake(converse);
	return code;
}

int mst_converse_finish(struct mst_converse *converse, struct mst_error *err)
{
	pthread_mutex_lock(&converse->lock); /* ADDED */
	converse->all_added = true;
	pthread_mutex_unlock(&converse->lock);
	wake(converse);
	if (converse->running)
		pthread_join(converse->thread, NULL);
	converse->running = false;
	return converse->code < 0 ? mst_fail(err, converse->code, "%s", converse->error.text) : 0;
}

void mst_converse_stop(struct mst_converse *converse)
{
	mst_store(&converse->stopping, true, release); /* STOPPING */
	wake(converse);
}

void mst_converse_count(const struct mst_converse *converse, struct mst_converse_counts *counts)
{
	*counts = (struct mst_converse_counts){
		.conversations = mst_load(&converse->conversations, relaxed),
		.verified = mst_load(&converse->verified, relaxed),
		.unverified = mst_load(&converse->unverified, relaxed),
		.left_alone = mst_load(&converse->left_alone, relaxed),
		.named = mst_load(&converse->named, relaxed),
		.waiting = mst_load(&converse->unfinished, relaxed),
	};
}

void mst_converse_close(struct mst_converse *converse)
{
	if (!converse)
		return;
	mst_converse_stop(converse);
	(void)mst_converse_finish(converse, NULL);
	mst_slots_free(&converse->slots);
	mst_interview_means_close(&converse->means);
	if (converse->epoll_fd >= 0)
		close(converse->epoll_fd);
	if (converse->wake_fd >= 0)
		close(converse->wake_fd);
	mst_open_ports_free(&converse->added);
	pthread_mutex_destroy(&converse->lock);
	free(converse);
}
