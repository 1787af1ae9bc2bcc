/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "app/cli-input.h"
#include "app/cli-list.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-pitch-name.h"
#include "core/isolation/ct-stem-files.h"
#include "core/rhythm/ct-quantise.h"
#include "core/transcribe/ct-transcriber-options.h"

/* The files that are written for a recording. */
typedef enum
{
  CLI_FILE_MIDI,
  CLI_FILE_NOTES,  /* a table */
  CLI_FILE_CHORDS, /* a table */
  CLI_FILE_MUSICXML,
  CLI_FILE_JIANPU,
  CLI_FILE_JSON,
  CLI_N_FILES,
} CliFile;

/* What is to be known of keys. */
typedef enum
{
  CLI_KEY_NONE,
  CLI_KEY_AUTO,  /* find them */
  CLI_KEY_GIVEN, /* the whole is in one */
} CliKeyMode;

typedef enum
{
  CLI_TRANSCRIBE,
  CLI_MEMORY_LIST,
  CLI_MEMORY_LEARN,
  CLI_MEMORY_FORGET,
  CLI_HELP,
  CLI_VERSION,
  CLI_USAGE_ERROR, /* reported on standard error */
} CliCommand;

/* What the command line asks for; all other text is borrowed from it. */
typedef struct
{
  CliCommand command;
  CliList list;  /* those below, if a file lists them */
  CliList read;  /* other files that are read: lists, known timbres, weights */
  char **inputs; /* [n_inputs], at least one but for what lists and forgets timbres */
  size_t n_inputs;
  CliRaw raw;           /* what they hold, if they have no header */
  size_t part, n_parts; /* of the recordings: part 0 of 1 is all */
  bool resume;          /* pass over what is done */
  const char *report;   /* NULL: not given */
  const char *memory;   /* file of known timbres; NULL: not given */
  char **names;         /* [n_names]: what of it to forget, or "1=Anna", what to learn */
  size_t n_names;
  const char *files[CLI_N_FILES]; /* where to write each; NULL: not given */
  const char *stems;              /* folder; NULL: not given */
  CtStemFormat stem_format;
  const char *weights; /* NULL: the built-in ones */
  CtTranscriberOptions engine;
  CtTimeSpan span;
  int stream;       /* of the sound streams of a recording, from 1; 0: the first with sound in it */
  size_t n_threads; /* 0: as many as there are processors */
  bool beats;       /* find them */
  double tempo;     /* beats a minute; 0: not known */
  bool quantised;   /* put notes on a grid */
  CtQuantiseOptions quantise;
  CliKeyMode key_mode;
  CtKey key;       /* the one given */
  bool note_names; /* name the notes of the table */
  CtPitchNaming naming;
  bool transposed; /* parts of sheet music, for instruments that transpose */
  bool bends;
  bool no_percussion; /* drum hits are not looked for */
  bool stats;
  bool quiet;
} CliOptions;

/* The program's exit status. */
enum
{
  CLI_EXIT_DONE = 0,
  CLI_EXIT_FAILED = 1,    /* some recordings failed, the others were transcribed */
  CLI_EXIT_USAGE = 2,     /* an invalid command line */
  CLI_EXIT_STOPPED = 130, /* by a signal */
};

/* Parses the command line and reorders its arguments. Clear the options with cli_options_clear() in any case. */
CliCommand cli_options_parse (CliOptions *self, int argc, char **argv);
void cli_options_clear (CliOptions *self);

#endif
