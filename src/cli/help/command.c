/*
 * command.c - help and version.
 */
#include <errno.h>
#include <muster/version.h>
#include <string.h>

#include "base/fail.h"
#include "cli/common/command.h"
#include "cli/common/standard_output.h"
#include "cli/habits/habits.h"
#include "cli/help/usage.h"
#include "cli/options/options.h"

static const char *const topic_words[] = { "man", "bash", "zsh", "fish", NULL };
static void (*const topic_printers[])(FILE *out) = { mst_usage_manual, mst_usage_bash, mst_usage_zsh, mst_usage_fish };
_Static_assert(sizeof topic_words / sizeof *topic_words == sizeof topic_printers / sizeof *topic_printers + 1, "a printer a word");

/* Help that did not arrive is no help: a full disk is told. */
static int printed(const struct mst_command *self)
{
	struct mst_error err;
	int code = mst_stdout_flush(&err);

	return code < 0 ? mst_command_failed(self, code, &err) : MST_EXIT_DONE;
}

struct options {
	bool all, help;
	struct mst_arguments arguments;
};

#define FIELD(member) offsetof(struct options, member), sizeof(((struct options *)0)->member)

static const struct mst_option options_table[] = {
	{ .name = "Contents", .kind = MST_OPT_HEADING },
	{ "all", 0, MST_OPT_FLAG, FIELD(all), NULL, .meaning = "every option of the command, and its exit codes",
	  .by_default = "the everyday options" },
	{ "help", 'h', MST_OPT_FLAG, FIELD(help), NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

static void defaults(void *values)
{
	*(struct options *)values = (struct options){ 0 };
}

/* What `word` names is printed; NULL: the commands. */
static int print_topic(const char *word, bool all, struct mst_error *err)
{
	const struct mst_command *command = word ? mst_command_named(word) : NULL;

	if (!word && all)
		return mst_fail(err, -EINVAL, "--all: expected a command beside it, such as help sweep --all");
	if (!word)
		mst_usage_program(stdout);
	else if (command)
		mst_usage_command(command, all, stdout);
	for (size_t i = 0; word && topic_words[i]; i++) {
		if (strcmp(topic_words[i], word) != 0)
			continue;
		topic_printers[i](stdout);
		return 0;
	}
	if (word && !command && mst_habits_print(word, stdout))
		return 0;
	if (word && !command && mst_habit_synonym(word))
		return mst_fail(err, -EINVAL, "%s: expected one command; did you mean %s?", word, mst_habit_synonym(word));
	if (word && !command)
		return mst_fail(err, -EINVAL, "%s: expected one command, or man, bash, zsh or fish, or another tool such as nmap", word);
	return 0;
}

static int run_help(const struct mst_command *self, int argc, char **argv)
{
	struct options options = { 0 };
	struct mst_error err;
	int code = mst_options_read(options_table, self->name, argc, argv, &options, &options.arguments, &err);
	const struct mst_words *words = &options.arguments.words;

	if (code == 0 && words->count > 1)
		code = mst_fail(&err, -EINVAL, "%s: expected one command, or man, bash, zsh or fish", words->items[1]);
	if (code == 0)
		code = print_topic(options.help ? self->name : words->count ? words->items[0] : NULL, options.all && !options.help, &err);
	mst_words_free(&options.arguments.words);
	return code < 0 ? mst_command_failed(self, code, &err) : printed(self);
}

static int run_version(const struct mst_command *self, int argc, char **argv)
{
	struct mst_error err;

	if (argc) {
		mst_fail(&err, -EINVAL, "%s: version takes no arguments", argv[0]);
		return mst_command_failed(self, -EINVAL, &err);
	}
	printf("muster %s\n", MST_VERSION);
	return printed(self);
}

const struct mst_command mst_cmd_help = {
	.name = "help",
	.arguments = "[COMMAND | man | bash | zsh | fish]",
	.summary = "explain a command, or print the manual page or a completion script",
	.description = "Alone it lists the commands. With a command it prints examples and the everyday options, with --all every "
	               "option and the exit codes; muster COMMAND --help does the same. muster help man prints the page for man(1); "
	               "muster help bash, zsh or fish a script that completes commands and options. muster help nmap prints what the options "
	               "of nmap are here; masscan, zmap, fping, arp-scan, tcpdump, iputils (ping) and procps (watch) have such a table too.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.defaults = defaults,
	.words = topic_words,
	.names_commands = true,
	.run = run_help,
};

const struct mst_command mst_cmd_version = {
	.name = "version",
	.arguments = "",
	.summary = "print the version",
	.description = "Prints the version of muster.",
	.run = run_version,
};
