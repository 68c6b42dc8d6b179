/* SPDX-License-Identifier: BSD-2-Clause */
/* run.c - see run.h. */
#include "round/run.h"

#include <stdarg.h>
#include <stdio.h>

#define NOTES_MAX 12
#define NOTE_TEXT 320

void mst_run_open(struct mst_run *run)
{
	pthread_mutex_init(&run->trouble.lock, NULL);
	pthread_mutex_init(&run->notes.lock, NULL);
}

void mst_run_close(struct mst_run *run)
{
	pthread_mutex_destroy(&run->trouble.lock);
	pthread_mutex_destroy(&run->notes.lock);
}

static void append(struct mst_run_notes *notes, const char *line)
{
	int length = snprintf(notes->text + notes->used, sizeof notes->text - notes->used, "%s\n", line);

	if (length > 0 && (size_t)length < sizeof notes->text - notes->used)
		notes->used += (size_t)length;
	else
		notes->text[notes->used] = '\0';
}

void mst_run_note(struct mst_run *run, const char *format, ...)
{
	struct mst_run_notes *notes = &run->notes;
	char line[NOTE_TEXT];
	va_list values;

	va_start(values, format);
	vsnprintf(line, sizeof line, format, values);
	va_end(values);
	pthread_mutex_lock(&notes->lock);
	if (notes->count < NOTES_MAX)
		append(notes, line); /* NOTES */
	else if (notes->count == NOTES_MAX)
		append(notes, "gateways or routes changed more often: the summary counts how often");
	notes->count++;
	pthread_mutex_unlock(&notes->lock);
}

void mst_run_read_notes(struct mst_run *run, char *text, size_t size)
{
	pthread_mutex_lock(&run->notes.lock);
	snprintf(text, size, "%s", run->notes.text); /* NOTES */
	pthread_mutex_unlock(&run->notes.lock);
}

void mst_run_fail(struct mst_run *run, int code, const struct mst_error *error)
{
	pthread_mutex_lock(&run->trouble.lock);
	if (mst_load(&run->trouble.code, relaxed) == 0) {
		run->trouble.error = *error;
		mst_store(&run->trouble.code, code, release); /* TROUBLE */
	}
	pthread_mutex_unlock(&run->trouble.lock);
	mst_store(&run->stop, true, relaxed); /* STOP */
}
