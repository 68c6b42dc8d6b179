/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * fixture_report.h - what the tests of reports share: a folder of their own, verdicts in one line, files read back.
 */
#ifndef TEST_REPORT_FIXTURE_REPORT_H
#define TEST_REPORT_FIXTURE_REPORT_H

#include <muster/report.h>

#define ALL_STATES UINT32_MAX
#define ONLY(state) (1u << (state))
#define NO_PAIRS ((struct mst_pairs){ 0 })

/* Files of the folder are named without it; outputs as "FORMAT:NAME". */
struct report_fixture {
	char folder[64];
	struct mst_report_config config;
	struct mst_report *report;
	struct mst_error err;
};

/* A new folder. The report is made by the first fixture_add, of `config`. */
struct report_fixture fixture_new(void);
void fixture_free(struct report_fixture *fixture);

/* mst_report_add of FORMAT:FOLDER/NAME; other paths as they are with fixture_add_as_is. Return its code. */
int fixture_add(struct report_fixture *fixture, const char *output);
int fixture_add_as_is(struct report_fixture *fixture, const char *output);

/* begin, write all, end; each must succeed. */
void fixture_report_all(struct report_fixture *fixture, const struct mst_result *results, size_t count);

/* The parts; they return the code. */
int fixture_begin(struct report_fixture *fixture);
int fixture_write(struct report_fixture *fixture, const struct mst_result *results, size_t count);
int fixture_end(struct report_fixture *fixture);

/* The content of a file; must be there. Static, overwritten by the next call. */
const char *fixture_read(const struct report_fixture *fixture, const char *name);
void fixture_put(const struct report_fixture *fixture, const char *name, const char *content);
bool fixture_has(const struct report_fixture *fixture, const char *name);

/* How many files are in the folder, hidden ones too. */
int fixture_files(const struct report_fixture *fixture);

/* What a shell command prints, run in the folder; it must exit with 0. Static, overwritten by the next call. */
const char *fixture_run(const struct report_fixture *fixture, const char *command);

/* 10.0.x.y from a number; answered hosts, silent ones, ports. */
struct mst_result host_up(unsigned number);
struct mst_result host_down(unsigned number);
struct mst_result port_in(unsigned number, uint16_t port, enum mst_state state);

/* A router says that it cannot be reached. */
struct mst_result host_unreachable(unsigned number);

/* The late answer of a host that was said to be in another state. */
struct mst_result host_amended_up(unsigned number, enum mst_state was);

#endif
