/* SPDX-License-Identifier: BSD-2-Clause */
/* resolver.c - see resolver.h. */
#include "target/resolver.h"

#include <netdb.h>

#include "base/clock.h"
#include "base/dns_sockets.h"

#define TRY_MS 1000
#define TRIES 3

struct mst_resolver {
	mst_name_answered *answered;
	void *user;
	ares_channel channel;
	struct mst_dns_sockets sockets;
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

void mst_resolver_wait(struct mst_resolver *resolver, int also, int at_most_ms)
{
	mst_dns_sockets_wait(&resolver->sockets, resolver->channel, also, at_most_ms);
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
	mst_dns_sockets_report(&resolver->sockets, &options);
	if (status == ARES_SUCCESS)
		status = ares_init_options(&resolver->channel, &options,
		                           ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES | ARES_OPT_LOOKUPS |
		                                   ARES_OPT_SOCK_STATE_CB);
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
	mst_dns_sockets_free(&resolver->sockets);
	if (resolver->initialized)
		ares_library_cleanup();
	free(resolver);
}
