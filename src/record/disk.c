/* SPDX-License-Identifier: BSD-2-Clause */
/* disk.c - see disk.h. */
#include "record/disk.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/thread.h"
#include "record/pcapng.h"

static uint8_t *chunk_at(const struct mst_disk *disk, uint64_t number)
{
	return disk->memory + number % MST_DISK_CHUNKS * MST_DISK_CHUNK;
}

/* ---- the thread ---- */

/* A disk that is full may have taken half a block: the file is cut back to the last whole one. (A pipe cannot be.) */
static size_t keep_whole(const struct mst_disk *disk, const uint8_t *bytes, size_t taken)
{
	size_t whole = 0;
	uint32_t length;

	while (whole + MST_PCAPNG_BLOCK_BYTES <= taken) {
		memcpy(&length, bytes + whole + sizeof(uint32_t), sizeof length);
		if (length > taken - whole)
			break;
		whole += length;
	}
	if (whole < taken)
		(void)!ftruncate(disk->fd, (off_t)(disk->written + whole));
	return whole;
}

static void write_chunk(struct mst_disk *disk, const uint8_t *bytes, size_t used)
{
	size_t taken = 0;
	int code = 0;

	while (code == 0 && taken < used) {
		ssize_t count = write(disk->fd, bytes + taken, used - taken);

		if (count >= 0)
			taken += (size_t)count;
		else if (errno != EINTR)
			code = -errno;
	}
	disk->written += code < 0 ? keep_whole(disk, bytes, taken) : taken;
	if (code < 0)
		mst_store(&disk->code, code, release); /* DISK */
}

static void *write_all(void *argument)
{
	struct mst_disk *disk = argument;

	for (;;) {
		uint64_t at = mst_load(&disk->written_chunks, relaxed);

		while (sem_wait(&disk->wake) < 0)
			continue;
		if (at == mst_load(&disk->full_chunks, acquire)) /* DISK: woken for the end */
			return NULL;
		if (mst_load(&disk->code, relaxed) == 0 && !mst_load(&disk->ending, relaxed))
			write_chunk(disk, chunk_at(disk, at), disk->used[at % MST_DISK_CHUNKS]);
		mst_store(&disk->written_chunks, at + 1, release); /* DISK: free again */
	}
}

static void end_thread(struct mst_disk *disk)
{
	if (!disk->running)
		return;
	sem_post(&disk->wake);
	pthread_join(disk->thread, NULL);
	disk->running = false;
}

/* ---- the filling side ---- */

int mst_disk_open(struct mst_disk *disk, int fd)
{
	int code;

	*disk = (struct mst_disk){ .fd = fd, .memory = malloc(MST_DISK_CHUNKS * MST_DISK_CHUNK) };
	if (!disk->memory)
		return -ENOMEM;
	sem_init(&disk->wake, 0, 0);
	code = mst_thread_start(&disk->thread, write_all, disk);
	disk->running = code == 0;
	return code;
}

uint8_t *mst_disk_chunk(struct mst_disk *disk)
{
	return chunk_at(disk, mst_load(&disk->full_chunks, relaxed));
}

bool mst_disk_turn(struct mst_disk *disk, size_t used)
{
	uint64_t at = mst_load(&disk->full_chunks, relaxed);

	/* The next chunk must be free: DISK. */
	if (at + 1 - mst_load(&disk->written_chunks, acquire) >= MST_DISK_CHUNKS)
		return false;
	disk->used[at % MST_DISK_CHUNKS] = used;
	mst_store(&disk->full_chunks, at + 1, release); /* DISK */
	sem_post(&disk->wake);
	return true;
}

bool mst_disk_began(const struct mst_disk *disk)
{
	return mst_load(&disk->full_chunks, relaxed) > 0;
}

int mst_disk_code(const struct mst_disk *disk)
{
	return mst_load(&disk->code, acquire); /* DISK */
}

void mst_disk_end(struct mst_disk *disk, size_t used)
{
	end_thread(disk);
	if (mst_disk_code(disk) == 0)
		write_chunk(disk, mst_disk_chunk(disk), used);
}

void mst_disk_close(struct mst_disk *disk)
{
	if (!disk->memory)
		return;
	mst_store(&disk->ending, true, relaxed); /* what is full is not written any more */
	end_thread(disk);
	sem_destroy(&disk->wake);
	free(disk->memory);
	disk->memory = NULL;
}
