/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_LIST_H
#define CLI_LIST_H

#include <stdbool.h>
#include <stddef.h>

/* Names of recordings out of a file. */
typedef struct
{
  char **names; /* [n] */
  size_t n;
} CliList;

/* Adds a copy of @name; false without memory. */
bool cli_list_add (CliList *self, const char *name);

/* Adds what the file at @path names, a recording a line; "-" is standard input. Lines may end as on Windows, and empty
 * ones are passed over. Reports errors. */
bool cli_list_read (CliList *self, const char *path);

void cli_list_clear (CliList *self);

#endif
