/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_STATS_H
#define CLI_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "app/cli-options.h"
#include "core/base/ct-key.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/transcribe/ct-transcriber.h"

/* What was measured on one recording. */
typedef struct
{
  const char *input;              /* borrowed */
  const char *path;               /* where it is read from, borrowed; NULL: not any more */
  const char *files[CLI_N_FILES]; /* borrowed; NULL: none written */
  const char *stems;              /* borrowed; NULL: none written */
  char key[CT_PITCH_NAME_SIZE];   /* that holds longest; "": not known */
  CtStatus status;
  char *problem;    /* what was said of it where it failed; owned */
  bool done_before; /* nothing was left to do */
  double audio_s;
  int stream; /* the sound stream that was read, from 1 */
  double stage_s[CT_N_STAGES];
  double write_s;
  double stems_s;
  double total_s;
  size_t n_tracks;
  size_t n_notes;
  size_t n_hits;
} CliFileStats;

typedef struct
{
  CliFileStats *files; /* [n], those begun */
  size_t n;
  size_t n_threads;
  CtSimdLevel simd;
  double total_s; /* of the whole run, with its preparation */
} CliStats;

/* Frees what it holds. */
void cli_stats_clear (CliStats *self);

/* What became of a recording. */
const char *cli_stats_outcome (const CliFileStats *file);

/* Prints one JSON object on one line: totals, and a list "files". */
void cli_stats_print (const CliStats *self, FILE *stream);

#endif
