/*
 * values.h - values whose type is a text, checked before anything is looked up, opened or asked.
 */
#ifndef MST_CLI_OPTIONS_VALUES_H
#define MST_CLI_OPTIONS_VALUES_H

#include <muster/engine.h>
#include <muster/error.h>

/* Puts "--option value: " in front of a sentence that has no option in it. Returns `code`; 0 changes nothing. */
int mst_value_named(struct mst_error *err, int code, const char *option, const char *value);

/* An engine's name, or auto; NULL is fine. What this build lacks is not its matter. -EINVAL with the names there are. */
int mst_value_check_engine(enum mst_way way, const char *option, const char *value, struct mst_error *err);

/* An interface of this machine, or `also` where that is not NULL; NULL is fine. -EINVAL with those there are. */
int mst_value_check_interface(const char *option, const char *value, const char *also, struct mst_error *err);

/* A program that can be run: a path, or a name in PATH. -EINVAL. */
int mst_value_check_program(const char *option, const char *value, struct mst_error *err);

#endif
