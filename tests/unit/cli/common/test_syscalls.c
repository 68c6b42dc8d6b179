/* SPDX-License-Identifier: BSD-2-Clause */
/* A child enters the filter and tries: what a run does not need ends it, with a sentence. */
#include "cli/common/syscalls.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/common/syscalls_list.h"

/* What the child does; it ends with 0 unless the filter ends it. */
static int packet_socket(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0);
}

static int name_server(void)
{
	return socket(AF_INET, SOCK_DGRAM, 0);
}

static int program(void)
{
	return execl("/bin/true", "true", (char *)NULL);
}

static int trace(void)
{
	return (int)syscall(SYS_ptrace, 0, 0, 0, 0);
}

static int name_space(void)
{
	return (int)syscall(SYS_unshare, 0x40000000);
}

static int mount_something(void)
{
	return (int)syscall(SYS_mount, "none", "/", "tmpfs", 0UL, NULL);
}

static int type_on_terminal(void)
{
	return ioctl(STDIN_FILENO, TIOCSTI, "x");
}

static int kernel_program(void)
{
	return (int)syscall(SYS_bpf, 5, NULL, 0);
}

static int take_the_handler(void)
{
	return signal(SIGSYS, SIG_IGN) == SIG_ERR;
}

static int other_process(void)
{
	return kill(1, 0);
}

static int usual_work(void)
{
	int fd = open("/dev/null", O_RDWR), netlink = socket(AF_NETLINK, SOCK_RAW, 0);
	void *memory = malloc(1 << 20);
	bool all = fd >= 0 && netlink >= 0 && memory && write(fd, "x", 1) == 1 && kill(getpid(), 0) == 0 &&
	           getpgrp() > 0;

	free(memory);
	_exit(all ? 0 : 1);
}

/* The status that the child ends with; its words on standard error. */
static int try(int (*work)(void), const struct mst_rights *rights, char words[256])
{
	int status, ends[2];
	ssize_t length;
	pid_t child;

	cr_assert(pipe(ends) == 0);
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || mst_syscalls_enter(rights, NULL) != 0)
			_exit(77);
		(void)work();
		_exit(0);
	}
	close(ends[1]);
	length = read(ends[0], words, 255);
	words[length > 0 ? length : 0] = '\0';
	close(ends[0]);
	cr_assert(waitpid(child, &status, 0) == child);
	return status;
}

static bool filters(void)
{
	return !mst_syscalls_absent() && prctl(PR_GET_SECCOMP, 0, 0, 0, 0) >= 0;
}

static const struct mst_rights scan = { .spools = true }, watch = { .asks_again = true }, names = { .resolves = true };

static const struct {
	int (*work)(void);
	bool by_sanitizers;
} forbidden[] = {
	{ packet_socket, false },  { name_server, false },      { name_space, false }, { mount_something, false },
	{ kernel_program, false }, { type_on_terminal, false }, { program, true },     { trace, true },
	{ other_process, true },   { take_the_handler, true },
};

Test(cli_common_syscalls, what_no_run_makes_ends_the_process_with_a_sentence)
{
	char words[256];

	if (!filters())
		cr_skip_test("no seccomp here");
	for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
		int status = MST_SYSCALLS_SANITIZED && forbidden[i].by_sanitizers
		                     ? SIGSYS
		                     : try(forbidden[i].work, &scan, words);

		cr_expect(WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS, "%zu: status %x", i, (unsigned)status);
		if (MST_SYSCALLS_SANITIZED && forbidden[i].by_sanitizers)
			continue;
		cr_expect(strstr(words, "muster: the sandbox does not allow system call "), "%zu: %s", i, words);
		cr_expect(strstr(words, "--no-sandbox"), "%zu: %s", i, words);
	}
}

Test(cli_common_syscalls, a_run_makes_what_its_own_rights_name)
{
	char words[256];

	if (!filters())
		cr_skip_test("no seccomp here");
	cr_expect_eq(try(usual_work, &scan, words), 0, "%s", words);
	cr_expect_eq(try(packet_socket, &watch, words), 0, "%s", words);
	cr_expect_eq(try(name_server, &names, words), 0, "%s", words);
}
