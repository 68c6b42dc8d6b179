/*
 * signals.c - see signals.h.
 *
 * A handler can be told nothing but through variables at file scope: here they are, the only ones of the program.
 */
#include "cli/signals.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <unistd.h>

#include "cli/terminal.h"

static _Atomic(struct mst_scan *) watched;
static volatile sig_atomic_t first_signal;
static volatile sig_atomic_t on_terminal;

static const int stopping[] = { SIGINT, SIGTERM, SIGHUP };

static void say(const char *text, size_t length)
{
	/* Nothing can be done about a reader who left. */
	if (write(STDERR_FILENO, text, length) < 0)
		return;
}

static void on_signal(int number)
{
	static const char erase[] = MST_TERMINAL_ERASE;
	static const char text[] = "stopping: collecting what is in flight; once more to leave at once\n";
	struct mst_scan *scan = atomic_load_explicit(&watched, memory_order_acquire);
	int saved = errno;

	if (first_signal)
		_exit(128 + number);
	first_signal = number;
	if (on_terminal)
		say(erase, sizeof erase - 1);
	if (scan) {
		say(text, sizeof text - 1);
		mst_scan_stop(scan);
	}
	errno = saved;
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
	for (size_t i = 0; i < sizeof stopping / sizeof stopping[0]; i++)
		sigaddset(&set, stopping[i]);
	return set;
}

void mst_signals_watch(struct mst_scan *scan)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART, .sa_mask = stopping_set() };

	on_terminal = mst_terminal_of(STDERR_FILENO).is_one;
	atomic_store_explicit(&watched, scan, memory_order_release);
	for (size_t i = 0; i < sizeof stopping / sizeof stopping[0]; i++) {
		/* nohup(1) means what it says. */
		if (stopping[i] != SIGHUP || !is_ignored(SIGHUP))
			sigaction(stopping[i], &action, NULL);
	}
}

void mst_signals_hold(bool hold)
{
	sigset_t set = stopping_set();

	sigprocmask(hold ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

void mst_signals_forget(void)
{
	atomic_store_explicit(&watched, NULL, memory_order_release);
}

int mst_signals_seen(void)
{
	return first_signal;
}
