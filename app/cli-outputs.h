/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_OUTPUTS_H
#define CLI_OUTPUTS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/cli-options.h"

#define CLI_OUTPUTS_SAME "cannot be two results at once"
#define CLI_OUTPUTS_STREAM "standard output" /* what "-" is called */

/* Where the results of each recording go. */
typedef struct
{
  char *files[CLI_N_FILES]; /* NULL: not requested */
  char *stems;              /* folder; NULL: not requested */
  bool shared;              /* another recording may have had these names before */
} CliOutput;

typedef struct
{
  CliOutput *outputs; /* [n] */
  size_t n;
} CliOutputs;

/* Finds a name for every result, each another, and creates the folders named by the options where they are missing.
 * Reports errors and returns the exit status. Clear it with cli_outputs_clear() in any case. */
int cli_outputs_plan (CliOutputs *self, const CliOptions *options);
void cli_outputs_clear (CliOutputs *self);

/* Removes what runs that were killed left where the results will go. */
void cli_outputs_clean (const CliOutputs *self);

/* Whether a result goes to standard output. */
bool cli_outputs_is_stream (const char *path);

/* The folder of the results of one recording, NULL where they have none. */
char *cli_outputs_dup_folder (const CliOutput *output);

/* Why @path, which leads to the same file as one of the recordings or what else is read, must never be written to;
 * NULL: it may be. */
const char *cli_outputs_why_kept (const CliOptions *options, const char *path);

/* Whether all results of the recording @input are there, newer than it, and surely its own. */
bool cli_outputs_are_done (const CliOutput *output, const char *input, CtStemFormat format);

/* Whether two paths lead to the same file, which exists. */
bool cli_outputs_same_file (const char *a, const char *b);

#endif
