/* SPDX-License-Identifier: BSD-2-Clause */
/* lookup.c - see lookup.h. */
#include "target/lookup.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "target/hosts_file.h"
#include "target/resolver.h"
#include "target/sources.h"
#include "target/system_names.h"

#define WATCH_MS 200
#define NO_ANSWER "no answer in time"

int mst_name_lookups_add(struct mst_name_lookups *lookups, const struct mst_name_lookup *lookup)
{
	struct mst_name_lookup copy = *lookup;

	if (lookups->count == lookups->room) {
		size_t room = lookups->room ? lookups->room * 2 : 16;
		struct mst_name_lookup *items = reallocarray(lookups->items, room, sizeof *items);

		if (!items)
			return -ENOMEM;
		lookups->items = items;
		lookups->room = room;
	}
	copy.name = strdup(lookup->name);
	copy.where = lookup->where ? strdup(lookup->where) : NULL;
	if (!copy.name || (lookup->where && !copy.where)) {
		free(copy.name);
		free(copy.where);
		return -ENOMEM;
	}
	lookups->items[lookups->count++] = copy;
	return 0;
}

void mst_name_lookups_free(struct mst_name_lookups *lookups)
{
	for (size_t i = 0; i < lookups->count; i++) {
		free(lookups->items[i].name);
		free(lookups->items[i].where);
		free(lookups->items[i].addrs);
	}
	free(lookups->items);
	*lookups = (struct mst_name_lookups){ 0 };
}

const char *mst_name_lookup_wanted(const struct mst_name_lookup *lookup)
{
	if (lookup->ipv4 == lookup->ipv6)
		return "IPv4 or IPv6";
	return lookup->ipv4 ? "IPv4" : "IPv6";
}

/* ---- one run ---- */

enum standing { UNWANTED, TO_ASK, AWAY, NONE, FOUND };

/* What is known of a name: its two families, IPv4 first. */
struct name {
	unsigned char standing[2];
	bool asked[2]; /* in this turn */
	const char *wrong[2];
};

struct run {
	struct mst_name_lookups *lookups;
	struct name *names;
	struct mst_name_sources sources;
	struct mst_hosts_file hosts;
	struct mst_resolver *resolver;
	struct mst_system_names *system;
	size_t *ready; /* names whose next family can be asked: a stack */
	size_t ready_count;
	size_t next; /* the first name that was not taken in this turn */
	size_t busy, done;
	mst_forward_watch *watch;
	void *user;
	uint64_t heard_ns; /* when a server, or the C library, answered last; or the run began */
	int code;
	bool silent; /* nothing answers: no name is asked any more */
};

/* Neither family wanted: IPv4, or IPv6 without IPv4. */
static bool takes_any(const struct mst_name_lookup *lookup)
{
	return !lookup->ipv4 && !lookup->ipv6;
}

static void take_answer(struct run *run, const struct mst_name_answer *answer)
{
	struct mst_name_lookup *lookup = &run->lookups->items[answer->question.at];
	struct name *name = &run->names[answer->question.at];
	bool ipv6 = answer->question.ipv6;

	for (size_t i = 0; i < answer->count; i++) {
		if (mst_name_addrs_add(&lookup->addrs, &lookup->count, &lookup->room, &answer->addrs[i]) < 0)
			run->code = -ENOMEM;
	}
	name->standing[ipv6] = answer->count ? FOUND : answer->temporary ? AWAY : NONE;
	name->wrong[ipv6] = answer->wrong;
	run->ready[run->ready_count++] = answer->question.at;
}

static void ask_system(struct run *run, const struct mst_name_question *question)
{
	struct mst_name_answer failed = { .question = *question, .wrong = "no memory", .temporary = true };
	int code = run->silent ? -EAGAIN : run->system ? 0 : mst_system_names_open(&run->system);

	if (code == -EAGAIN)
		failed.wrong = NO_ANSWER;
	if (code == 0)
		code = mst_system_names_ask(run->system, run->lookups->items[question->at].name, question);
	if (code < 0)
		take_answer(run, &failed);
}

static void on_system(void *user, const struct mst_name_answer *answer)
{
	struct run *run = user;

	run->heard_ns = mst_now_ns();
	take_answer(run, answer);
}

static void on_resolver(void *user, const struct mst_name_answer *answer)
{
	struct run *run = user;

	if (answer->none && run->sources.missing_by_system && !run->silent)
		ask_system(run, &answer->question);
	else
		take_answer(run, answer);
}

static bool take_from_hosts(struct run *run, const struct mst_name_question *question)
{
	const char *name = run->lookups->items[question->at].name;
	struct mst_name_answer answer = { .question = *question };
	const struct mst_addr *addr;
	bool found;
	int code = 0;

	while (code == 0 && (addr = mst_hosts_file_find(&run->hosts, name, question->ipv6, answer.count)) != NULL)
		code = mst_name_answer_add(&answer, addr);
	found = answer.count > 0;
	if (found)
		take_answer(run, &answer);
	mst_name_answer_free(&answer);
	return found;
}

static void ask_resolver(struct run *run, const struct mst_name_question *question)
{
	struct mst_name_answer failed = { .question = *question, .wrong = gai_strerror(EAI_NONAME), .none = true };

	if (run->silent)
		ask_system(run, question); /* which has the reason */
	else if (run->sources.dns && !run->resolver && mst_resolver_open(&run->resolver, on_resolver, run) < 0)
		ask_system(run, question); /* a configuration that c-ares does not understand */
	else if (run->sources.dns)
		mst_resolver_ask(run->resolver, run->lookups->items[question->at].name, question);
	else
		on_resolver(run, &failed);
}

static void ask(struct run *run, size_t at, bool ipv6)
{
	struct mst_name_question question = { at, ipv6 };

	run->names[at].asked[ipv6] = true;
	if (mst_name_sources_by_system(&run->sources, run->lookups->items[at].name))
		ask_system(run, &question);
	else if (!take_from_hosts(run, &question))
		ask_resolver(run, &question);
}

/* Asks for the next family of a name; false when it is done for this turn. */
static bool ask_next(struct run *run, size_t at)
{
	const struct mst_name_lookup *lookup = &run->lookups->items[at];
	struct name *name = &run->names[at];

	for (int ipv6 = 0; ipv6 < 2; ipv6++) {
		if (takes_any(lookup) && lookup->count)
			return false;
		if ((name->standing[ipv6] != TO_ASK && name->standing[ipv6] != AWAY) || name->asked[ipv6])
			continue;
		ask(run, at, ipv6);
		return true;
	}
	return false;
}

/* ---- turns: each asks for all that have no answer yet ---- */

/* Without a name server, names that need none still have their addresses. */
static bool has_room(const struct run *run)
{
	return run->busy < MST_LOOKUPS_AT_ONCE || run->silent;
}

/* Goes on with names that have an answer, and takes new ones, as long as there is room. */
static void ask_all(struct run *run)
{
	while (run->ready_count || (has_room(run) && run->next < run->lookups->count)) {
		bool is_new = !run->ready_count;
		size_t at = is_new ? run->next++ : run->ready[--run->ready_count];

		run->busy += is_new;
		if (!ask_next(run, at)) {
			run->busy--;
			run->done++;
		}
	}
}

static bool is_silent(struct run *run)
{
	uint64_t heard_ns = run->resolver ? mst_resolver_heard_ns(run->resolver) : 0;

	if (heard_ns > run->heard_ns)
		run->heard_ns = heard_ns;
	return mst_now_ns() - run->heard_ns > MST_NAME_SILENCE_NS;
}

static void wait_for_answers(struct run *run)
{
	int fd = run->system ? mst_system_names_fd(run->system) : -1;
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

	if (run->resolver)
		mst_resolver_wait(run->resolver, fd, WATCH_MS);
	else
		poll(&poll_fd, 1, WATCH_MS);
	if (run->system)
		mst_system_names_collect(run->system, on_system, run);
}

static void watch(struct run *run)
{
	if (run->code == 0 && run->watch && !run->watch(run->user, run->done, run->lookups->count))
		run->code = -EINTR;
}

static void take_turn(struct run *run)
{
	uint64_t watched_ns = 0;

	run->next = run->done = 0;
	for (size_t i = 0; i < run->lookups->count; i++)
		memset(run->names[i].asked, 0, sizeof run->names[i].asked);
	for (ask_all(run); run->busy && run->code == 0 && !run->silent; ask_all(run)) {
		wait_for_answers(run);
		run->silent = is_silent(run);
		if (mst_now_ns() - watched_ns < WATCH_MS * MST_NS_PER_MS)
			continue;
		watched_ns = mst_now_ns();
		watch(run);
	}
}

static bool any_away(const struct run *run)
{
	for (size_t i = 0; i < run->lookups->count; i++) {
		const struct mst_name_lookup *lookup = &run->lookups->items[i];

		if (takes_any(lookup) && lookup->count)
			continue;
		if (run->names[i].standing[0] == AWAY || run->names[i].standing[1] == AWAY)
			return true;
	}
	return false;
}

/* 1/4 s, 1/2 s, 1 s …; false when that would take longer than patience lasts. */
static bool wait_once_more(struct run *run, uint64_t until_ns, uint64_t *wait_ns)
{
	uint64_t end_ns;

	*wait_ns = *wait_ns ? *wait_ns * 2 : 250 * MST_NS_PER_MS;
	end_ns = mst_now_ns() + *wait_ns;
	if (end_ns >= until_ns)
		return false;
	for (uint64_t now_ns; run->code == 0 && (now_ns = mst_now_ns()) < end_ns; watch(run))
		poll(NULL, 0,
		     (int)((end_ns - now_ns) / MST_NS_PER_MS < WATCH_MS ? (end_ns - now_ns) / MST_NS_PER_MS + 1
		                                                        : WATCH_MS));
	return run->code == 0;
}

/* ---- what comes of it ---- */

/* Whether the hosts file has the name with an address of a family that was not wanted. */
static bool has_other(const struct run *run, const struct mst_name_lookup *lookup)
{
	return lookup->ipv4 != lookup->ipv6 && mst_hosts_file_find(&run->hosts, lookup->name, lookup->ipv4, 0) != NULL;
}

static void settle(const struct run *run, size_t at)
{
	struct mst_name_lookup *lookup = &run->lookups->items[at];
	const struct name *name = &run->names[at];
	bool away4 = name->standing[0] == AWAY || name->standing[0] == TO_ASK,
	     away6 = name->standing[1] == AWAY || name->standing[1] == TO_ASK,
	     six = away6 || name->standing[0] == UNWANTED;

	lookup->temporary = !lookup->count && (away4 || away6);
	lookup->wrong = NULL;
	if (lookup->count)
		return;
	lookup->wrong = name->wrong[six] ? name->wrong[six] : NO_ANSWER;
	if (!has_other(run, lookup))
		return;
	lookup->temporary = false;
	lookup->wrong = "it has none";
}

static int prepare(struct run *run)
{
	struct mst_name_lookups *lookups = run->lookups;
	FILE *file;
	int code = 0;

	run->names = calloc(lookups->count + 1, sizeof *run->names);
	run->ready = calloc(lookups->count + 1, sizeof *run->ready);
	if (!run->names || !run->ready)
		return -ENOMEM;
	for (size_t i = 0; i < lookups->count; i++) {
		lookups->items[i].count = 0;
		run->names[i].standing[0] = takes_any(&lookups->items[i]) || lookups->items[i].ipv4 ? TO_ASK : UNWANTED;
		run->names[i].standing[1] = takes_any(&lookups->items[i]) || lookups->items[i].ipv6 ? TO_ASK : UNWANTED;
	}
	mst_name_sources_read(&run->sources);
	file = run->sources.files ? fopen("/etc/hosts", "re") : NULL;
	if (file) {
		code = mst_hosts_file_read(&run->hosts, file);
		fclose(file);
	}
	return code;
}

static void close_run(struct run *run)
{
	run->silent = true; /* what is still asked counts as not answered */
	mst_resolver_close(run->resolver);
	mst_system_names_close(run->system);
	mst_hosts_file_free(&run->hosts);
	free(run->names);
	free(run->ready);
}

int mst_name_lookups_run(struct mst_name_lookups *lookups, mst_forward_watch *watcher, void *user)
{
	struct run run = { .lookups = lookups, .watch = watcher, .user = user };
	uint64_t until_ns = mst_now_ns() + MST_NAME_PATIENCE_NS, wait_ns = 0;

	run.heard_ns = mst_now_ns();
	run.code = prepare(&run);
	if (run.code == 0) {
		do
			take_turn(&run);
		while (run.code == 0 && !run.silent && any_away(&run) && wait_once_more(&run, until_ns, &wait_ns));
	}
	for (size_t i = 0; run.code == 0 && i < lookups->count; i++)
		settle(&run, i);
	close_run(&run);
	return run.code;
}
