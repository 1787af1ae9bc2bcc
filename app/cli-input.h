/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_INPUT_H
#define CLI_INPUT_H

#include <stdatomic.h>
#include <stdbool.h>

#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"

/* The name of what is read from standard input. */
#define CLI_INPUT_STREAM "-"

/* Samples without a header. */
typedef struct
{
  int rate_hz; /* 0: there is a header */
  int channels;
  int bits;      /* of a sample: 8, 16, 24, 32 or 64 */
  bool is_float; /* else whole numbers, with a sign unless they have 8 bits */
  bool big_endian;
} CliRaw;

/* A recording as it is read: where it is, or a copy without a name of what comes through a pipe or has no header. */
typedef struct
{
  const char *path;
  CtScratchFile *copy; /* NULL: none */
  char copy_path[40];
} CliInput;

/* Reads RATE:CHANNELS:FORMAT, as in 44100:2:s16 or 48000:1:f32be. */
bool cli_raw_parse (const char *text, CliRaw *out);

/* Opens the recording @name; it must be closed in any case. A copy goes to one of the places @scratch. */
CtStatus cli_input_open (CliInput *self,
                         const char *name,
                         const CliRaw *raw,
                         const CtScratchPlaces *scratch,
                         const atomic_bool *cancelled);
void cli_input_close (CliInput *self);

#endif
