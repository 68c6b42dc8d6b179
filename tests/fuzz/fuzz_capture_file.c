/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fuzz_capture_file.c - any bytes as a capture file: nothing is read past them, every frame has bytes that can be read
 * and is no longer than the file, and what ends it early says so in a sentence.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "capture/file.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void must(bool true_here)
{
	if (!true_here)
		abort();
}

static uint8_t sum_of(const struct mst_file_frame *frame)
{
	uint8_t sum = 0;

	for (size_t i = 0; i < frame->captured; i++)
		sum = (uint8_t)(sum + frame->bytes[i]);
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	int in = memfd_create("input", MFD_CLOEXEC);
	struct mst_file_frame frame;
	struct mst_error err = { "" };
	struct mst_file *file;
	volatile uint8_t sum = 0;
	int code = 1;

	must(in >= 0 && write(in, bytes, count) == (ssize_t)count && lseek(in, 0, SEEK_SET) == 0);
	if (mst_file_open(&file, in, &err) < 0) {
		must(!file && err.text[0]);
		close(in);
		return 0;
	}
	while (code > 0) {
		code = mst_file_next(file, &frame, 0, &err);
		must(code <= 0 || frame.captured <= count);
		sum = code > 0 ? (uint8_t)(sum + sum_of(&frame)) : sum;
	}
	must(code == 0 || err.text[0]);
	mst_file_close(file);
	return 0;
}
