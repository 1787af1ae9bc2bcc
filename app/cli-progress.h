/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

/* A progress bar on a terminal, in one line. */
typedef struct
{
  bool active; /* there is a terminal, and --quiet was not given */
  const char *name;
  size_t number;  /* of the recording, from 1 */
  size_t n;       /* recordings in all */
  int percent;    /* last shown; -1: none */
  double shown_s; /* when that was */
} CliProgress;

void cli_progress_init (CliProgress *self, bool quiet);

/* A recording begins; @name is borrowed until the end. */
void cli_progress_begin (CliProgress *self, const char *name, size_t number, size_t n);

/* A CtProgressFunc; @data is the CliProgress. */
void cli_progress_update (double fraction, void *data);

/* Clears the line, so that other text may follow. */
void cli_progress_end (CliProgress *self);

#endif
