/*
 * desk.h - what the tests of reports share: a folder of their own, verdicts in one line, files read back.
 */
#ifndef TEST_REPORT_DESK_H
#define TEST_REPORT_DESK_H

#include <muster/report.h>

#define ALL_STATES UINT32_MAX
#define ONLY(state) (1u << (state))
#define NO_PAIRS ((struct mst_pairs){ 0 })

/* Files of the folder are named without it; outputs as "FORMAT:NAME". */
struct desk {
	char folder[64];
	struct mst_report_config config;
	struct mst_report *report;
	struct mst_error err;
};

/* A new folder. The report is made by the first desk_add, of `config`. */
struct desk desk_new(void);
void desk_free(struct desk *desk);

/* mst_report_add of FORMAT:FOLDER/NAME; other paths as they are with desk_add_as_is. Return its code. */
int desk_add(struct desk *desk, const char *output);
int desk_add_as_is(struct desk *desk, const char *output);

/* begin, write all, end; each must succeed. */
void desk_report(struct desk *desk, const struct mst_result *results, size_t count);

/* The parts; they return the code. */
int desk_begin(struct desk *desk);
int desk_write(struct desk *desk, const struct mst_result *results, size_t count);
int desk_end(struct desk *desk);

/* The content of a file; must be there. Static, overwritten by the next call. */
const char *desk_read(const struct desk *desk, const char *name);
void desk_put(const struct desk *desk, const char *name, const char *content);
bool desk_has(const struct desk *desk, const char *name);

/* How many files are in the folder, hidden ones too. */
int desk_files(const struct desk *desk);

/* What a shell command prints, run in the folder; it must exit with 0. Static, overwritten by the next call. */
const char *desk_run(const struct desk *desk, const char *command);

/* 10.0.x.y from a number; answered hosts, silent ones, ports. */
struct mst_result host_up(unsigned number);
struct mst_result host_down(unsigned number);
struct mst_result port_in(unsigned number, uint16_t port, enum mst_state state);

/* A router says that it cannot be reached. */
struct mst_result host_unreachable(unsigned number);

/* The late answer of a host that was said to be in another state. */
struct mst_result host_amended_up(unsigned number, enum mst_state was);

#endif
