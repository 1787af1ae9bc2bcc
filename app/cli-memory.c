/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/cli-input.h"
#include "app/cli-recording.h"
#include "app/cli-text.h"
#include "app/cli-values.h"
#include "core/base/ct-note.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-program.h"
#include "core/base/ct-score.h"
#include "core/base/ct-scratch-file.h"
#include "core/base/ct-status.h"
#include "core/network/ct-simd.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres-file.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-transcriber.h"

#define NO_TRACK "there is no such track"

/* The palette of M. Okabe and K. Ito, which colour-blind people tell apart: new timbres take them in turn. */
static const uint32_t colours[] = { 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442, 0x0072b2, 0xd55e00, 0xcc79a7 };

/* Reports what is wrong with the memory file. */
static int
fail (const char *path, CtStatus status)
{
  cli_text_error (path, ct_status_string (status));
  return CLI_EXIT_FAILED;
}

static int
list (const CtKnownTimbres *known, uint64_t encoder)
{
  for (size_t i = 0; i < ct_known_timbres_n (known); i++)
    {
      const CtKnownTimbre *timbre = ct_known_timbres_get (known, i);

      cli_text_print (stdout, timbre->name);
      printf ("\t#%06x\t%u %s\t%u song%s%s\n", (unsigned) timbre->rgb, (unsigned) timbre->program + 1,
              ct_program_name (timbre->program), (unsigned) timbre->n_songs, timbre->n_songs == 1 ? "" : "s",
              timbre->encoder == encoder ? "" : "\tasleep");
    }
  return CLI_EXIT_DONE;
}

/* Forgets the timbres named, all of which must be known. */
static int
forget (CtKnownTimbres *known, const CliOptions *options)
{
  CtStatus status;

  for (size_t i = 0; i < options->n_names; i++)
    if (ct_known_timbres_find (known, options->names[i]) < 0)
      {
        cli_text_error (options->names[i], "is not in the memory");
        return CLI_EXIT_FAILED;
      }
  for (size_t i = 0; i < options->n_names; i++)
    {
      int place = ct_known_timbres_find (known, options->names[i]);

      if (place >= 0) /* it may be named twice */
        ct_known_timbres_forget (known, (size_t) place);
    }
  status = ct_known_timbres_save (known, options->memory);
  return status == CT_STATUS_OK ? CLI_EXIT_DONE : fail (options->memory, status);
}

/* Who plays a track. */
typedef struct
{
  size_t number; /* of the track, from 1 */
  const char *name;
} Player;

/* "2=Anna"; false: it is not like that, which is reported. */
static bool
parse_player (const char *text, Player *player)
{
  const char *equals = strchr (text, '=');
  size_t length = equals ? (size_t) (equals - text) : 0;
  char number[16];
  char plain[CT_TRACK_NAME_SIZE];
  int value;

  if (length == 0 || length >= sizeof number)
    {
      cli_text_error (text, "not the number and the name of a track, as in 1=Anna");
      return false;
    }
  memcpy (number, text, length);
  number[length] = '\0';
  if (!cli_value_integer (number, &value) || value < 1)
    {
      cli_text_error (text, NO_TRACK);
      return false;
    }
  *player = (Player){ (size_t) value, equals + 1 };
  ct_plain_name_copy (player->name, plain, sizeof plain);
  if (!plain[0])
    {
      cli_text_error (text, "the name is empty");
      return false;
    }
  if (strlen (player->name) < CT_TRACK_NAME_SIZE)
    return true;
  cli_text_error (text, "the name is longer than 63 bytes");
  return false;
}

/* [options->n_names]; NULL: one is not like that, which is reported. */
static Player *
parse_players (const CliOptions *options)
{
  Player *players = malloc ((options->n_names + 1) * sizeof *players);

  if (!players)
    cli_text_error (NULL, ct_status_string (CT_STATUS_NO_MEMORY));
  for (size_t i = 0; i < options->n_names && players; i++)
    if (!parse_player (options->names[i], &players[i]))
      {
        free (players);
        players = NULL;
      }
  return players;
}

/* Whether all tracks named are there; reports the first that is not. */
static bool
check_players (const CliOptions *options, const Player *players, const CtScore *score)
{
  for (size_t i = 0; i < options->n_names; i++)
    if (players[i].number > score->n_tracks)
      {
        cli_text_error (options->names[i], NO_TRACK);
        return false;
      }
  return true;
}

static CtStatus
learn_track (CtKnownTimbres *known,
             const CtScore *score,
             const float *embeddings,
             const CtTimbreLesson *common,
             const Player *player)
{
  CtTimbreLesson lesson = *common;
  size_t track = player->number - 1;
  int place = ct_known_timbres_find (known, player->name);

  lesson.name = player->name;
  lesson.program = score->tracks[track].program;
  lesson.rgb = place >= 0 ? ct_known_timbres_get (known, (size_t) place)->rgb
                          : colours[ct_known_timbres_n (known) % (sizeof colours / sizeof *colours)];
  return ct_known_timbres_learn (known, &lesson, embeddings, score->notes.notes, score->notes.n, (int) track);
}

static void
say_learned (const CliOptions *options, const Player *players)
{
  for (size_t i = 0; i < options->n_names && !options->quiet; i++)
    {
      cli_text_print (stderr, options->inputs[0]);
      fprintf (stderr, ": track %zu learned as ", players[i].number);
      cli_text_print (stderr, players[i].name);
      fputc ('\n', stderr);
    }
}

/* Learns the tracks named of a score, all of which are there. */
static int
learn_tracks (CtKnownTimbres *known,
              const CliOptions *options,
              const Player *players,
              const CtScore *score,
              const float *embeddings,
              uint64_t encoder)
{
  CtTimbreLesson common = { .encoder = encoder, .song = ct_recognition_mark (embeddings, score->notes.n) };
  CtStatus status;

  for (size_t i = 0; i < options->n_names; i++)
    {
      status = learn_track (known, score, embeddings, &common, &players[i]);
      if (status != CT_STATUS_OK)
        return fail (options->names[i], status);
    }
  status = ct_known_timbres_save (known, options->memory);
  if (status != CT_STATUS_OK)
    return fail (options->memory, status);
  say_learned (options, players);
  return CLI_EXIT_DONE;
}

/* As ct_known_timbres_lock(); -1 is reported. */
static int
lock_memory (const char *path)
{
  int lock = ct_known_timbres_lock (path);

  if (lock < 0)
    cli_text_error (path, "its folder does not exist");
  return lock;
}

/* Learns from a score what is in the memory by then. */
static int
learn_score (const CliOptions *options,
             const Player *players,
             CtTranscriber *transcriber,
             const CtScore *score,
             const float *embeddings)
{
  CtKnownTimbres *known = NULL;
  int lock = lock_memory (options->memory), exit_status;
  CtStatus status;

  if (lock < 0)
    return CLI_EXIT_FAILED;
  status = ct_known_timbres_load (options->memory, &known);
  if (status == CT_STATUS_NOT_FOUND)
    status = ct_known_timbres_new (&known);
  exit_status = status == CT_STATUS_OK
                    ? learn_tracks (known, options, players, score, embeddings, ct_transcriber_encoder (transcriber))
                    : fail (options->memory, status);
  ct_known_timbres_free (known);
  close (lock);
  return exit_status;
}

static void
say (void *data, char *text)
{
  cli_text_error (data, text ? text : ct_status_string (CT_STATUS_NO_MEMORY));
  free (text);
}

/* Transcribes the recording at @path as "transcribe" does with this memory, so that its tracks are known by their
 * numbers. */
static int
learn_recording (const CliOptions *options, const Player *players, CtTranscriber *transcriber, const char *path)
{
  CtAnalysis *analysis = NULL;
  CtScore *score = NULL;
  float *embeddings = NULL;
  CtStatus status = ct_transcriber_analyse (transcriber, path, &options->span, &analysis);
  int exit_status = CLI_EXIT_FAILED;

  if (status == CT_STATUS_OK)
    {
      cli_recording_warn (options, analysis, say, options->inputs[0]);
      status = ct_transcriber_score (transcriber, analysis, &options->engine, &score);
    }
  if (status == CT_STATUS_OK)
    status = ct_recognition_encode (transcriber, analysis, score, &embeddings);
  if (status != CT_STATUS_OK)
    say (options->inputs[0], cli_recording_dup_failure (options, path, status, 0));
  else if (check_players (options, players, score))
    exit_status = learn_score (options, players, transcriber, score, embeddings);
  free (embeddings);
  ct_score_free (score);
  ct_analysis_free (analysis);
  return exit_status;
}

static int
learn (const CliOptions *options, CtTranscriber *transcriber)
{
  CtScratchPlaces scratch = { 0 };
  atomic_bool cancelled = false;
  Player *players = parse_players (options);
  CtKnownTimbres *known = NULL;
  CliInput input;
  CtStatus status;
  int exit_status = CLI_EXIT_FAILED;

  if (!players)
    return CLI_EXIT_FAILED;
  if (ct_known_timbres_load (options->memory, &known) == CT_STATUS_OK) /* else, learning says why */
    ct_transcriber_set_known (transcriber, known);
  ct_transcriber_set_stream (transcriber, options->stream);
  status = cli_input_open (&input, options->inputs[0], &options->raw, &scratch, &cancelled);
  if (status == CT_STATUS_OK)
    exit_status = learn_recording (options, players, transcriber, input.path);
  else
    say (options->inputs[0], cli_recording_dup_failure (options, input.path, status, 0));
  cli_input_close (&input);
  ct_transcriber_set_known (transcriber, NULL);
  ct_known_timbres_free (known);
  free (players);
  return exit_status;
}

/* What lists and forgets, which needs the memory to be there. */
static int
use_memory (const CliOptions *options, uint64_t encoder)
{
  bool writes = options->command == CLI_MEMORY_FORGET;
  int lock = writes ? lock_memory (options->memory) : -1, exit_status;
  CtKnownTimbres *known = NULL;
  CtStatus status;

  if (writes && lock < 0)
    return CLI_EXIT_FAILED;
  status = ct_known_timbres_load (options->memory, &known);
  if (status != CT_STATUS_OK)
    exit_status = fail (options->memory, status);
  else
    exit_status = writes ? forget (known, options) : list (known, encoder);
  ct_known_timbres_free (known);
  if (lock >= 0)
    close (lock);
  return exit_status;
}

int
cli_memory_run (const CliOptions *options)
{
  CtWeights *weights = NULL;
  CtTranscriber *transcriber = NULL;
  CtStatus status = options->weights ? ct_weights_new_from_file (options->weights, &weights) : CT_STATUS_OK;
  int exit_status;

  if (status == CT_STATUS_OK)
    status = ct_transcriber_new (options->n_threads, weights, ct_simd_best_level (), &transcriber);
  if (status != CT_STATUS_OK)
    exit_status = fail (options->weights, status);
  else if (options->command == CLI_MEMORY_LEARN)
    exit_status = learn (options, transcriber);
  else
    exit_status = use_memory (options, ct_transcriber_encoder (transcriber));
  ct_transcriber_free (transcriber);
  ct_weights_free (weights);
  return exit_status;
}

CtStatus
cli_memory_load (const CliOptions *options, CtKnownTimbres **known)
{
  CtStatus status = options->memory ? ct_known_timbres_load (options->memory, known) : CT_STATUS_OK;

  if (status != CT_STATUS_OK)
    cli_text_error (options->memory, ct_status_string (status));
  return status;
}

CtStatus
cli_memory_recognise (const CtKnownTimbres *known,
                      CtTranscriber *transcriber,
                      const CtAnalysis *analysis,
                      CtScore *score)
{
  float *embeddings = NULL;
  CtStatus status;

  if (!known)
    return CT_STATUS_OK;
  status = ct_recognition_encode (transcriber, analysis, score, &embeddings);
  if (status == CT_STATUS_OK)
    status = ct_recognition_apply (known, ct_transcriber_weights (transcriber), ct_transcriber_encoder (transcriber),
                                   embeddings, score);
  free (embeddings);
  return status;
}

void
cli_memory_say_recognised (const char *input, const CtScore *score)
{
  for (size_t i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].recognised)
      {
        cli_text_print (stderr, input);
        fprintf (stderr, ": track %zu recognised as ", i + 1);
        cli_text_print (stderr, score->tracks[i].name);
        fputc ('\n', stderr);
      }
}
