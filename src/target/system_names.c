/* SPDX-License-Identifier: BSD-2-Clause */
/* system_names.c - see system_names.h. */
#include "target/system_names.h"

#include <netdb.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/thread.h"

struct job {
	struct job *next;
	struct mst_name_answer answer;
	char name[];
};

/* First in, first out. */
struct jobs {
	struct job *first, **end;
	size_t count;
};

struct mst_system_names {
	pthread_mutex_t lock;
	pthread_cond_t more; /* something waits, or the caller has closed */
	struct jobs waiting, done;
	size_t asking; /* used by the caller only */
	size_t threads, idle;
	unsigned holders; /* the caller, and each thread */
	bool closed;
	int fd;
};

static void put(struct jobs *jobs, struct job *job)
{
	job->next = NULL;
	*jobs->end = job;
	jobs->end = &job->next;
	jobs->count++;
}

static struct job *take(struct jobs *jobs)
{
	struct job *job = jobs->first;

	if (!job)
		return NULL;
	jobs->first = job->next;
	if (!jobs->first)
		jobs->end = &jobs->first;
	jobs->count--;
	return job;
}

static void free_job(struct job *job)
{
	mst_name_answer_free(&job->answer);
	free(job);
}

/* A name server that is away for a moment says nothing about the name (SERVFAIL, no answer, no route to it). */
static bool is_temporary(int failed)
{
	return failed == EAI_AGAIN || failed == EAI_SYSTEM || failed == EAI_MEMORY;
}

static void look_up(struct job *job)
{
	struct mst_name_answer *answer = &job->answer;
	struct addrinfo hints = { .ai_family = answer->question.ipv6 ? AF_INET6 : AF_INET, .ai_socktype = SOCK_STREAM },
			*found = NULL;
	int failed = getaddrinfo(job->name, NULL, &hints, &found), code = 0;

	for (struct addrinfo *info = failed ? NULL : found; info && code == 0; info = info->ai_next)
		code = mst_name_answer_add_socket(answer, info->ai_addr);
	if (!failed)
		freeaddrinfo(found);
	if (code < 0)
		failed = EAI_MEMORY;
	answer->wrong = failed ? gai_strerror(failed) : answer->count ? NULL : "it has none";
	answer->temporary = failed && is_temporary(failed);
	answer->none = failed == EAI_NONAME || failed == EAI_NODATA;
}

static void deliver(struct mst_system_names *names, struct job *job)
{
	const uint64_t one = 1;

	put(&names->done, job);
	if (write(names->fd, &one, sizeof one) < 0)
		return; /* it can be read already */
}

/* The lock is held; it is not afterwards. */
static void leave(struct mst_system_names *names)
{
	bool last = --names->holders == 0;
	struct job *job;

	pthread_mutex_unlock(&names->lock);
	if (!last)
		return;
	while ((job = take(&names->waiting)) || (job = take(&names->done)))
		free_job(job);
	if (names->fd >= 0)
		close(names->fd);
	pthread_cond_destroy(&names->more);
	pthread_mutex_destroy(&names->lock);
	free(names);
}

static void *run(void *user)
{
	struct mst_system_names *names = user;
	struct job *job;

	pthread_mutex_lock(&names->lock);
	while (!names->closed) {
		job = take(&names->waiting);
		if (!job) {
			names->idle++;
			pthread_cond_wait(&names->more, &names->lock);
			names->idle--;
			continue;
		}
		pthread_mutex_unlock(&names->lock);
		look_up(job);
		pthread_mutex_lock(&names->lock);
		deliver(names, job);
	}
	leave(names);
	return NULL;
}

/* The lock is held. False: there is no thread at all. */
static bool have_thread(struct mst_system_names *names)
{
	pthread_t thread;

	if (names->idle > names->waiting.count || names->threads == MST_SYSTEM_NAMES_MAX)
		return true;
	names->holders++;
	if (mst_thread_start(&thread, run, names) < 0) {
		names->holders--;
		return names->threads > 0;
	}
	pthread_detach(thread);
	names->threads++;
	return true;
}

int mst_system_names_ask(struct mst_system_names *names, const char *name, const struct mst_name_question *question)
{
	size_t size = strlen(name) + 1;
	struct job *job = calloc(1, sizeof *job + size);
	bool by_thread;

	if (!job)
		return -ENOMEM;
	job->answer.question = *question;
	memcpy(job->name, name, size);
	names->asking++;
	pthread_mutex_lock(&names->lock);
	by_thread = have_thread(names);
	if (by_thread) {
		put(&names->waiting, job);
		pthread_cond_signal(&names->more);
	}
	pthread_mutex_unlock(&names->lock);
	if (by_thread)
		return 0;
	look_up(job);
	pthread_mutex_lock(&names->lock);
	deliver(names, job);
	pthread_mutex_unlock(&names->lock);
	return 0;
}

int mst_system_names_fd(const struct mst_system_names *names)
{
	return names->fd;
}

size_t mst_system_names_asking(const struct mst_system_names *names)
{
	return names->asking;
}

static struct job *take_done(struct mst_system_names *names)
{
	struct job *job;

	pthread_mutex_lock(&names->lock);
	job = take(&names->done);
	pthread_mutex_unlock(&names->lock);
	return job;
}

size_t mst_system_names_collect(struct mst_system_names *names, mst_name_answered *answered, void *user)
{
	uint64_t ignored;
	size_t count = 0;
	struct job *job;

	if (read(names->fd, &ignored, sizeof ignored) < 0)
		return 0;
	while ((job = take_done(names)) != NULL) {
		names->asking--;
		answered(user, &job->answer);
		free_job(job);
		count++;
	}
	return count;
}

int mst_system_names_open(struct mst_system_names **out)
{
	struct mst_system_names *names = calloc(1, sizeof *names);

	*out = NULL;
	if (!names)
		return -ENOMEM;
	names->waiting.end = &names->waiting.first;
	names->done.end = &names->done.first;
	names->holders = 1;
	pthread_mutex_init(&names->lock, NULL);
	pthread_cond_init(&names->more, NULL);
	names->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (names->fd < 0) {
		int code = -errno;

		pthread_mutex_lock(&names->lock);
		leave(names);
		return code;
	}
	*out = names;
	return 0;
}

void mst_system_names_close(struct mst_system_names *names)
{
	if (!names)
		return;
	pthread_mutex_lock(&names->lock);
	names->closed = true;
	pthread_cond_broadcast(&names->more);
	leave(names);
}
