/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-options.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/cli-command.h"
#include "app/cli-text.h"
#include "app/cli-values.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/timbre/ct-timbre-cluster.h"

#define MAX_SECONDS 1e6
#define MAX_LENGTH_MS 10000
#define MAX_THREADS 256
#define MIN_TEMPO 40
#define MAX_TEMPO 240
#define STRING_(x) #x
#define STRING(x) STRING_ (x)

enum
{
  OPTION_TRACKS = 256,
  OPTION_CSV,
  OPTION_CHORDS,
  OPTION_MUSICXML,
  OPTION_LIST,
  OPTION_PART,
  OPTION_RESUME,
  OPTION_REPORT,
  OPTION_JSON,
  OPTION_JIANPU,
  OPTION_TRANSPOSED,
  OPTION_STEMS,
  OPTION_STEMS_FORMAT,
  OPTION_ONSET,
  OPTION_FRAME,
  OPTION_REPETITION,
  OPTION_MIN_LENGTH,
  OPTION_PITCH_RANGE,
  OPTION_THREADS,
  OPTION_START,
  OPTION_STREAM,
  OPTION_RAW,
  OPTION_DURATION,
  OPTION_STATS,
  OPTION_QUIET,
  OPTION_WEIGHTS,
  OPTION_BENDS,
  OPTION_BEATS,
  OPTION_TEMPO,
  OPTION_QUANTISE,
  OPTION_KEY,
  OPTION_NOTE_NAMES,
  OPTION_MEMORY,
  OPTION_PERCUSSION,
  OPTION_HELP,
  OPTION_VERSION,
};

static const struct option long_options[] = {
  { "tracks", required_argument, NULL, OPTION_TRACKS },
  { "csv", required_argument, NULL, OPTION_CSV },
  { "chords", required_argument, NULL, OPTION_CHORDS },
  { "musicxml", required_argument, NULL, OPTION_MUSICXML },
  { "list", required_argument, NULL, OPTION_LIST },
  { "part", required_argument, NULL, OPTION_PART },
  { "resume", no_argument, NULL, OPTION_RESUME },
  { "report", required_argument, NULL, OPTION_REPORT },
  { "json", required_argument, NULL, OPTION_JSON },
  { "jianpu", required_argument, NULL, OPTION_JIANPU },
  { "transposed", no_argument, NULL, OPTION_TRANSPOSED },
  { "stems", required_argument, NULL, OPTION_STEMS },
  { "stems-format", required_argument, NULL, OPTION_STEMS_FORMAT },
  { "onset", required_argument, NULL, OPTION_ONSET },
  { "frame", required_argument, NULL, OPTION_FRAME },
  { "repetition", required_argument, NULL, OPTION_REPETITION },
  { "min-length", required_argument, NULL, OPTION_MIN_LENGTH },
  { "pitch-range", required_argument, NULL, OPTION_PITCH_RANGE },
  { "threads", required_argument, NULL, OPTION_THREADS },
  { "start", required_argument, NULL, OPTION_START },
  { "stream", required_argument, NULL, OPTION_STREAM },
  { "raw", required_argument, NULL, OPTION_RAW },
  { "duration", required_argument, NULL, OPTION_DURATION },
  { "stats", no_argument, NULL, OPTION_STATS },
  { "quiet", no_argument, NULL, OPTION_QUIET },
  { "weights", required_argument, NULL, OPTION_WEIGHTS },
  { "bends", no_argument, NULL, OPTION_BENDS },
  { "beats", no_argument, NULL, OPTION_BEATS },
  { "tempo", required_argument, NULL, OPTION_TEMPO },
  { "quantise", required_argument, NULL, OPTION_QUANTISE },
  { "key", required_argument, NULL, OPTION_KEY },
  { "note-names", required_argument, NULL, OPTION_NOTE_NAMES },
  { "memory", required_argument, NULL, OPTION_MEMORY },
  { "percussion", required_argument, NULL, OPTION_PERCUSSION },
  { "help", no_argument, NULL, OPTION_HELP },
  { "version", no_argument, NULL, OPTION_VERSION },
  { NULL, 0, NULL, 0 },
};

/* The option as it is typed. */
static void
print_name (FILE *stream, int option)
{
  for (const struct option *at = long_options; at->name; at++)
    if (at->val == option)
      {
        fprintf (stream, "--%s", at->name);
        return;
      }
  fprintf (stream, "-%c", option);
}

/* Reports an invalid value of an option. */
static bool
refuse (int option, const char *value, const char *what)
{
  fputs ("coloratura-cli: ", stderr);
  print_name (stderr, option);
  fputs (" \"", stderr);
  cli_text_print (stderr, value);
  fprintf (stderr, "\": %s\n", what);
  return false;
}

static bool
parse_threshold (int option, const char *value, float *out)
{
  double number;

  if (!cli_value_number (value, &number) || (float) number <= 0 || (float) number >= 1)
    return refuse (option, value, "not a number between 0 and 1");
  *out = (float) number;
  return true;
}

static bool
parse_repetition (const char *value, float *out)
{
  double number;

  if (!cli_value_number (value, &number) || !(number >= -1 && number <= 1))
    return refuse (OPTION_REPETITION, value, "not a number from -1 to 1");
  *out = (float) number;
  return true;
}

static bool
parse_min_length (const char *value, float *out)
{
  double number;

  if (!cli_value_number (value, &number) || number < 0 || number > MAX_LENGTH_MS)
    return refuse (OPTION_MIN_LENGTH, value, "not a number of milliseconds from 0 to " STRING (MAX_LENGTH_MS));
  *out = (float) (number / 1000);
  return true;
}

static bool
parse_tracks (const char *value, int *out)
{
  int number = 0;

  if (strcmp (value, "auto") != 0 && (!cli_value_integer (value, &number) || number < 1 || number > CT_MAX_TRACKS))
    return refuse (OPTION_TRACKS, value, "neither auto nor a number from 1 to " STRING (CT_MAX_TRACKS));
  *out = number;
  return true;
}

static bool
parse_threads (const char *value, size_t *out)
{
  int number;

  if (!cli_value_integer (value, &number) || number < 1 || number > MAX_THREADS)
    return refuse (OPTION_THREADS, value, "not a number from 1 to " STRING (MAX_THREADS));
  *out = (size_t) number;
  return true;
}

static bool
parse_pitch_range (const char *value, CtNoteDecoderOptions *out)
{
  int low, high;

  if (!cli_value_pitch_range (value, &low, &high))
    return refuse (OPTION_PITCH_RANGE, value, "not two notes as in C2:B6 or 36:95");
  if (low < CT_MIDI_LOW || high > CT_MIDI_HIGH)
    return refuse (OPTION_PITCH_RANGE, value, "goes beyond C1:B7, " STRING (CT_MIDI_LOW) ":" STRING (CT_MIDI_HIGH));
  if (low > high)
    return refuse (OPTION_PITCH_RANGE, value, "the lower note must come first");
  out->midi_low = low;
  out->midi_high = high;
  return true;
}

static bool
parse_start (const char *value, double *out)
{
  if (!cli_value_number (value, out) || *out < 0 || *out > MAX_SECONDS)
    return refuse (OPTION_START, value, "not a number of seconds from 0");
  return true;
}

static bool
parse_duration (const char *value, double *out)
{
  if (!cli_value_number (value, out) || *out <= 0 || *out > MAX_SECONDS)
    return refuse (OPTION_DURATION, value, "not a number of seconds above 0");
  return true;
}

static bool
parse_stream (const char *value, int *out)
{
  if (!cli_value_integer (value, out) || *out < 1)
    return refuse (OPTION_STREAM, value, "not a number from 1");
  return true;
}

static bool
parse_stem_format (const char *value, CtStemFormat *out)
{
  if (strcmp (value, "flac") != 0 && strcmp (value, "wav") != 0)
    return refuse (OPTION_STEMS_FORMAT, value, "neither flac nor wav");
  *out = strcmp (value, "wav") == 0 ? CT_STEM_WAV : CT_STEM_FLAC;
  return true;
}

static bool
parse_tempo (const char *value, double *out)
{
  if (!cli_value_number (value, out) || *out < MIN_TEMPO || *out > MAX_TEMPO)
    return refuse (OPTION_TEMPO, value,
                   "not a number of beats a minute from " STRING (MIN_TEMPO) " to " STRING (MAX_TEMPO));
  return true;
}

static bool
parse_grid (CliOptions *self, const char *value)
{
  self->quantised = true;
  if (!ct_note_grid_parse (value, &self->quantise.grid))
    return refuse (OPTION_QUANTISE, value, "neither auto nor a grid as in 1/16, 1/8., 1/8t, 1/16q or 1/8s");
  return true;
}

static bool
parse_key (CliOptions *self, const char *value)
{
  self->key_mode = strcmp (value, "auto") == 0 ? CLI_KEY_AUTO : CLI_KEY_GIVEN;
  if (self->key_mode == CLI_KEY_GIVEN && !ct_key_parse (value, &self->key))
    return refuse (OPTION_KEY, value, "neither auto nor a key as in Eb, \"Eb major\" or F#m");
  return true;
}

/* Reads K/N. */
static bool
parse_part (const char *value, size_t *part, size_t *n_parts)
{
  const char *slash = strchr (value, '/');
  char first[16] = "";
  int k, n;

  if (slash && (size_t) (slash - value) < sizeof first)
    memcpy (first, value, (size_t) (slash - value));
  if (!slash || !cli_value_integer (first, &k) || !cli_value_integer (slash + 1, &n) || k < 1 || k > n)
    return refuse (OPTION_PART, value, "not a part of all as in 3/16");
  *part = (size_t) k - 1;
  *n_parts = (size_t) n;
  return true;
}

static bool
parse_note_names (CliOptions *self, const char *value)
{
  static const struct
  {
    const char *value;
    CtPitchNaming naming;
  } choices[] = {
    { "key", { CT_NOTE_NAMES_LETTERS, CT_SPELLING_KEY } },
    { "sharps", { CT_NOTE_NAMES_LETTERS, CT_SPELLING_SHARPS } },
    { "flats", { CT_NOTE_NAMES_LETTERS, CT_SPELLING_FLATS } },
    { "german", { CT_NOTE_NAMES_GERMAN, CT_SPELLING_KEY } },
    { "solfege", { CT_NOTE_NAMES_SOLFEGE, CT_SPELLING_KEY } },
    { "numbers", { CT_NOTE_NAMES_NUMBERS, CT_SPELLING_KEY } },
  };

  for (size_t i = 0; i < sizeof choices / sizeof *choices; i++)
    if (strcmp (value, choices[i].value) == 0)
      {
        self->note_names = true;
        self->naming = choices[i].naming;
        return true;
      }
  return refuse (OPTION_NOTE_NAMES, value, "none of key, sharps, flats, german, solfege and numbers");
}

static bool
parse_raw (const char *value, CliRaw *out)
{
  return cli_raw_parse (value, out)
         || refuse (OPTION_RAW, value, "not rate, channels and format as in 44100:2:s16 or 48000:1:f32be");
}

static bool
parse_percussion (const char *value, bool *off)
{
  *off = strcmp (value, "off") == 0;
  return *off || strcmp (value, "auto") == 0 || refuse (OPTION_PERCUSSION, value, "neither auto nor off");
}

static bool
parse_path (int option, const char *value, const char **out)
{
  if (!*value)
    return refuse (option, value, "no name of a file or folder");
  *out = value;
  return true;
}

/* Where the name of a file or folder goes that an option takes; NULL: it takes none. */
static const char **
path_of (CliOptions *self, int option)
{
  switch (option)
    {
    case 'o':
      return &self->files[CLI_FILE_MIDI];
    case OPTION_CSV:
      return &self->files[CLI_FILE_NOTES];
    case OPTION_CHORDS:
      return &self->files[CLI_FILE_CHORDS];
    case OPTION_MUSICXML:
      return &self->files[CLI_FILE_MUSICXML];
    case OPTION_JIANPU:
      return &self->files[CLI_FILE_JIANPU];
    case OPTION_JSON:
      return &self->files[CLI_FILE_JSON];
    case OPTION_STEMS:
      return &self->stems;
    case OPTION_REPORT:
      return &self->report;
    case OPTION_MEMORY:
      return &self->memory;
    case OPTION_WEIGHTS:
      return &self->weights;
    default:
      return NULL;
    }
}

/* What an option without a value turns on; NULL: it has one. */
static bool *
switch_of (CliOptions *self, int option)
{
  switch (option)
    {
    case OPTION_BEATS:
      return &self->beats;
    case OPTION_BENDS:
      return &self->bends;
    case OPTION_TRANSPOSED:
      return &self->transposed;
    case OPTION_RESUME:
      return &self->resume;
    case OPTION_STATS:
      return &self->stats;
    case OPTION_QUIET:
      return &self->quiet;
    default:
      return NULL;
    }
}

/* Whether what an option asks for lies on beats. */
static bool
needs_beats (int option)
{
  return option == OPTION_MUSICXML || option == OPTION_JIANPU || option == OPTION_TEMPO || option == OPTION_QUANTISE;
}

/* Takes a value that is no name of a file. @duration is kept apart, since --start may come after it. */
static bool
parse_value (CliOptions *self, int option, const char *value, double *duration)
{
  switch (option)
    {
    case OPTION_TRACKS:
      return parse_tracks (value, &self->engine.tracks.n_tracks);
    case OPTION_ONSET:
      return parse_threshold (option, value, &self->engine.notes.onset_threshold);
    case OPTION_FRAME:
      return parse_threshold (option, value, &self->engine.notes.frame_threshold);
    case OPTION_REPETITION:
      return parse_repetition (value, &self->engine.notes.repetition);
    case OPTION_MIN_LENGTH:
      return parse_min_length (value, &self->engine.notes.min_length_s);
    case OPTION_PITCH_RANGE:
      return parse_pitch_range (value, &self->engine.notes);
    case OPTION_PERCUSSION:
      return parse_percussion (value, &self->no_percussion);
    case OPTION_TEMPO:
      return parse_tempo (value, &self->tempo);
    case OPTION_QUANTISE:
      return parse_grid (self, value);
    case OPTION_KEY:
      return parse_key (self, value);
    case OPTION_NOTE_NAMES:
      return parse_note_names (self, value);
    case OPTION_STEMS_FORMAT:
      return parse_stem_format (value, &self->stem_format);
    case OPTION_START:
      return parse_start (value, &self->span.start_s);
    case OPTION_DURATION:
      return parse_duration (value, duration);
    case OPTION_STREAM:
      return parse_stream (value, &self->stream);
    case OPTION_RAW:
      return parse_raw (value, &self->raw);
    case OPTION_LIST:
      return cli_list_read (&self->list, value);
    case OPTION_PART:
      return parse_part (value, &self->part, &self->n_parts);
    case OPTION_THREADS:
      return parse_threads (value, &self->n_threads);
    default:
      return false;
    }
}

/* Keeps in mind what is read besides the recordings, so that nothing is written there. */
static bool
note_read (CliOptions *self, int option, const char *value)
{
  if ((option != OPTION_LIST && option != OPTION_MEMORY && option != OPTION_WEIGHTS)
      || cli_list_add (&self->read, value))
    return true;
  cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
  return false;
}

static bool
parse_option (CliOptions *self, int option, const char *value, double *duration)
{
  const char **path = path_of (self, option);
  bool *turned_on = switch_of (self, option);

  self->beats = self->beats || needs_beats (option);
  if (!note_read (self, option, value))
    return false;
  if (path)
    return parse_path (option, value, path);
  if (!turned_on)
    return parse_value (self, option, value, duration);
  *turned_on = true;
  return true;
}

/* Names the argument that getopt_long() rejected: a long option in full, a short one by its letter. */
static void
refuse_option (char **argv, int found)
{
  char letter[] = { '-', (char) optopt, '\0' };
  bool is_letter = optopt > 0 && optopt < OPTION_TRACKS;
  const char *what = "no such option (see --help)";

  if (found == ':')
    what = "a value is missing";
  else if (optopt >= OPTION_TRACKS)
    what = "takes no value";
  cli_text_error (is_letter ? letter : argv[optind - 1], what);
}

void
cli_options_clear (CliOptions *self)
{
  cli_list_clear (&self->list);
  cli_list_clear (&self->read);
}

CliCommand
cli_options_parse (CliOptions *self, int argc, char **argv)
{
  double duration = INFINITY;
  int option;

  *self = (CliOptions){ .n_parts = 1 };
  ct_transcriber_options_init (&self->engine);
  ct_quantise_options_init (&self->quantise);
  opterr = 0;
  /* NOLINTNEXTLINE(concurrency-mt-unsafe): no other thread runs yet */
  while ((option = getopt_long (argc, argv, ":o:", long_options, NULL)) != -1)
    {
      if (option == OPTION_HELP)
        return CLI_HELP;
      if (option == OPTION_VERSION)
        return CLI_VERSION;
      if (option == '?' || option == ':')
        {
          refuse_option (argv, option);
          return CLI_USAGE_ERROR;
        }
      if (!parse_option (self, option, optarg, &duration))
        return CLI_USAGE_ERROR;
    }
  self->span.end_s = self->span.start_s + duration;
  self->command = cli_command_parse (self, argc - optind, argv + optind);
  return self->command;
}
