/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line, a word a line, and after a zero byte the list of recordings that it may name "list". */
#include <getopt.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli-input.h"
#include "app/cli-options.h"
#include "app/cli-values.h"
#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"
#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/rhythm/ct-note-grid.h"
#include "tests/fuzz/fuzz-folder.h"
#include "tests/fuzz/fuzz-target.h"

#define MAX_WORDS 64

/* The parsers of values by themselves: what they accept is in its range, and names are read as they are written. */
static void
check_value (const char *text)
{
  double number;
  int integer, low, high;
  CliRaw raw;
  CtKey key = { 0 }, key_again;
  CtChord chord, chord_again;
  CtNoteGrid grid;
  char name[CT_PITCH_NAME_SIZE];

  FUZZ_REQUIRE (!cli_value_number (text, &number) || isfinite (number));
  if (cli_value_integer (text, &integer) && cli_value_number (text, &number))
    FUZZ_REQUIRE (number == integer);
  (void) cli_value_pitch_range (text, &low, &high);
  (void) ct_note_grid_parse (text, &grid);
  if (cli_raw_parse (text, &raw))
    FUZZ_REQUIRE (raw.rate_hz > 0 && raw.channels > 0 && raw.bits >= 8 && raw.bits <= 64);
  if (ct_key_parse (text, &key))
    {
      ct_key_name (&key, CT_ACCIDENTAL_ASCII, name);
      FUZZ_REQUIRE (ct_key_parse (name, &key_again) && ct_key_equal (&key, &key_again));
    }
  if (ct_chord_parse (text, &chord))
    {
      ct_chord_name (&chord, &key, CT_SPELLING_KEY, CT_ACCIDENTAL_ASCII, name);
      FUZZ_REQUIRE (ct_chord_parse (name, &chord_again) && chord_again.quality == chord.quality
                    && chord_again.root == chord.root && chord_again.bass == chord.bass);
    }
}

static void
check_accepted (const CliOptions *options)
{
  FUZZ_REQUIRE (options->n_inputs > 0 && options->n_parts > 0 && options->part < options->n_parts);
  for (size_t i = 0; i < options->n_inputs; i++)
    FUZZ_REQUIRE (options->inputs[i]);
  FUZZ_REQUIRE (isfinite (options->span.start_s) && options->span.end_s > options->span.start_s);
  FUZZ_REQUIRE (options->stream >= 0 && options->n_threads <= 256 && isfinite (options->tempo));
  FUZZ_REQUIRE (ct_note_decoder_options_check (&options->engine.notes) == CT_STATUS_OK);
  FUZZ_REQUIRE (options->engine.notes.midi_low <= options->engine.notes.midi_high);
  FUZZ_REQUIRE (ct_key_is_valid (&options->key));
}

/* Errors are one line each, whatever was typed, and nothing else says anything. */
static void
check_said (CliCommand command, const char *said, size_t size)
{
  FUZZ_REQUIRE ((command == CLI_USAGE_ERROR) == (size > 0));
  FUZZ_REQUIRE (size == 0 || strchr (said, '\n') == said + size - 1);
  for (size_t i = 0; i + 1 < size; i++)
    FUZZ_REQUIRE ((unsigned char) said[i] >= 0x20 && said[i] != 0x7f);
}

static void
parse (int n, char **words)
{
  FILE *old = stderr;
  CliOptions options;
  CliCommand command;
  char *said = NULL;
  size_t size = 0;

  /* a sanitizer writes to the descriptor */
  stderr = open_memstream (&said, &size);
  FUZZ_REQUIRE (stderr);
  optind = 0;
  command = cli_options_parse (&options, n, words);
  fclose (stderr);
  stderr = old;
  check_said (command, said, size);
  free (said);
  if (command == CLI_TRANSCRIBE)
    check_accepted (&options);
  cli_options_clear (&options);
}

/* The list that the words can name; standard input has none. */
static void
begin (const uint8_t *list, size_t size)
{
  static bool begun;

  if (!begun)
    FUZZ_REQUIRE (chdir (fuzz_folder ()) == 0 && freopen ("/dev/null", "re", stdin));
  begun = true;
  fuzz_folder_write ("list", list, size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const uint8_t *zero = size > 0 ? memchr (data, 0, size) : NULL;
  size_t length = zero ? (size_t) (zero - data) : size;
  char *text = malloc (length + 1), *rest = NULL, *words[MAX_WORDS + 2] = { "coloratura-cli" };
  int n = 1;

  FUZZ_REQUIRE (text);
  memcpy (text, data, length);
  text[length] = '\0';
  begin (zero ? zero + 1 : data, zero ? size - length - 1 : 0);
  for (char *word = strtok_r (text, "\n", &rest); word && n <= MAX_WORDS; word = strtok_r (NULL, "\n", &rest))
    {
      check_value (word);
      words[n++] = word;
    }
  parse (n, words);
  free (text);
  return 0;
}
