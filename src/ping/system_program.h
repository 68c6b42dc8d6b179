/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * system_program.h - the system's ping program: which one it is, the command line that asks it, and how it is started.
 *
 * There are several programs of this name, with options that mean different things: -t is the time to live to iputils
 * and BusyBox, and the type of request to GNU inetutils. What it prints for -V tells which one it is.
 */
#ifndef MST_PING_SYSTEM_PROGRAM_H
#define MST_PING_SYSTEM_PROGRAM_H

#include <muster/ping.h>
#include <sys/types.h>

enum mst_system_kind {
	MST_SYSTEM_IPUTILS,
	MST_SYSTEM_INETUTILS,
	MST_SYSTEM_BUSYBOX,
	MST_SYSTEM_OPING,
	MST_SYSTEM_FPING,
	MST_SYSTEM_UNKNOWN
};

struct mst_system_program {
	const char *path;
	enum mst_system_kind kind;
};

/* Of what it printed for -V. Pure. */
enum mst_system_kind mst_system_kind_of(const char *text);

/*
 * Finds the program and asks it which one it is, for at most a second. -ENOENT with a sentence when there is none, or
 * one that is not understood.
 */
int mst_system_program_find(struct mst_system_program *program, struct mst_error *err);

/* Whether it can do what the config wants. -EINVAL with a sentence. */
int mst_system_program_check(const struct mst_system_program *program, const struct mst_ping_config *config,
                             struct mst_error *err);

/*
 * Whether it may send, by one request to this machine itself: at most a second. -EPERM with a sentence, which has its
 * words.
 */
int mst_system_program_try(const struct mst_system_program *program, struct mst_error *err);

/* The words of a command line. */
struct mst_system_command {
	char path[32];
	char texts[16][64];
	char *argv[32];
	size_t text_count, count;
};

/* The command that sends all requests to one host of the config. An unknown program gets the options of iputils. */
void mst_system_command_write(struct mst_system_command *command, const struct mst_system_program *program,
                              const struct mst_ping_config *config, uint32_t host);

/*
 * Starts it without a shell, in the C locale; its standard output and standard error come from *fd, which does not
 * block. A negative errno.
 */
int mst_system_spawn(pid_t *pid, int *fd, const char *path, char *const argv[]);

/* Closes *fd and ends the process, when there are such; they become -1 and 0. */
void mst_system_end(pid_t *pid, int *fd);

#endif
