/* SPDX-License-Identifier: BSD-2-Clause */
/* resident.c - see resident.h. */
#include "cli/common/resident.h"

#include <fcntl.h>
#include <link.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Of an entry of /proc/PID/pagemap: proc_pid_pagemap(5). */
#define OF_FILE (UINT64_C(1) << 61)
#define SWAPPED (UINT64_C(1) << 62)
#define PRESENT (UINT64_C(1) << 63)

#define ENTRIES 512

/*
 * Memory of the threshold's size and more comes from the kernel, and goes back to it at once. Else glibc learns from
 * the first large piece that is freed to keep all smaller ones. With one arena, what one thread freed serves another:
 * with one for each, every one keeps its own highest.
 */
void mst_resident_begin(void)
{
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 128 << 10);
	mallopt(M_TRIM_THRESHOLD, 128 << 10);
	mallopt(M_ARENA_MAX, 1);
#endif
}

/* Whether every page in memory is as it is in the file: a debugger or tracer has made copies where it stops the
 * program, and these must not go. */
static bool is_as_in_file(int pagemap, uintptr_t first, size_t pages)
{
	uint64_t entries[ENTRIES];

	for (size_t at = 0; at < pages; at += ENTRIES) {
		size_t count = pages - at < ENTRIES ? pages - at : ENTRIES;
		ssize_t bytes = (ssize_t)(count * sizeof *entries);

		if (pread(pagemap, entries, (size_t)bytes, (off_t)((first + at) * sizeof *entries)) != bytes)
			return false;
		for (size_t i = 0; i < count; i++) {
			if ((entries[i] & SWAPPED) || ((entries[i] & PRESENT) && !(entries[i] & OF_FILE)))
				return false;
		}
	}
	return true;
}

/* The parts of one object that are never written. */
static int let_go(struct dl_phdr_info *object, size_t size, void *user)
{
	const size_t page = (size_t)sysconf(_SC_PAGESIZE);
	const int *pagemap = user;

	(void)size;
	for (size_t i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t begin = (uintptr_t)(object->dlpi_addr + part->p_vaddr) & ~(page - 1);
		uintptr_t end = (uintptr_t)(object->dlpi_addr + part->p_vaddr + part->p_filesz) & ~(page - 1);

		if (part->p_type == PT_LOAD && !(part->p_flags & PF_W) && end > begin &&
		    is_as_in_file(*pagemap, begin / page, (end - begin) / page))
			madvise((void *)begin, end - begin, MADV_DONTNEED);
	}
	return 0;
}

void mst_resident_trim(void)
{
	int pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	if (pagemap < 0)
		return;
	dl_iterate_phdr(let_go, &pagemap);
	close(pagemap);
}
