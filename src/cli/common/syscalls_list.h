/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * syscalls_list.h - the system calls that are left after rights were dropped, and for which runs.
 */
#ifndef MST_CLI_COMMON_SYSCALLS_LIST_H
#define MST_CLI_COMMON_SYSCALLS_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sanitizers trace the process, and handle signals. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MST_SYSCALLS_SANITIZED true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define MST_SYSCALLS_SANITIZED true
#endif
#endif
#ifndef MST_SYSCALLS_SANITIZED
#define MST_SYSCALLS_SANITIZED false
#endif

/* Which runs make a call. */
enum mst_calling {
	MST_CALLING_ALWAYS = 1,
	MST_CALLING_RESOLVES = 2,   /* rights->resolves or rights->connects */
	MST_CALLING_ASKS = 4,       /* rights->asks_again */
	MST_CALLING_KERNEL = 8,     /* rights->reads_kernel */
	MST_CALLING_SANITIZED = 16, /* builds with a sanitizer */
	MST_CALLING_PLANS = 32,     /* rights->plans */
	MST_CALLING_SERVES = 64     /* rights->serves */
};

/* With any arguments; names that an architecture or libseccomp does not know are left out. */
struct mst_syscall_row {
	unsigned calling;
	const char *names; /* split by blanks */
};

/* With this argument alone. */
struct mst_syscall_case {
	unsigned calling;
	const char *name;
	unsigned argument;
	uint64_t mask, value;
};

extern const struct mst_syscall_row mst_syscall_rows[];
extern const size_t mst_syscall_row_count;
extern const struct mst_syscall_case mst_syscall_cases[];
extern const size_t mst_syscall_case_count;

#endif
