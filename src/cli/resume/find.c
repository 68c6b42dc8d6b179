/* SPDX-License-Identifier: BSD-2-Clause */
/* find.c - see find.h. */
#include "cli/resume/find.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <muster/journal.h>
#include <pwd.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/common/privilege.h"
#include "cli/common/state.h"

#define ANSWER_MAX (8U << 20) /* bytes: twice what the kernel lets a command line be */

/* ---- the process that reads ---- */

/* A file in root's folder, which root alone reads in a shell of sudo's. */
static const char *write_place(char place[PATH_MAX], const char *id)
{
	const struct passwd *root = getpwuid(0);

	snprintf(place, PATH_MAX, "%s/.local/state/muster/%s.journal", root ? root->pw_dir : "/root", id);
	return place;
}

/* Each text is closed by a NUL. */
static void put(FILE *out, const char *text)
{
	fwrite(text, 1, strlen(text) + 1, out);
}

static int put_journal(FILE *out, const char *path, bool ours, struct mst_error *err)
{
	char real[PATH_MAX];
	struct mst_journal *journal;
	const struct mst_journal_info *info;
	int code = mst_journal_read(&journal, path, err);

	if (code < 0)
		return code;
	info = mst_journal_info(journal);
	if (info->complete)
		code = mst_fail(err, -EALREADY, "%s: this run is complete: nothing is left to do", path);
	else if (info->argument_count == 0)
		code = mst_fail(err, -EBADMSG, "%s: its command line is not known: it cannot be resumed", path);
	if (code == 0) {
		put(out, "0");
		put(out, ours ? "ours" : "");
		put(out, realpath(path, real) ? real : path);
		put(out, info->id);
		put(out, info->folder && *info->folder == '/' ? info->folder : "/");
		for (size_t i = 0; i < info->argument_count; i++)
			put(out, info->arguments[i]);
	}
	mst_journal_close(journal);
	return code;
}

static int find_and_put(FILE *out, const char *word, bool as_root, struct mst_error *err)
{
	bool is_id = mst_state_is_id(word);
	char folder[PATH_MAX] = "", path[PATH_MAX], place[PATH_MAX];
	const char *file = !is_id ? word : as_root ? write_place(place, word) : NULL;
	/* Root without a caller would become nobody, but for its journals. */
	const struct mst_rights rights = { .journals = true, .reads_later = file, .files = { .read = file } };
	int code = mst_privilege_begin(&rights, err);

	if (code == 0 && is_id)
		code = mst_state_folder(folder, err);
	if (code == 0)
		code = mst_state_find(path, folder, word, err);
	if (code == -EINVAL)
		return code;
	if (code == 0)
		code = mst_privilege_drop(&rights, err);
	return code < 0 ? code : put_journal(out, path, is_id, err);
}

static _Noreturn void read_in_child(int fd, const char *word, bool as_root)
{
	FILE *out = fdopen(fd, "w");
	struct mst_error err = { "" };
	int code = out ? find_and_put(out, word, as_root, &err) : -ENOMEM;

	if (out && code < 0) {
		fprintf(out, "%d", -code);
		fputc('\0', out);
		put(out, err.text);
	}
	if (out)
		fclose(out);
	_exit(0);
}

/* ---- this one ---- */

/* Everything until the end, closed by a NUL. NULL without memory, or when it is too long. */
static char *read_all(int fd, size_t *size)
{
	size_t room = 1 << 16;
	char *bytes = malloc(room);
	ssize_t got = 1;

	*size = 0;
	while (bytes && (got = read(fd, bytes + *size, room - *size - 1)) != 0) {
		char *more = bytes;

		if (got < 0 && errno != EINTR)
			break;
		*size += got > 0 ? (size_t)got : 0;
		if (room - *size < 2)
			more = room < ANSWER_MAX ? realloc(bytes, room *= 2) : NULL;
		if (!more)
			free(bytes);
		bytes = more;
	}
	if (bytes)
		bytes[*size] = '\0';
	return bytes;
}

enum { CODE, OURS, PATH, ID, FOLDER, WORDS }; /* the order of the texts */

static size_t count_texts(const char *bytes, size_t size)
{
	size_t count = 0;

	for (size_t i = 0; i < size; i++)
		count += bytes[i] == '\0';
	return count;
}

/* The texts stay where they are, and an array of them is put behind. */
static int take_texts(struct mst_resumption *resumption, const char *bytes, size_t size, size_t count,
                      struct mst_error *err)
{
	char **texts = malloc((count + 1) * sizeof *texts + size), *at;

	if (!texts)
		return mst_fail(err, -ENOMEM, "no memory for the command line");
	at = memcpy(texts + count + 1, bytes, size);
	for (size_t i = 0; i < count; i++) {
		texts[i] = at;
		at += strlen(at) + 1;
	}
	texts[count] = NULL;
	*resumption = (struct mst_resumption){
		.memory = texts,
		.is_ours = *texts[OURS],
		.path = texts[PATH],
		.id = texts[ID],
		.line = "",
		.folder = texts[FOLDER],
		.words = texts + WORDS,
		.word_count = (int)(count - WORDS),
	};
	return 0;
}

static int take_answer(struct mst_resumption *resumption, const char *bytes, size_t size, struct mst_error *err)
{
	size_t count = count_texts(bytes, size);
	int code = count ? atoi(bytes) : ECHILD;

	if (code == 0 && count > WORDS)
		return take_texts(resumption, bytes, size, count, err);
	if (count < 2 || code <= 0)
		return mst_fail(err, -ECHILD, "the process that reads the journal ended early");
	return mst_fail(err, -code, "%s", bytes + strlen(bytes) + 1);
}

static int ask(struct mst_resumption *resumption, const char *word, bool as_root, struct mst_error *err)
{
	int ends[2], status, code;
	size_t size = 0;
	char *bytes;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return mst_fail(err, -errno, "no pipe: %s", strerror(errno));
	child = fork();
	if (child == 0) {
		close(ends[0]);
		read_in_child(ends[1], word, as_root);
	}
	code = child < 0 ? mst_fail(err, -errno, "no process for the journal: %s", strerror(errno)) : 0;
	close(ends[1]);
	bytes = code == 0 ? read_all(ends[0], &size) : NULL;
	close(ends[0]);
	if (code == 0)
		(void)waitpid(child, &status, 0);
	if (code == 0)
		code = bytes ? take_answer(resumption, bytes, size, err)
		             : mst_fail(err, -ENOMEM, "no memory for the command line");
	free(bytes);
	return code;
}

int mst_resume_find(struct mst_resumption *resumption, const char *word, struct mst_error *err)
{
	struct mst_error again;
	int code = mst_privilege_check(err);

	if (code == 0)
		code = ask(resumption, word, false, err);
	/* In a shell of sudo's, journals of runs that wrote root's files are root's. */
	if (code == -ENOENT && geteuid() == 0 && getenv("SUDO_UID") && ask(resumption, word, true, &again) == 0)
		code = 0;
	switch (code) {
	case -ENOENT:
	case -EBADMSG:
	case -EALREADY:
	case -ENOTSUP: return -EINVAL;
	default: return code;
	}
}
