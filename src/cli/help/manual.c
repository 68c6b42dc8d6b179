/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * manual.c - the page of man(1), in mdoc(7).
 *
 * Text comes from the tables and may hold any character: manual_text.c escapes it. What is not of one command, such as
 * files and environment, is a table here.
 */
#include <ctype.h>
#include <muster/result.h>
#include <muster/trace.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help/manual_text.h"
#include "cli/help/usage.h"
#include "cli/options/inserts.h"

/* Of this page: changed when what it says changes. */
#define MANUAL_DATE "November 28, 2026"

/* A word and what it means; closed by a NULL word. */
struct entry {
	const char *word, *meaning;
};

static const struct entry environment[] = {
	{ "NO_COLOR", "Set and not empty: no colours and no other attributes on terminals." },
	{ "PATH", "Advice names the program muster where the shell finds it by PATH, and by its path elsewhere." },
	{ "SUDO_UID, SUDO_GID",
	  "The user who called sudo: output files belong to this user, and programs of watch --on-change run as it." },
	{ "TERM", "The kind of terminal; dumb has neither colours nor live tables." },
	{ "TMPDIR", "The folder for the temporary file of a JSON or text report, which is written at the end; /tmp if "
	            "unset." },
	{ "XDG_STATE_HOME", "Journals of sweep and scan are in the folder muster in it; ~/.local/state if unset." },
	{ "TZ", "The time zone of times on terminals and in text; reports for programs have UTC." },
	{ NULL, NULL },
};

static const struct entry files[] = {
	{ "/etc/services", "Names of ports, such as https." },
	{ "/usr/share/ieee-data/oui.txt",
	  "Vendors of network cards; without it the files of arp-scan or nmap are read." },
	{ "/usr/share/muster/udp-payloads",
	  "A copy of the built-in UDP payloads, as an example for files of --payloads; "
	  "it is under the prefix of the installation." },
	{ "~/.local/state/muster/*.journal",
	  "Journals of runs of sweep and scan that are unfinished, or going on, of the user who called sudo." },
	{ "/proc/sys/net/ipv4/ip_local_port_range", "The ephemeral ports, which scans avoid as source ports." },
	{ "/proc/sys/net/ipv4/ping_group_range",
	  "The groups that may ping by ICMP datagram sockets without privileges." },
	{ NULL, NULL },
};

/* By section, then by name. */
static const struct {
	const char *name;
	int section;
} see_also[] = {
	{ "arp-scan", 1 },    { "jq", 1 },       { "nmap", 1 },    { "zmap", 1 }, { "capabilities", 7 },
	{ "pcap-filter", 7 }, { "bpftrace", 8 }, { "fping", 8 },   { "ip", 8 },   { "masscan", 8 },
	{ "ping", 8 },        { "setcap", 8 },   { "tcpdump", 8 },
};

/* ---- lists ---- */

static void begin_list(FILE *out)
{
	fputs(".Bl -tag -width Ds\n", out);
}

static void end_list(FILE *out)
{
	fputs(".El\n", out);
}

static void print_entry(FILE *out, const char *word, const char *meaning)
{
	fputs(".It ", out);
	mst_manual_argument(word, out);
	fputc('\n', out);
	mst_manual_text(meaning, out);
}

static void print_section(FILE *out, const char *title, const struct entry *entries)
{
	fprintf(out, ".Sh %s\n", title);
	begin_list(out);
	for (; entries->word; entries++)
		print_entry(out, entries->word, entries->meaning);
	end_list(out);
}

/* ---- what the program is ---- */

static void print_synopsis(mst_command_list commands, FILE *out)
{
	fputs(".Sh SYNOPSIS\n", out);
	for (size_t i = 0; commands[i]; i++) {
		const struct mst_command *command = commands[i];

		fprintf(out, ".Nm\n.Cm %s\n", command->name);
		if (command->options)
			fputs(".Op Ar options\n", out);
		if (*command->arguments) {
			fputs(".Ar ", out);
			mst_manual_argument(command->arguments, out);
			fputc('\n', out);
		}
	}
}

static void print_summaries(mst_command_list commands, FILE *out)
{
	fputs(".Sh DESCRIPTION\n", out);
	mst_manual_text("muster calls the roll of a network: every address is probed, and gets exactly one verdict. "
	                "Its commands are:",
	                out);
	begin_list(out);
	for (size_t i = 0; commands[i]; i++) {
		fprintf(out, ".It Cm %s\n", commands[i]->name);
		mst_manual_text(commands[i]->summary, out);
	}
	end_list(out);
}

static void print_example(FILE *out, const struct mst_example *example)
{
	char meaning[256];

	snprintf(meaning, sizeof meaning, "%c%s:", toupper((unsigned char)*example->meaning), example->meaning + 1);
	mst_manual_text(meaning, out);
	fputs(".Bd -literal -offset indent\n", out);
	mst_manual_literal(example->line, out);
	fputs(".Ed\n.Pp\n", out);
}

/* In a subsection, for mdoc wants a section EXAMPLES near the end. */
static void print_examples(mst_command_list commands, FILE *out)
{
	fputs(".Ss Examples\n", out);
	for (size_t i = 0; commands[i]; i++) {
		for (const struct mst_example *e = commands[i]->examples; e && e->line; e++)
			print_example(out, e);
	}
	mst_manual_text("Every command is explained below, and by muster help followed by its name.", out);
}

static void print_descriptions(mst_command_list commands, FILE *out)
{
	fputs(".Ss Commands\n", out);
	begin_list(out);
	for (size_t i = 0; commands[i]; i++) {
		fprintf(out, ".It Cm %s\n", commands[i]->name);
		mst_manual_text(commands[i]->description, out);
	}
	end_list(out);
}

/* ---- options ---- */

static void print_meaning(FILE *out, const struct mst_command *command, const struct mst_option *option)
{
	char *initial = mst_usage_default(command, option);
	char inserted[MST_INSERTED_TEXT], meaning[2048];

	mst_option_meaning(option, inserted, sizeof inserted);
	snprintf(meaning, sizeof meaning, "%s%s%s%s%s.", inserted,
	         option->kind == MST_OPT_LIST ? "; may be repeated" : "", initial ? " (default: " : "",
	         initial ? initial : "", initial ? ")" : "");
	mst_manual_text(meaning, out);
	if (option->only)
		fprintf(out, "Only for %s.\n", option->only);
	free(initial);
}

static void print_option(FILE *out, const struct mst_command *command, const struct mst_option *option)
{
	fputs(".It ", out);
	if (option->letter)
		fprintf(out, "Fl %c , ", option->letter);
	fputs("Fl Fl ", out);
	mst_manual_argument(option->name, out);
	if (option->argument) {
		fputs(" Ar ", out);
		mst_manual_argument(option->argument, out);
	}
	fputc('\n', out);
	print_meaning(out, command, option);
}

static void print_options(FILE *out, const struct mst_command *command)
{
	bool list_open = false;

	for (const struct mst_option *o = command->options; o->kind != MST_OPT_END; o++) {
		if (o->kind != MST_OPT_HEADING) {
			print_option(out, command, o);
			continue;
		}
		if (list_open)
			end_list(out);
		fprintf(out, ".Ss %s\n", o->name);
		begin_list(out);
		list_open = true;
	}
	if (list_open)
		end_list(out);
}

/* ---- what several commands share is printed once, under the names of all of them ---- */

static const void *options_of(const struct mst_command *command)
{
	return command->options;
}

static const void *exits_of(const struct mst_command *command)
{
	return command->exits ? command->exits : mst_exit_codes;
}

static bool is_first(mst_command_list commands, const struct mst_command *command,
                     const void *(*shared_of)(const struct mst_command *))
{
	for (size_t i = 0; commands[i] != command; i++) {
		if (shared_of(commands[i]) == shared_of(command))
			return false;
	}
	return shared_of(command);
}

static void print_names(mst_command_list commands, FILE *out, const struct mst_command *command,
                        const void *(*shared_of)(const struct mst_command *), const char *before, const char *between)
{
	const char *join = before;

	for (size_t i = 0; commands[i]; i++) {
		if (shared_of(commands[i]) != shared_of(command))
			continue;
		fprintf(out, "%s%s", join, commands[i]->name);
		join = between;
	}
}

static void print_tables(mst_command_list commands, FILE *out)
{
	for (size_t i = 0; commands[i]; i++) {
		if (!is_first(commands, commands[i], options_of))
			continue;
		print_names(commands, out, commands[i], options_of, ".Sh OPTIONS OF ", " AND ");
		fputc('\n', out);
		print_options(out, commands[i]);
	}
}

static void print_exits(mst_command_list commands, FILE *out)
{
	fputs(".Sh EXIT STATUS\n", out);
	for (size_t i = 0; commands[i]; i++) {
		if (!is_first(commands, commands[i], exits_of))
			continue;
		print_names(commands, out, commands[i], exits_of, i ? ".Pp\nOf " : "Of ", ", ");
		fputs(":\n", out);
		begin_list(out);
		for (const struct mst_exit_code *e = exits_of(commands[i]); e->meaning; e++)
			print_entry(out, e->code, e->meaning);
		end_list(out);
	}
}

/* ---- words of reports ---- */

static void print_words(FILE *out)
{
	const struct mst_field_info *field;

	fputs(".Sh STATES\n", out);
	begin_list(out);
	for (int i = 0; i < MST_STATE_COUNT; i++)
		print_entry(out, mst_state_name((enum mst_state)i), mst_state_meaning((enum mst_state)i));
	end_list(out);
	fputs(".Sh REASONS\n", out);
	begin_list(out);
	for (int i = 0; i < MST_REASON_COUNT; i++)
		print_entry(out, mst_reason_name((enum mst_reason)i), mst_reason_meaning((enum mst_reason)i));
	end_list(out);
	fputs(".Sh SUSPICIONS\n", out);
	begin_list(out);
	for (int i = MST_NOT_SUSPECT + 1; i < MST_SUSPICION_COUNT; i++)
		print_entry(out, mst_suspicion_name((enum mst_suspicion)i),
		            mst_suspicion_meaning((enum mst_suspicion)i));
	end_list(out);
	fputs(".Sh FIELDS\n", out);
	begin_list(out);
	for (size_t i = 0; (field = mst_report_field(i)); i++)
		print_entry(out, field->name, field->meaning);
	end_list(out);
}

/* ---- the database ---- */

static void print_database(FILE *out)
{
	fputs(".Sh DATABASE\n", out);
	mst_manual_text(
		"Output of the format sqlite is a database. Every run is appended to it, and a database of another "
		"program is refused. Its tables:",
		out);
	fputs(".Bd -literal\n", out);
	fputs(mst_report_schema(), out);
	fputs(".Ed\n", out);
}

/* ---- following a scan ---- */

/* Lines for bpftrace; its numbers are places in the lists of this page. */
static const struct mst_example tracing[] = {
	{ "bpftrace -e 'usdt:/usr/bin/muster:muster:stray { @strays[arg0] = count(); }'",
	  "count frames that were not believed, by reason" },
	{ "bpftrace -e 'usdt:/usr/bin/muster:muster:settled { @states = lhist(arg2, 0, 8, 1); }'",
	  "draw a histogram of the states of verdicts" },
	{ "bpftrace -e 'usdt:/usr/bin/muster:muster:rate { printf(\"egress %d: %d pps, was %d\\n\", arg0, arg1, arg2); "
	  "}'",
	  "print each change of the rate" },
	{ NULL, NULL },
};

static void print_tracing(FILE *out)
{
	fputs(".Sh TRACING\n", out);
	mst_manual_text(
		"With --trace, sweep, scan and replay print a line on standard error at each step of some targets:",
		out);
	begin_list(out);
	for (int i = 0; i < MST_TRACE_COUNT; i++)
		print_entry(out, mst_trace_name((enum mst_trace_kind)i), mst_trace_meaning((enum mst_trace_kind)i));
	end_list(out);
	fputs(".Pp\n", out);
	mst_manual_text(
		"A received frame that was not believed to answer a question is a stray. It has one of these reasons:",
		out);
	begin_list(out);
	for (int i = 0; i < MST_STRAY_COUNT; i++)
		print_entry(out, mst_stray_name((enum mst_stray)i), mst_stray_meaning((enum mst_stray)i));
	end_list(out);
	fputs(".Pp\n", out);
	mst_manual_text("The same steps are USDT probes of provider muster, for all targets of a running scan, where "
	                "muster was built with "
	                "sys/sdt.h; bpftrace -l 'usdt:/usr/bin/muster:*' lists them. Run these as root; they take the "
	                "program to be "
	                "/usr/bin/muster:",
	                out);
	fputs(".Pp\n", out);
	for (const struct mst_example *e = tracing; e->line; e++)
		print_example(out, e);
	mst_manual_text("Probes give reasons of strays and states of verdicts as numbers: places in the lists of this "
	                "page, from 0.",
	                out);
}

static void print_see_also(FILE *out)
{
	size_t count = sizeof see_also / sizeof *see_also;

	fputs(".Sh SEE ALSO\n", out);
	for (size_t i = 0; i < count; i++)
		fprintf(out, ".Xr %s %d%s\n", see_also[i].name, see_also[i].section, i + 1 < count ? " ," : "");
}

void mst_usage_manual(mst_command_list commands, FILE *out)
{
	fputs(".Dd " MANUAL_DATE
	      "\n.Dt MUSTER 1\n.Os\n.Sh NAME\n.Nm muster\n.Nd find out which hosts and ports of a network answer\n",
	      out);
	print_synopsis(commands, out);
	print_summaries(commands, out);
	print_examples(commands, out);
	print_descriptions(commands, out);
	print_tables(commands, out);
	print_words(out);
	print_database(out);
	print_tracing(out);
	print_section(out, "ENVIRONMENT", environment);
	print_section(out, "FILES", files);
	print_exits(commands, out);
	print_see_also(out);
}
