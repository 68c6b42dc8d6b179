/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * signals.c - see signals.h.
 *
 * A handler gets its data only through variables at file scope: here they are, the only ones of the program. It may
 * run on any thread, on two at a time, and calls what signal-safety(7) allows.
 */
#include "cli/common/signals.h"

#include <errno.h>
#include <muster/units.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/common/clock.h"
#include "cli/common/terminal.h"

/* timeout(1) signals its child and then the group, sudo(8) passes on what the terminal sent already: one request,
 * two signals. */
#define SAME_REQUEST_NS (MST_NS_PER_SECOND / 2)

/* Never freed: a handler may be reading it. */
struct unfinished {
	struct unfinished *next;
	char path[];
};

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };
#define STOPPING (sizeof stopping / sizeof stopping[0])

static _Atomic(struct mst_scan *) watched;
static _Atomic(struct unfinished *) all_unfinished;
static _Atomic uint64_t counted_ns[STOPPING]; /* when each was last counted; 0: never */
static _Atomic int first_signal;
static _Atomic bool requested, quit;
static volatile sig_atomic_t on_terminal;
static volatile sig_atomic_t terminal_drawn;
static struct termios terminal_before;

static void print(const char *text, size_t length)
{
	/* Nothing can be done about a reader who left. */
	if (write(STDERR_FILENO, text, length) < 0)
		return;
}

/* Whether this signal belongs to the request that was counted last. */
static bool is_said_twice(int number)
{
	uint64_t now_ns = mst_ticks_ns(), before_ns;
	size_t i = 0;

	while (stopping[i] != number)
		i++;
	before_ns = atomic_load(&counted_ns[i]);
	if (before_ns && now_ns - before_ns < SAME_REQUEST_NS)
		return true;
	/* Another thread may be counting its twin. */
	return !atomic_compare_exchange_strong(&counted_ns[i], &before_ns, now_ns);
}

static _Noreturn void leave(int number)
{
	static const char erase[] = MST_TERMINAL_ERASE;
	/* To the first screen, the cursor shown, letters plain: terminfo may not be asked in a handler. */
	static const char give_back[] = "\033[?1049l\033[?25h\033[m\r\n";

	for (struct unfinished *one = atomic_load(&all_unfinished); one; one = one->next)
		(void)unlink(one->path);
	if (terminal_drawn) {
		print(give_back, sizeof give_back - 1);
		(void)tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
	} else if (on_terminal) {
		print(erase, sizeof erase - 1);
	}
	_exit(128 + number);
}

static void on_signal(int number)
{
	static const char erase[] = MST_TERMINAL_ERASE;
	static const char text[] = "stopping: waiting for answers that are still due; ^C again leaves at once\n";
	struct mst_scan *scan = atomic_load_explicit(&watched, memory_order_acquire);
	int saved = errno, none = 0;

	if (is_said_twice(number))
		goto out;
	if (!atomic_compare_exchange_strong(&first_signal, &none, number))
		leave(number);
	if (on_terminal)
		print(erase, sizeof erase - 1);
	if (scan) {
		print(text, sizeof text - 1);
		mst_scan_stop(scan);
	}
out:
	errno = saved;
}

static void on_request(int number)
{
	atomic_store(number == SIGQUIT ? &quit : &requested, true);
}

static bool is_ignored(int number)
{
	struct sigaction now;

	return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

static sigset_t stopping_set(void)
{
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < STOPPING; i++)
		sigaddset(&set, stopping[i]);
	return set;
}

void mst_signals_watch(struct mst_scan *scan)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART, .sa_mask = stopping_set() };
	struct sigaction request = { .sa_handler = on_request, .sa_flags = SA_RESTART };

	on_terminal = mst_terminal_of(STDERR_FILENO).is_one;
	atomic_store_explicit(&watched, scan, memory_order_release);
	for (size_t i = 0; i < STOPPING; i++) {
		/* nohup(1) means what it says. */
		if (stopping[i] != SIGHUP || !is_ignored(SIGHUP))
			sigaction(stopping[i], &action, NULL);
	}
	sigaction(SIGUSR1, &request, NULL);
}

void mst_signals_hold(bool hold)
{
	sigset_t set = stopping_set();

	sigaddset(&set, SIGUSR1);
	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

void mst_signals_unfinished(const char *path)
{
	size_t size = strlen(path) + 1;
	struct unfinished *one = malloc(sizeof *one + size);

	if (!one)
		return;
	memcpy(one->path, path, size);
	one->next = atomic_load(&all_unfinished);
	atomic_store_explicit(&all_unfinished, one, memory_order_release);
}

void mst_signals_guard_terminal(bool drawn)
{
	terminal_drawn = drawn && tcgetattr(STDIN_FILENO, &terminal_before) == 0;
}

void mst_signals_forget(void)
{
	atomic_store_explicit(&watched, NULL, memory_order_release);
}

int mst_signals_seen(void)
{
	return atomic_load(&first_signal);
}

bool mst_signals_take_request(void)
{
	return atomic_exchange(&requested, false);
}

void mst_signals_watch_quit(void)
{
	struct sigaction request = { .sa_handler = on_request, .sa_flags = SA_RESTART };

	sigaction(SIGQUIT, &request, NULL);
}

bool mst_signals_take_quit(void)
{
	return atomic_exchange(&quit, false);
}
