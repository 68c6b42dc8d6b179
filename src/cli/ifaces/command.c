/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * command.c - ifaces: the network interfaces of this machine.
 */
#include <errno.h>
#include <muster/text.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/common/command.h"
#include "cli/common/privilege.h"
#include "cli/common/standard_output.h"
#include "cli/common/terminal.h"
#include "cli/ifaces/look.h"
#include "cli/options/options.h"
#include "cli/options/values.h"

struct options {
	struct mst_words outputs;
	struct mst_sheet_config sheet;
	bool ip, ipv6, up, verbose;
};

#define FIELD(member) MST_MEMBER(struct options, member)

static const struct mst_option options_table[] = {
	MST_HEADING("Selection"),
	{ "up", 0, MST_OPT_FLAG, FIELD(up), NULL, .meaning = "list only interfaces that are up" },
	{ "ip", 0, MST_OPT_FLAG, FIELD(ip), NULL,
	  .meaning =
	          "print only the primary address of the interface, for scripts; without NAME, that of the interface "
	          "to the default gateway" },
	{ "ipv6", '6', MST_OPT_FLAG, FIELD(ipv6), NULL, .meaning = "print the IPv6 address; only with --ip" },

	MST_HEADING("Results"),
	MST_SHEETS_OPTIONS(struct options),

	MST_HEADING("Messages"),
	{ "verbose", 'v', MST_OPT_FLAG, FIELD(verbose), NULL,
	  .meaning = "also print in sentences why engines do not work, or only when they are named" },
	MST_SANDBOX_OPTION,
	{ "help", 'h', MST_OPT_FLAG, MST_NOWHERE, NULL, .meaning = "show this help" },
	{ .kind = MST_OPT_END },
};

/* Everything one run holds; closing accepts whatever exists so far. */
struct run {
	const struct options *options;
	const struct mst_rights *rights;
	const struct mst_words *names; /* of the interfaces; none: all */
	struct mst_interfaces *all;
	struct mst_iface_looks looks;
	struct mst_sheets sheets;
};

static void close_run(void *state)
{
	struct run *run = state;

	mst_sheets_close(&run->sheets);
	free(run->looks.items);
	mst_interfaces_free(run->all);
}

static int check(void *values, const struct mst_arguments *arguments, struct mst_error *err)
{
	const struct options *options = values;
	const struct mst_words *names = &arguments->words;

	if (options->ipv6 && !options->ip)
		return mst_fail(err, -EINVAL, "--ipv6 chooses the address that --ip prints: expected --ip too");
	if (options->ip && options->outputs.count)
		return mst_fail(err, -EINVAL,
		                "--ip prints one address, --output writes all there is: expected one of them");
	if (options->ip && names->count > 1)
		return mst_fail(err, -EINVAL, "--ip prints one address, and %zu interfaces are named: expected one",
		                names->count);
	return mst_sheets_check(&options->outputs, &options->sheet, err);
}

static int refuse_name(const struct run *run, const char *name, struct mst_error *err)
{
	struct mst_suggestion suggestion = { .meant = name };
	char names[MST_ERROR_TEXT / 2] = "";

	for (size_t i = 0; i < run->all->count; i++) {
		mst_suggest(&suggestion, run->all->items[i].name);
		mst_names_add(names, sizeof names, run->all->items[i].name);
	}
	if (suggestion.best)
		return mst_fail(err, -ENODEV, "there is no interface %s here; did you mean %s?", name, suggestion.best);
	return mst_fail(err, -ENODEV, "there is no interface %s here; there are: %s", name, names);
}

/* ---- --ip ---- */

/* The interface of the default route that is taken. */
static const struct mst_interface *default_interface(const struct mst_interfaces *all, uint8_t family)
{
	const struct mst_interface *best = NULL;
	uint32_t metric = 0;

	for (size_t i = 0; i < all->count; i++) {
		for (size_t k = 0; k < all->items[i].gateway_count; k++) {
			const struct mst_interface_gateway *gateway = &all->items[i].gateways[k];

			if (gateway->family != family || (best && gateway->metric >= metric))
				continue;
			best = &all->items[i];
			metric = gateway->metric;
		}
	}
	return best;
}

static int print_ip(const struct run *run, struct mst_error *err)
{
	const struct mst_words *names = run->names;
	uint8_t family = run->options->ipv6 ? MST_IPV6 : MST_IPV4;
	const struct mst_interface *interface = names->count ? mst_interface_named(run->all, names->items[0])
	                                                     : default_interface(run->all, family);
	const struct mst_interface_addr *addr;
	char text[MST_ADDR_TEXT];

	if (!interface && names->count)
		return refuse_name(run, names->items[0], err);
	if (!interface)
		return mst_fail(err, -ENODEV,
		                "no interface is named, and there is no default gateway of IPv%u to choose one by",
		                family);
	if (run->options->up && interface->state != MST_INTERFACE_UP)
		return mst_fail(err, -ENETDOWN, "interface %s is not up: %s", interface->name,
		                mst_interface_state_name(interface->state));
	addr = mst_interface_primary(interface, family);
	if (!addr)
		return mst_fail(err, -EADDRNOTAVAIL, "interface %s has no IPv%u address", interface->name, family);
	mst_addr_format(&addr->addr, text);
	mst_print(stdout, "%s\n", text);
	return 0;
}

/* ---- all there is ---- */

static void look(struct run *run, const struct mst_interface *interface)
{
	if (run->options->up && interface->state != MST_INTERFACE_UP)
		return;
	mst_iface_look_at(&run->looks.items[run->looks.count++], interface);
	run->looks.up += interface->state == MST_INTERFACE_UP;
}

static bool is_named(const struct mst_words *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (strcmp(names->items[i], name) == 0)
			return true;
	}
	return names->count == 0;
}

static int look_at_all(struct run *run, struct mst_error *err)
{
	const struct mst_words *names = run->names;

	for (size_t i = 0; i < names->count; i++) {
		if (!mst_interface_named(run->all, names->items[i]))
			return refuse_name(run, names->items[i], err);
	}
	run->looks.items = calloc(run->all->count + 1, sizeof *run->looks.items);
	if (!run->looks.items)
		return mst_fail(err, -ENOMEM, "no memory for the interfaces");
	for (size_t i = 0; i < run->all->count; i++) {
		if (is_named(names, run->all->items[i].name))
			look(run, &run->all->items[i]);
	}
	return 0;
}

/* Engines are tried with all privileges; then these are dropped, and files belong to the user who called sudo. */
static int report(struct run *run, struct mst_error *err)
{
	struct mst_ifaces_style style = { mst_terminal_of(STDOUT_FILENO).colour, run->options->verbose };
	int code = look_at_all(run, err);

	if (code == 0)
		code = mst_privilege_drop(run->rights, err);
	if (code == 0)
		code = mst_sheets_open(&run->sheets, &run->options->outputs, &run->options->sheet, err);
	if (code < 0)
		return code;
	if (!run->sheets.to_stdout)
		mst_ifaces_print(&run->looks, &style, stdout);
	return mst_ifaces_write(&run->sheets, &run->looks, err);
}

static int run_ifaces(const struct mst_call *call, struct mst_error *err)
{
	struct run *run = call->state;
	int code;

	run->options = call->values;
	run->rights = call->rights;
	run->names = &call->arguments->words;
	code = mst_interfaces_read(&run->all, err);
	if (code == 0)
		code = run->options->ip ? print_ip(run, err) : report(run, err);
	return code == 0 ? mst_stdout_flush(err) : code;
}

/* Engines are looked for as a scan would. */
static void rights_of(const void *values, struct mst_rights *rights)
{
	const struct options *options = values;

	rights->needs = options->ip ? 0 : MST_RIGHT_SOCKETS | MST_RIGHT_PROGRAMS | MST_RIGHT_NAMESPACE;
	rights->files.outputs = &options->outputs;
}

static const struct mst_example examples[] = {
	{ "muster ifaces", "list all interfaces, addresses, gateways and engines" },
	{ "muster ifaces --up -o json:- | jq '.addresses[].address'", "use it in a program" },
	{ "muster scan $(muster ifaces --ip eth0)/24 -p 22", "scan the network of an interface" },
	{ NULL, NULL },
};

static const struct mst_exit_code exits[] = {
	{ "0", "the interfaces were listed" },
	{ "1", "there is no such interface, it has no such address, or an output could not be written" },
	{ "2", "the command line was not understood" },
	{ NULL, NULL },
};

const struct mst_command mst_cmd_ifaces = {
	.name = "ifaces",
	.arguments = "[NAME …]",
	.summary = "list the network interfaces of this machine",
	.description = "Lists name, index, state, type, MTU and MAC address of every interface of this network "
		       "namespace, or of those named; all addresses with prefix length and scope; the default gateway "
		       "behind it, with its MAC address if the neighbour table has it; and the engines that can send "
		       "and receive there with the privileges of this process: those that scans choose, the first of "
		       "them by default; those that work only when --engine or --rx names them; and those that do not "
		       "work, each with the reason in a word. The state is up, down (switched off), "
		       "or no carrier (switched on, but not connected). Nothing is sent.",
	.options = options_table,
	.values_size = sizeof(struct options),
	.examples = examples,
	.exits = exits,
	.check = check,
	.rights = rights_of,
	.state_size = sizeof(struct run),
	.run = run_ifaces,
	.close = close_run,
};
