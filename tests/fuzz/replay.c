/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * replay.c - the main of a fuzz target where there is no libFuzzer: runs it over every file of a folder.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static int replay(const char *folder, const char *name)
{
	char path[4096];
	struct stat status;
	uint8_t *bytes;
	size_t count;
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	if (stat(path, &status) != 0 || !S_ISREG(status.st_mode))
		return 0;
	file = fopen(path, "rb");
	if (!file) {
		perror(path);
		exit(1);
	}
	/* Exactly as long as the input: the sanitizer sees a read of one byte more. */
	bytes = malloc((size_t)status.st_size);
	count = bytes ? fread(bytes, 1, (size_t)status.st_size, file) : 0;
	fclose(file);
	LLVMFuzzerTestOneInput(bytes, count);
	free(bytes);
	return 1;
}

int main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	int count = 0;

	if (!folder) {
		fprintf(stderr, "%s: expected a folder of inputs\n", argv[0]);
		return 1;
	}
	while ((entry = readdir(folder)) != NULL)
		count += replay(argv[1], entry->d_name);
	closedir(folder);
	printf("%d inputs replayed\n", count);
	return count > 0 ? 0 : 1;
}
