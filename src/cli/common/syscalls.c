/* SPDX-License-Identifier: BSD-2-Clause */
/* syscalls.c - see syscalls.h. */
#include "cli/common/syscalls.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/common/syscalls_list.h"

#ifndef MST_HAVE_SECCOMP

const char *mst_syscalls_absent(void)
{
	return "system calls are not filtered: this muster was built without libseccomp "
	       "(Debian: apt install libseccomp-dev, and build again)";
}

int mst_syscalls_enter(const struct mst_rights *rights, struct mst_error *err)
{
	(void)rights;
	(void)err;
	return 1;
}

#else

#include <seccomp.h>

const char *mst_syscalls_absent(void)
{
	return NULL;
}

/* ---- the end ---- */

static size_t put(char *text, size_t at, const char *word)
{
	size_t length = strlen(word);

	memcpy(text + at, word, length);
	return at + length;
}

/* Calls what signal-safety(7) allows. The second signal, which has no handler any more, ends the process. */
static void on_forbidden(int number, siginfo_t *info, void *context)
{
	char text[160], digits[12], *digit = digits + sizeof digits - 1;
	size_t length = put(text, 0, "muster: the sandbox does not allow system call ");

	(void)context;
	*digit = '\0';
	for (unsigned left = (unsigned)info->si_syscall; left || !*digit; left /= 10)
		*--digit = (char)('0' + left % 10);
	length = put(text, length, digit);
	length = put(text, length, ", so the run ends here; --no-sandbox runs without it\n");
	if (write(STDERR_FILENO, text, length) < 0 || number != SIGSYS)
		_exit(1);
	syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), SIGSYS);
}

static void handle_forbidden(void)
{
	struct sigaction action = { .sa_sigaction = on_forbidden,
		                    .sa_flags = (int)(SA_SIGINFO | SA_RESETHAND | SA_NODEFER) };

	sigaction(SIGSYS, &action, NULL);
}

/* ---- the filter ---- */

#define SOCKET_TYPES 0xf /* the rest of the argument are flags */

static unsigned calling_of(const struct mst_rights *rights)
{
	return MST_CALLING_ALWAYS | (rights->resolves || rights->connects ? MST_CALLING_RESOLVES : 0U) |
	       (rights->plans ? MST_CALLING_PLANS : 0U) | (rights->serves ? MST_CALLING_SERVES : 0U) |
	       (rights->asks_again ? MST_CALLING_ASKS : 0U) | (rights->reads_kernel ? MST_CALLING_KERNEL : 0U) |
	       (MST_SYSCALLS_SANITIZED ? MST_CALLING_SANITIZED : 0U);
}

/* 0, or a negative errno. */
static int allow_row(scmp_filter_ctx filter, const char *names)
{
	char name[32];
	int code = 0;

	while (*names && code == 0) {
		size_t length = strcspn(names, " ");
		int call;

		memcpy(name, names, length);
		name[length] = '\0';
		call = seccomp_syscall_resolve_name(name);
		if (call >= 0)
			code = seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
		names += length + (names[length] == ' ');
	}
	return code == -EEXIST ? 0 : code;
}

static int allow_case(scmp_filter_ctx filter, const struct mst_syscall_case *one)
{
	int call = seccomp_syscall_resolve_name(one->name);
	struct scmp_arg_cmp compared = {
		.arg = one->argument, .op = SCMP_CMP_MASKED_EQ, .datum_a = one->mask, .datum_b = one->value
	};
	int code = call < 0 ? 0 : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &compared);

	return code == -EEXIST ? 0 : code;
}

/*
 * The rest of what the C library tries and can do without: newer calls, and services for names of users. The handler of
 * the end may not be taken away.
 */
static int refuse_gently(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp unix_stream[] = {
		{ .arg = 0, .op = SCMP_CMP_EQ, .datum_a = AF_UNIX },
		{ .arg = 1, .op = SCMP_CMP_MASKED_EQ, .datum_a = SOCKET_TYPES, .datum_b = SOCK_STREAM },
	};
	/* if_indextoname(3) asks by such a one. */
	const struct scmp_arg_cmp unix_datagram[] = {
		{ .arg = 0, .op = SCMP_CMP_EQ, .datum_a = AF_UNIX },
		{ .arg = 1, .op = SCMP_CMP_MASKED_EQ, .datum_a = SOCKET_TYPES, .datum_b = SOCK_DGRAM },
	};
	const struct scmp_arg_cmp other_signal = { .arg = 0, .op = SCMP_CMP_NE, .datum_a = SIGSYS };
	/* ncurses stops the process so, at ^Z. */
	const struct scmp_arg_cmp itself = { .arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid() };
	int code = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);

	if (code == 0)
		code = seccomp_rule_add_array(filter, SCMP_ACT_ERRNO(EACCES), SCMP_SYS(socket), 2, unix_stream);
	if (code == 0)
		code = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(socket), 2, unix_datagram);
	if (code == 0)
		code = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(kill), 1, &itself);
	code = code == -EEXIST ? 0 : code;
	return code < 0 ? code
	                : seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(rt_sigaction), 1, &other_signal);
}

static int fill(scmp_filter_ctx filter, unsigned calling)
{
	int code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);

	if (code == 0) /* a tree: calls are found by some eight comparisons */
		code = seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	for (size_t i = 0; i < mst_syscall_row_count && code == 0; i++) {
		if (mst_syscall_rows[i].calling & calling)
			code = allow_row(filter, mst_syscall_rows[i].names);
	}
	for (size_t i = 0; i < mst_syscall_case_count && code == 0; i++) {
		if (mst_syscall_cases[i].calling & calling)
			code = allow_case(filter, &mst_syscall_cases[i]);
	}
	return code < 0 ? code : refuse_gently(filter);
}

int mst_syscalls_enter(const struct mst_rights *rights, struct mst_error *err)
{
	scmp_filter_ctx filter;
	int code;

	if (prctl(PR_GET_SECCOMP, 0UL, 0UL, 0UL, 0UL) < 0)
		return 1;
	filter = seccomp_init(SCMP_ACT_TRAP);
	if (!filter)
		return mst_fail(err, -ENOMEM, "no memory for the sandbox");
	code = fill(filter, calling_of(rights));
	if (code == 0) {
		handle_forbidden();
		code = seccomp_load(filter);
	}
	seccomp_release(filter);
	return code < 0 ? mst_fail(err, code, "the kernel refuses the sandbox: %s", strerror(-code)) : 0;
}

#endif
