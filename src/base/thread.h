/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * thread.h - starts a thread that receives no signals: these are for the caller's threads.
 */
#ifndef MST_BASE_THREAD_H
#define MST_BASE_THREAD_H

#include <pthread.h>
#include <signal.h>

/* 0, or a negative errno: there is no thread. */
static inline int mst_thread_start(pthread_t *thread, void *(*run)(void *), void *argument)
{
	sigset_t all, before;
	int code;

	sigfillset(&all);
	sigdelset(&all, SIGSYS); /* of a call that a sandbox forbids: it has a sentence */
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(thread, NULL, run, argument);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return -code;
}

#endif
