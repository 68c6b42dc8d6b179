/* SPDX-License-Identifier: BSD-2-Clause */
/* resolver.c - see resolver.h. */
#include "target/resolver.h"

#include <ares.h>
#include <netdb.h>

#include "base/clock.h"

#define TRY_MS 1000
#define TRIES 3

struct mst_resolver {
	mst_name_answered *answered;
	void *user;
	ares_channel channel;
	size_t asking;
	uint64_t heard_ns;
	bool in_call; /* what is answered within ask has not come from a server */
	bool initialized, has_channel;
};

/* The context of a question. */
struct asked {
	struct mst_resolver *resolver;
	struct mst_name_question question;
};

/* What a status means; the words are those of getaddrinfo(3), which users know. */
static void judge(struct mst_name_answer *answer, int status)
{
	switch (status) {
	case ARES_SUCCESS:
		answer->none = answer->count == 0;
		answer->wrong = answer->count ? NULL : "it has none";
		return;
	case ARES_ENODATA:
		answer->none = true;
		answer->wrong = "it has none";
		return;
	case ARES_ENOTFOUND:
		answer->none = true;
		answer->wrong = gai_strerror(EAI_NONAME);
		return;
	case ARES_EBADNAME:
	case ARES_EFORMERR:
	case ARES_ENOTIMP:
	case ARES_EBADFAMILY: answer->wrong = ares_strerror(status); return;
	default: answer->wrong = ares_strerror(status); answer->temporary = true;
	}
}

/* A status that a server has sent. */
static bool is_heard(int status)
{
	return status == ARES_SUCCESS || status == ARES_ENODATA || status == ARES_ENOTFOUND ||
	       status == ARES_EFORMERR || status == ARES_ESERVFAIL || status == ARES_ENOTIMP || status == ARES_EREFUSED;
}

static void take(void *user, int status, int timeouts, struct ares_addrinfo *found)
{
	struct asked *asked = user;
	struct mst_resolver *resolver = asked->resolver;
	struct mst_name_answer answer = { .question = asked->question };

	(void)timeouts;
	for (struct ares_addrinfo_node *node = found ? found->nodes : NULL; node; node = node->ai_next) {
		if (mst_name_answer_add_socket(&answer, node->ai_addr) < 0)
			status = ARES_ENOMEM;
	}
	if (found)
		ares_freeaddrinfo(found);
	judge(&answer, status);
	if (!resolver->in_call && is_heard(status))
		resolver->heard_ns = mst_now_ns();
	resolver->asking--;
	free(asked);
	resolver->answered(resolver->user, &answer);
	mst_name_answer_free(&answer);
}

void mst_resolver_ask(struct mst_resolver *resolver, const char *name, const struct mst_name_question *question)
{
	struct ares_addrinfo_hints hints = { .ai_family = question->ipv6 ? AF_INET6 : AF_INET };
	struct asked *asked = malloc(sizeof *asked);

	if (!asked) {
		struct mst_name_answer answer = { .question = *question };

		judge(&answer, ARES_ENOMEM);
		resolver->answered(resolver->user, &answer);
		return;
	}
	*asked = (struct asked){ resolver, *question };
	resolver->asking++;
	resolver->in_call = true;
	ares_getaddrinfo(resolver->channel, name, NULL, &hints, take, asked);
	resolver->in_call = false;
}

size_t mst_resolver_asking(const struct mst_resolver *resolver)
{
	return resolver->asking;
}

uint64_t mst_resolver_heard_ns(const struct mst_resolver *resolver)
{
	return resolver->heard_ns;
}

static int wait_ms(const struct mst_resolver *resolver, int at_most_ms)
{
	struct timeval longest = { .tv_sec = at_most_ms / 1000, .tv_usec = at_most_ms % 1000 * 1000 }, room,
		       *time = ares_timeout(resolver->channel, &longest, &room);

	return time ? (int)(time->tv_sec * 1000 + time->tv_usec / 1000) + 1 : at_most_ms;
}

void mst_resolver_wait(struct mst_resolver *resolver, int also, int at_most_ms)
{
	ares_socket_t sockets[ARES_GETSOCK_MAXNUM];
	struct pollfd fds[ARES_GETSOCK_MAXNUM + 1] = { { .fd = also, .events = POLLIN } };
	unsigned bits = (unsigned)ares_getsock(resolver->channel, sockets, ARES_GETSOCK_MAXNUM);
	nfds_t count = 1;

	for (int i = 0; i < ARES_GETSOCK_MAXNUM; i++) {
		/* Not ARES_GETSOCK_READABLE: the macros shift a signed 1 by 31, which is undefined. */
		bool reads = bits >> i & 1, writes = bits >> (i + ARES_GETSOCK_MAXNUM) & 1;

		if (reads || writes)
			fds[count++] = (struct pollfd){
				.fd = sockets[i], .events = (short)((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))
			};
	}
	poll(fds, count, wait_ms(resolver, at_most_ms));
	for (nfds_t i = 1; i < count; i++)
		ares_process_fd(resolver->channel, fds[i].revents & ~POLLOUT ? fds[i].fd : ARES_SOCKET_BAD,
		                fds[i].revents & POLLOUT ? fds[i].fd : ARES_SOCKET_BAD);
	ares_process_fd(resolver->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD); /* time-outs */
}

int mst_resolver_open(struct mst_resolver **out, mst_name_answered *answered, void *user)
{
	/* The hosts file is not looked up here: c-ares would read it again for each name. */
	struct ares_options options = { .timeout = TRY_MS, .tries = TRIES, .lookups = (char[]){ "b" } };
	struct mst_resolver *resolver = calloc(1, sizeof *resolver);
	int status;

	*out = NULL;
	if (!resolver)
		return -ENOMEM;
	resolver->answered = answered;
	resolver->user = user;
	status = ares_library_init(ARES_LIB_INIT_ALL);
	resolver->initialized = status == ARES_SUCCESS;
	if (status == ARES_SUCCESS)
		status = ares_init_options(&resolver->channel, &options,
		                           ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS);
	resolver->has_channel = status == ARES_SUCCESS;
	if (resolver->has_channel)
		*out = resolver;
	else
		mst_resolver_close(resolver);
	return *out ? 0 : status == ARES_ENOMEM ? -ENOMEM : -EIO;
}

void mst_resolver_close(struct mst_resolver *resolver)
{
	if (!resolver)
		return;
	if (resolver->has_channel)
		ares_destroy(resolver->channel);
	if (resolver->initialized)
		ares_library_cleanup();
	free(resolver);
}
