/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * look.h - the interfaces that were asked for, with the engines that can be had at each; as a table for people
 * and as rows for programs.
 */
#ifndef MST_CLI_IFACES_LOOK_H
#define MST_CLI_IFACES_LOOK_H

#include <muster/engine.h>
#include <muster/net.h>
#include <stdio.h>

#include "cli/options/sheets.h"

/* One engine at one interface. */
struct mst_engine_look {
	enum mst_engine_role role;
	const char *name;
	struct mst_engine_state state;
};

#define MST_ENGINES_MAX 16

struct mst_iface_look {
	const struct mst_interface *interface;
	struct mst_engine_look engines[MST_ENGINES_MAX];
	size_t engine_count;
};

struct mst_iface_looks {
	struct mst_iface_look *items;
	size_t count, up;
};

/* Tries every engine at the interface, sending nothing. */
void mst_iface_look_at(struct mst_iface_look *look, const struct mst_interface *interface);

struct mst_ifaces_style {
	bool colour;
	bool verbose; /* why engines do not work, or only when they are named, in a sentence each */
};

void mst_ifaces_print(const struct mst_iface_looks *looks, const struct mst_ifaces_style *style, FILE *out);
int mst_ifaces_write(struct mst_sheets *sheets, const struct mst_iface_looks *looks, struct mst_error *err);

#endif
