/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - route: how each target would be reached.
 */
#include <errno.h>
#include <muster/route.h>
#include <muster/text.h>
#include <muster/units.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/options/options.h"
#include "cli/options/sheets.h"
#include "cli/probing/rows.h"

/* The values are those of sweep and scan, of which the table has some. */
#define FIELD(member) MST_MEMBER(struct mst_probing, member)

static const struct mst_option options_table[] = {
	MST_HEADING("Targets"),
	MST_TARGET_ROWS(FIELD),

	MST_HEADING("Routing"),
	{ "interface", 'I', MST_OPT_TEXT, FIELD(scan.route.interface), "INTERFACE",
	  .meaning = "use only this interface", .by_default = "as the routing table says" },
	{ "source-ip", 0, MST_OPT_TEXT, FIELD(scan.route.source_ip), "ADDRESS", .meaning = "use this source address",
	  .by_default = "as the routing table says" },
	{ "no-arp", 0, MST_OPT_FLAG, FIELD(scan.route.no_arp), NULL,
	  .meaning = "leave hosts on-link to the kernel's neighbour table" },

	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct mst_probing),

	MST_HEADING("Messages"),
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL, .meaning = "also print warnings about the targets" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	struct mst_probing *options;
	struct mst_targets *targets;
	struct mst_routing *routing;
	struct mst_sheets sheets;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_sheets_close(&run->sheets);
	mst_routing_free(run->routing);
	mst_targets_free(run->targets);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	struct mst_probing *options = values;
	int code = mst_probing_check_values(options, err);

	mst_probing_note_user(options);
	options->arguments = arguments;
	if (code == 0)
		code = mst_sheets_check(&options->outputs, &options->sheet, err);
	if (code == 0 && arguments->words.count == 0 && options->inputs.count == 0)
		return mst_fail(err, -EINVAL, "no targets: expected some such as 10.0.2.0/24, or -i FILE");
	return code;
}

/* ---- for people ---- */

static const char *word_of(enum mst_route_resolve resolve)
{
	static const char *const words[] = {
		[MST_ROUTE_RESOLVE_NONE] = "",
		[MST_ROUTE_RESOLVE_ARP] = "ARP",
		[MST_ROUTE_RESOLVE_ND] = "neighbour solicitation",
	};

	return words[resolve];
}

static void print_piece(const struct mst_route_piece *piece)
{
	char first[MST_ADDR_TEXT], last[MST_ADDR_TEXT], addr[MST_ADDR_TEXT], mac[MST_LINK_ADDR_TEXT], number[64];

	mst_addr_format(&piece->first, first);
	mst_addr_format(&piece->last, last);
	if (mst_addr_equal(&piece->first, &piece->last))
		mst_print(stdout, "%s\n", first);
	else if (piece->next_hops > 1)
		mst_print(stdout, "%s - %s  (%s of them, by one of %u next hops)\n", first, last,
		          mst_write_grouped(number, sizeof number, piece->targets), piece->next_hops);
	else
		mst_print(stdout, "%s - %s  (%s)\n", first, last,
		          mst_write_grouped(number, sizeof number, piece->targets));
	if (piece->reserved && piece->targets == 1)
		printf("    a network or broadcast address of this machine's subnets: never probed\n");
	else if (piece->reserved)
		mst_print(stdout,
		          "    %u network or broadcast address%s of this machine's subnets among them: never probed\n",
		          piece->reserved, piece->reserved == 1 ? "" : "es");
	if (!*piece->interface) {
		mst_print(stdout, "    %s\n",
		          piece->kind == MST_ROUTE_NONE ? "no route" : mst_route_kind_name(piece->kind));
		return;
	}
	mst_addr_format(&piece->source, addr);
	mst_print(stdout, "    %s, through %s from %s, MTU %u%s%s\n", mst_route_kind_name(piece->kind),
	          piece->interface, addr, piece->mtu, *piece->encapsulation ? ", encapsulated by the kernel: " : "",
	          piece->encapsulation);
	mst_addr_format(&piece->gateway, addr);
	if (piece->gateway.family)
		mst_print(stdout, "    gateway %s%s%s\n", addr, piece->has_mac ? " is at " : "",
		          piece->has_mac ? mst_link_addr_format(piece->mac, sizeof piece->mac, mac) : "");
	if (piece->resolve)
		mst_print(stdout, "    %s resolved by %s\n", piece->gateway.family ? "it is" : "each is",
		          word_of(piece->resolve));
}

/* ---- for programs ---- */

#define TEXTS 5 /* of a row */
struct row_texts {
	char texts[TEXTS][MST_ADDR_TEXT];
};

#define COLUMNS(X) \
	X("first", mst_text_pair(name, texts->texts[0])) \
	X("last", mst_text_pair(name, texts->texts[1])) \
	X("targets", count_or_rough(name, piece->targets)) \
	X("next_hops", mst_count_pair(name, piece->next_hops)) \
	X("kind", mst_text_pair(name, mst_route_kind_name(piece->kind))) \
	X("interface", mst_text_pair(name, piece->interface)) \
	X("encapsulation", mst_text_pair(name, piece->encapsulation)) \
	X("mtu", sent ? mst_count_pair(name, piece->mtu) : mst_text_pair(name, "")) \
	X("source", mst_text_pair(name, texts->texts[2])) \
	X("gateway", mst_text_pair(name, texts->texts[3])) \
	X("gateway_mac", mst_text_pair(name, texts->texts[4])) \
	X("resolved_by", mst_text_pair(name, word_of(piece->resolve))) \
	X("reserved", mst_count_pair(name, piece->reserved))

static const char *const columns[] = { COLUMNS(MST_ROW_NAME) NULL };

/* A count above 64 bits is rounded to a real. */
static struct mst_pair count_or_rough(const char *name, mst_uint128 count)
{
	return count > UINT64_MAX ? mst_real_pair(name, (double)count) : mst_count_pair(name, (uint64_t)count);
}

static void write_texts(struct row_texts *texts, const struct mst_route_piece *piece)
{
	mst_addr_format(&piece->first, texts->texts[0]);
	mst_addr_format(&piece->last, texts->texts[1]);
	mst_addr_format(&piece->source, texts->texts[2]);
	mst_addr_format(&piece->gateway, texts->texts[3]);
	if (piece->has_mac) {
		char mac[MST_LINK_ADDR_TEXT];

		snprintf(texts->texts[4], sizeof texts->texts[4], "%.*s", MST_ADDR_TEXT - 1,
		         mst_link_addr_format(piece->mac, sizeof piece->mac, mac));
	}
}

static void fill_row(struct mst_pair *pairs, const struct mst_route_piece *piece, const struct row_texts *texts)
{
	bool sent = *piece->interface;

	COLUMNS(MST_ROW_PUT)
}

static int write_sheets(struct run *run, struct mst_error *err)
{
	size_t count = run->routing->count;
	struct mst_pairs *rows = mst_sheet_rows(count, sizeof columns / sizeof *columns - 1);
	struct row_texts *texts = calloc(count + 1, sizeof *texts);
	struct mst_sheet_table table = {
		.name = "routes", .record = "route", .columns = columns, .rows = rows, .count = count
	};
	struct mst_sheet_content content = { .tables = &table, .count = 1 };
	int code = rows && texts ? 0 : mst_fail(err, -ENOMEM, "no memory for the table");

	for (size_t i = 0; i < count && code == 0; i++) {
		write_texts(&texts[i], &run->routing->pieces[i]);
		fill_row((struct mst_pair *)rows[i].pairs, &run->routing->pieces[i], &texts[i]);
	}
	if (code == 0)
		code = mst_sheets_write(&run->sheets, &content, err);
	free(texts);
	free(rows);
	return code;
}

/* ---- the command ---- */

static int find(struct run *run, struct mst_error *err)
{
	struct mst_probing *options = run->options;
	struct mst_route_config config = { options->scan.route.interface, options->scan.route.source_ip,
		                           options->scan.route.no_arp, options->scan.route.by_user,
		                           options->scan.route.user };
	int code;

	run->targets = mst_targets_new();
	if (!run->targets)
		return mst_fail(err, -ENOMEM, "no memory for targets");
	code = mst_probing_find_targets(options, run->targets, err);
	for (size_t i = 0; code == 0 && options->verbose && mst_targets_note(run->targets, i); i++)
		mst_print(stderr, "%s\n", mst_targets_note(run->targets, i));
	return code < 0 ? code : mst_routing_find(&run->routing, run->targets, &config, err);
}

static int print(struct run *run, struct mst_error *err)
{
	int code;

	for (size_t i = 0; i < run->routing->count && !run->sheets.to_stdout; i++)
		print_piece(&run->routing->pieces[i]);
	code = write_sheets(run, err);
	return code == 0 ? mst_stdout_flush(err) : code;
}

/* Names and files are read with the caller's rights, routes by anybody. */
static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct mst_probing *options = values;

	rights->files.outputs = &options->outputs;
	rights->files.inputs = &options->inputs;
	rights->files.others = &options->exclude_files;
}

static int run_route(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	struct mst_probing *options = call->values;
	int code;

	run->options = options;
	code = find(run, err);
	if (code == 0)
		code = mst_privilege_drop(call->rights, err);
	if (code == 0)
		code = mst_sheets_open(&run->sheets, &options->outputs, &options->sheet, err);
	if (code == 0)
		code = print(run, err);
	if (code < 0)
		return code;
	return mst_targets_unresolved(run->targets) > 0 ? MST_EXIT_COULD_NOT : MST_EXIT_DONE;
}

static const struct mst_example examples[] = {
	{ "muster route 10.0.0.0/8 2001:db8::/32", "show the next hop of every part of these networks" },
	{ "muster route --interface eth1 10.0.2.0/24", "show it as if all had to go through eth1" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the routes were printed, also where there is no route" },
	{ "1", "the kernel could not be asked, an output could not be written, or a name has no address" },
	{ "2", "the command line was not understood" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_route = {
	.name = "route",
	.arguments = "TARGETS …",
	.summary = "show how each target would be reached",
	.description = "Splits the targets as sweep and scan do before they begin, and prints for each part the "
		       "interface, source address and MTU; the gateway, with its link-layer address if the neighbour "
		       "table has it, or that the targets are on-link; and how link-layer addresses are resolved. "
		       "Routes of the types unreachable, prohibit and blackhole are shown as such, and so are targets "
		       "without a route. Policy rules apply. Network and broadcast addresses of this machine's "
		       "subnets, which sweep, scan and watch leave out, are counted. Nothing is sent.",
	.options = options_table,
	.values_size = sizeof(struct mst_probing),
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_route,
	.close = close_run,
};
